package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Values;
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
 * @param place where it is: what is not known is the same each time it is asked for there
 */
public record MatchesAt(
    PacketSpace space,
    MatchSets matches,
    Map<Field, Bits> known,
    Set<Field> absent,
    Changes changes,
    Place place)
    implements RuleSets {

  private static final ImmutableSet<Field> PORTS =
      ImmutableSet.of(Field.SOURCE_PORT, Field.DESTINATION_PORT);

  private static final Values ANY = Values.masked(0, 0);

  /** See ipset(8); marks, which it also knows, are left out. */
  private static final ImmutableSet<Header> ASKED_OF_SETS =
      ImmutableSet.of(Header.ETHERNET, Header.IPV4, Header.IPV6, Header.TRANSPORT);

  @Override
  public RuleSets inRule(Chain chain, int rule) {
    MatchSets one = matches.inRule(place.ofRules(), chain, rule);
    return new MatchesAt(space, one, known, absent, changes, place);
  }

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
    int present =
        changes.known(match.field()).isEmpty() ? NOTHING : matches.ofOctets(anyValue(match));
    return ofChanged(match, matches.ofOctets(match), present);
  }

  private int orOpen(int open, Match match, Set<Field> fields, int others) {
    return open == NOTHING ? others : space.diagrams.choose(open, changed(match, fields), others);
  }

  private int changed(Match match, Set<Field> fields) {
    return space.unknown(
        new Unknown.Changed(place.afterChanging(fields, changes.by(fields)), match));
  }

  /**
   * {@return the packets that meet a match where the field may have been changed}
   *
   * @param unchanged those that do as they have entered
   * @param present those that have the field
   */
  private int ofChanged(FieldMatch match, int unchanged, int present) {
    int met = orOpen(changes.open(match.field()), match, Set.of(match.field()), unchanged);
    for (var known : changes.known(match.field()).entrySet()) {
      int wanted = isMet(match, known.getKey()) ? present : NOTHING;
      met = space.diagrams.choose(known.getValue(), wanted, met);
    }
    return met;
  }

  /** {@return the match that all packets meet that have the field} */
  private static FieldMatch anyValue(FieldMatch match) {
    FieldMatch any = FieldMatch.of(match.field(), ANY);
    return match.via().map(any::via).orElse(any);
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
    Optional<TypedAddresses> types = matches.types(match);
    if (types.isPresent()) {
      return types.get().met(match, space, this);
    }
    if (match.values().cubes(field.width()).isEmpty()) {
      return match.accept(matches); // no change matters to it
    }
    if (changes.open(field) == EVERYTHING) {
      return changed(match, Set.of(field));
    }
    Bits value = known.get(field);
    int unchanged =
        value == null ? changes.asEntered(match).accept(matches) : ofKnown(match, value);
    boolean isAsEntered = value == null && !changes.known(field).isEmpty();
    int present = isAsEntered ? anyValue(match).accept(matches) : EVERYTHING;
    return ofChanged(match, unchanged, present);
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
    Diagrams diagrams = space.diagrams;
    int open = diagrams.or(changes.open(Field.SOURCE_PORT), changes.open(Field.DESTINATION_PORT));
    int unchanged = match.accept(matches);
    int changed = diagrams.or(changes.of(Field.SOURCE_PORT), changes.of(Field.DESTINATION_PORT));
    if (changed == open) {
      return orOpen(open, match, PORTS, unchanged);
    }
    int either =
        diagrams.or(
            visit(FieldMatch.of(Field.SOURCE_PORT, match.ports())),
            visit(FieldMatch.of(Field.DESTINATION_PORT, match.ports())));
    int ofKnown = match.negated() ? diagrams.not(either) : either; // these have ports
    return orOpen(open, match, PORTS, diagrams.choose(changed, ofKnown, unchanged));
  }

  @Override
  public Integer visit(AmongMatch match) {
    Field field = match.field();
    Field address = field == Field.ETHERNET_SOURCE ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION;
    ImmutableSet<Field> both = ImmutableSet.of(field, address);
    if (changes.open(field) == EVERYTHING || known.containsKey(field)) {
      return changed(match, both);
    }
    int changed = space.diagrams.or(changes.of(field), changes.of(address));
    return orOpen(changed, match, both, match.accept(matches));
  }

  @Override
  public Integer visit(GratuitousArpMatch match) {
    return match.accept(matches);
  }

  @Override
  public Integer visit(SetMatch match) {
    int changed = NOTHING;
    Set<Field> asked = matches.members(match).map(GivenSets::fields).orElseGet(this::askedOfSets);
    for (Field field : asked) {
      boolean asEntered = !known.containsKey(field) && !absent.contains(field);
      changed = space.diagrams.or(changed, asEntered ? changes.of(field) : EVERYTHING);
    }
    return orOpen(changed, match, asked, match.accept(matches));
  }

  /** {@return the changed fields that a set may be asked for whose members are not known} */
  private Set<Field> askedOfSets() {
    return Sets.filter(changes.fields(), field -> ASKED_OF_SETS.contains(field.header()));
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
