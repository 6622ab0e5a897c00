package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The packets that meet matches at one place of a way, where some fields are known, some are not
 * seen, and some may have been changed since the packets have entered.
 *
 * @param space the space of the packets
 * @param matches what is asked of the packets as they have entered
 * @param known fields that are known
 * @param absent fields that are not seen
 * @param changes which fields were changed before
 * @param place where it is: what is changed is the same each time it is asked for there
 */
record MatchesAt(
    PacketSpace space,
    MatchSets matches,
    Map<Field, Bits> known,
    Set<Field> absent,
    Changes changes,
    Object place)
    implements RuleSets {

  @Override
  public Optional<FirstMatches> firstMatches(Chain chain) {
    return matches.firstMatches(
        chain, Sets.union(Sets.union(known.keySet(), absent), changes.fields()));
  }

  @Override
  public Optional<RuleTable> nft() {
    return matches.nft();
  }

  @Override
  public int tagged() {
    return absent.contains(Field.VLAN_ID) ? NOTHING : matches.tagged();
  }

  @Override
  public int connected() {
    return absent.contains(Field.CONNECTION_DIRECTION) ? NOTHING : matches.connected();
  }

  @Override
  public Family family() {
    return matches.family();
  }

  @Override
  public int withPorts() {
    return matches.withPorts();
  }

  @Override
  public int ofOctets(FieldMatch match) {
    return orChanged(changes.of(match.field()), match, matches.ofOctets(match));
  }

  private int orChanged(int changed, Match match, int unchanged) {
    return changed == NOTHING
        ? unchanged
        : space.diagrams.choose(
            changed, space.unknown(new Unknown.Changed(place, match)), unchanged);
  }

  private static int always(boolean met) {
    return met ? EVERYTHING : NOTHING;
  }

  private boolean flag(Field field) {
    return !known.getOrDefault(field, Bits.ZERO).isZero();
  }

  private static boolean isMet(FieldMatch match, Bits value) {
    return match.values().contains(value) != match.negated();
  }

  @Override
  public Integer visit(FieldMatch match) {
    Field field = match.field();
    if (absent.contains(field)) {
      return NOTHING;
    }
    int changed = changes.of(field);
    if (changed == EVERYTHING) {
      return space.unknown(new Unknown.Changed(place, match));
    }
    Bits value = known.get(field);
    return orChanged(changed, match, value == null ? match.accept(matches) : ofKnown(match, value));
  }

  private int ofKnown(FieldMatch match, Bits value) {
    return switch (match.field()) {
      case IN_PORT -> always(flag(Field.HAS_IN_PORT) ? isMet(match, value) : match.negated());
      case OUT_PORT ->
          always(
              flag(Field.HAS_OUT_PORT)
                  ? isMet(match, value)
                  : match.negated() && !flag(Field.HAS_IN_PORT));
      default -> always(isMet(match, value));
    };
  }

  @Override
  public Integer visit(EitherPortMatch match) {
    int changed =
        space.diagrams.or(changes.of(Field.SOURCE_PORT), changes.of(Field.DESTINATION_PORT));
    return orChanged(changed, match, match.accept(matches));
  }

  @Override
  public Integer visit(AmongMatch match) {
    int changed = changes.of(match.field());
    if (changed == EVERYTHING || known.containsKey(match.field())) {
      return space.unknown(new Unknown.Changed(place, match));
    }
    return orChanged(changed, match, match.accept(matches));
  }

  @Override
  public Integer visit(GratuitousArpMatch match) {
    return match.accept(matches);
  }

  @Override
  public Integer visit(SetMatch match) {
    return match.accept(matches);
  }

  @Override
  public Integer visit(ConnectionLimitMatch match) {
    return match.accept(matches);
  }

  @Override
  public Integer visit(CommentMatch match) {
    return match.accept(matches);
  }

  @Override
  public Integer visit(ExtensionMatch match) {
    return match.accept(matches);
  }

  @Override
  public Integer visit(OpaqueMatch match) {
    return match.accept(matches);
  }

  @Override
  public Integer visit(LookupMatch match) {
    return nft()
        .flatMap(table -> table.elements(match))
        .map(elements -> new Lookups(this, space.diagrams).met(match, elements))
        .orElseGet(() -> match.accept(matches));
  }

  @Override
  public Integer visit(CounterMatch match) {
    return match.accept(matches);
  }

  @Override
  public Integer visit(LogMatch match) {
    return match.accept(matches);
  }

  @Override
  public Integer visit(StatementMatch match) {
    return match.accept(matches);
  }
}
