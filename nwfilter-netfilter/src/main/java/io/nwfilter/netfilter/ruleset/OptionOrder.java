package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.nwfilter.netfilter.packet.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts options that the kernel keeps in one match into one order. iptables-save prints {@code
 * --physdev-out vnet0 --physdev-is-bridged} and {@code --sport 68 --dport 67} however the rule was
 * loaded, so their order is not a difference.
 */
public final class OptionOrder {

  private static final ImmutableList<ImmutableSet<Field>> TOGETHER =
      ImmutableList.of(
          ImmutableSet.of(
              Field.IN_PORT,
              Field.OUT_PORT,
              Field.HAS_IN_PORT,
              Field.HAS_OUT_PORT,
              Field.IS_BRIDGED),
          ImmutableSet.of(Field.SOURCE_PORT, Field.DESTINATION_PORT));

  private OptionOrder() {}

  /**
   * {@return a ruleset with the same rules, whose options are in one order}
   *
   * @param ruleset the rules
   */
  public static Ruleset of(Ruleset ruleset) {
    return new Ruleset(
        ruleset.family(),
        ImmutableMap.copyOf(Maps.transformValues(ruleset.tables(), OptionOrder::of)));
  }

  private static Table of(Table table) {
    return new Table(
        table.name(), ImmutableMap.copyOf(Maps.transformValues(table.chains(), OptionOrder::of)));
  }

  private static Chain of(Chain chain) {
    return chain.withRules(
        chain.rules().stream().map(OptionOrder::of).collect(ImmutableList.toImmutableList()));
  }

  /**
   * {@return a rule with the same matches, whose options are in one order}
   *
   * @param rule the rule
   */
  public static ChainRule of(ChainRule rule) {
    List<Match> matches = new ArrayList<>();
    List<FieldMatch> together = new ArrayList<>();
    for (Match match : rule.matches()) {
      if (!together.isEmpty() && !areOne(together.get(0), match)) {
        matches.addAll(sorted(together));
        together.clear();
      }
      if (match instanceof FieldMatch asked) {
        together.add(asked);
      } else {
        matches.add(match);
      }
    }
    matches.addAll(sorted(together));
    return new ChainRule(ImmutableList.copyOf(matches), rule.target(), rule.origin());
  }

  private static List<FieldMatch> sorted(List<FieldMatch> matches) {
    return matches.stream().sorted(Comparator.comparing(FieldMatch::field)).toList();
  }

  /** An option that loads its extension anew, or by another name, is a match of its own. */
  private static boolean areOne(FieldMatch first, Match later) {
    return later instanceof FieldMatch other
        && !other.fresh()
        && first.via().equals(other.via())
        && TOGETHER.stream()
            .anyMatch(fields -> fields.contains(first.field()) && fields.contains(other.field()));
  }
}
