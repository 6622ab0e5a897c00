package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Finds rules that a tool or the kernel refuses although each option of them is legal: a target in
 * a table or at a hook where it is not allowed, a match without its protocol, jumps that go in a
 * circle. What was asked are iptables, ip6tables and ebtables 1.8.9 (nf_tables) on Linux 6.18.
 *
 * <pre>{@code
 * RulesetCheck.problems(ruleset).forEach(problem -> print(problem.rule().origin() + ": " + problem));
 * }</pre>
 */
public final class RulesetCheck {

  private RulesetCheck() {}

  /**
   * {@return all rules that would be refused, at most one problem for each rule by itself, and one
   * for each base chain that leads to it}
   *
   * @param ruleset the rules
   */
  public static List<RuleProblem> problems(Ruleset ruleset) {
    ImmutableList.Builder<RuleProblem> all = ImmutableList.builder();
    for (Table table : ruleset.tables().values()) {
      for (Chain chain : table.chains().values()) {
        int position = 0;
        for (ChainRule rule : chain.rules()) {
          position++;
          Optional<String> refusal = refusal(ruleset.family(), table.name(), chain.name(), rule);
          if (refusal.isPresent()) {
            all.add(
                new RuleProblem(
                    ruleset.family(), table.name(), chain.name(), position, rule, refusal.get()));
          }
        }
      }
      all.addAll(entryProblems(ruleset.family(), table));
    }
    return all.build();
  }

  /**
   * {@return the rules by which packets would go in a circle, or through more chains than the
   * kernel follows: no kernel has such rules, whatever tool loaded them}
   *
   * @param ruleset the rules
   */
  public static List<RuleProblem> endlessJumps(Ruleset ruleset) {
    ImmutableList.Builder<RuleProblem> all = ImmutableList.builder();
    for (Table table : ruleset.tables().values()) {
      all.addAll(EntryWalk.of(ruleset.family(), table, false));
    }
    return all.build();
  }

  /**
   * {@return what is refused because of the base chains that lead to it: targets and matches that
   * are not allowed at the hook, and endless jumps}
   *
   * @param family the family
   * @param table the table
   */
  public static List<RuleProblem> entryProblems(Family family, Table table) {
    return EntryWalk.of(family, table, true);
  }

  /**
   * {@return why a rule is refused in a chain, whatever leads there; empty if it is not}
   *
   * @param family the family
   * @param table the table's name
   * @param chain the chain's name
   * @param rule the rule
   */
  public static Optional<String> refusal(
      Family family, String table, String chain, ChainRule rule) {
    Optional<String> base =
        rule.entered().filter(name -> BaseChains.find(family, table, name).isPresent());
    if (base.isPresent()) {
      return Optional.of("'" + base.get() + "' is a base chain, which no rule can jump to");
    }
    Optional<String> incomplete = incomplete(family, rule);
    return incomplete.isPresent() ? incomplete : misplaced(family, table, chain, rule);
  }

  private static Optional<String> incomplete(Family family, ChainRule rule) {
    List<String> parts = RuleParts.ofMatches(family, rule);
    return parts.stream()
        .filter(
            part -> {
              List<String> companions = PlaceTable.companions(family, part);
              return !companions.isEmpty() && companions.stream().noneMatch(parts::contains);
            })
        .findFirst()
        .map(part -> part + " needs " + String.join(" or ", PlaceTable.companions(family, part)));
  }

  private static Optional<String> misplaced(
      Family family, String table, String chain, ChainRule rule) {
    Optional<Hook> hook =
        BaseChains.find(family, table, chain).flatMap(Chain::base).map(BaseHook::hook);
    return first(
        family,
        rule,
        (part, place) -> {
          if (!place.isIn(table)) {
            return Optional.of(
                part
                    + " is allowed only in table "
                    + Place.list(place.tables())
                    + ", not in table "
                    + table);
          } else if (!place.isAt(hook)) {
            return Optional.of(
                part
                    + " is allowed only in "
                    + Place.list(atHooks(family, table, place))
                    + ", not in "
                    + chain);
          }
          return hasProtocol(family, place, rule)
              ? Optional.empty()
              : Optional.of(
                  part + " needs -p " + String.join(" or ", PlaceTable.protocolNames(place)));
        });
  }

  /**
   * {@return why a tool refuses to set the policy of a base chain; empty if it does not}
   *
   * @param family the family
   * @param table the table's name
   * @param policy the policy
   */
  public static Optional<String> policyRefusal(Family family, String table, Verdict policy) {
    return PlaceTable.takesPolicy(family, table, policy)
        ? Optional.empty()
        : Optional.of(
            "the policy of table " + table + " cannot be " + policy + ": it is not for filtering");
  }

  /** {@return the hooks of a place that the table has} */
  static List<Hook> atHooks(Family family, String table, Place place) {
    return place.hooks().stream()
        .filter(hook -> BaseChains.find(family, table, hook.name()).isPresent())
        .toList();
  }

  /** {@return what is first said about a part of a rule and its place} */
  static Optional<String> first(
      Family family, ChainRule rule, BiFunction<String, Place, Optional<String>> say) {
    List<String> parts = new ArrayList<>(RuleParts.ofMatches(family, rule));
    int matches = parts.size();
    parts.addAll(RuleParts.ofTarget(rule.target()));
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      Optional<Place> place =
          i < matches ? PlaceTable.match(family, part) : PlaceTable.target(family, part);
      Optional<String> said = place.flatMap(found -> say.apply(part, found));
      if (said.isPresent()) {
        return said;
      }
    }
    return Optional.empty();
  }

  private static boolean hasProtocol(Family family, Place place, ChainRule rule) {
    Field field = family == Family.BRIDGE ? Field.ETHER_TYPE : Field.IP_PROTOCOL;
    return place.protocols().isEmpty()
        || rule.matches().stream()
            .anyMatch(
                match ->
                    match instanceof FieldMatch asked
                        && asked.field() == field
                        && (!asked.negated() || place.negatedToo())
                        && asked.values() instanceof Masked one
                        && one.mask().equals(Bits.ones(field.width()))
                        && place.protocols().contains(one.value().low()));
  }
}
