package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.PacketClass;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The packets that meet the matches of a family. What the fields of a packet do not tell is an
 * {@link Atom}: two rules that ask the same set have the same one, two rate limits do not.
 */
public final class MatchSets implements RuleSets {

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final FieldSets fields;
  private final Family family;
  private final Optional<RuleTable> nft;
  private final NftFieldSets nftFields;
  private final Set<Field> changing;
  private final Supplier<Object> asker;
  private final Multiset<Match> asked = HashMultiset.create();
  private final Set<String> changingSets;
  private final GivenSets given;

  /**
   * Makes sets in a space.
   *
   * @param space the space
   * @param family the family of the rules
   * @param changing fields that rules on the way change: what they are then is not known
   * @param changingSets the names of sets that rules change
   */
  public MatchSets(
      PacketSpace space, Family family, Set<Field> changing, Set<String> changingSets) {
    this(space, family, Optional.empty(), changing, changingSets, GivenSets.NONE, new Object());
  }

  /**
   * Makes sets in a space.
   *
   * @param space the space
   * @param table the table of the rules
   * @param changing fields that rules on the way change: what they are then is not known
   * @param changingSets the names of sets that rules change
   * @param given the sets whose members are known
   * @param asker who asks: what gets a reply of its own each time gets the same one from an equal
   *     asker that has asked as often
   */
  public MatchSets(
      PacketSpace space,
      RuleTable table,
      Set<Field> changing,
      Set<String> changingSets,
      GivenSets given,
      Object asker) {
    this(
        space, table.family(), table.nft().map(any -> table), changing, changingSets, given, asker);
  }

  private MatchSets(
      PacketSpace space,
      Family family,
      Optional<RuleTable> nft,
      Set<Field> changing,
      Set<String> changingSets,
      GivenSets given,
      Object asker) {
    this.given = given;
    this.nft = nft;
    this.nftFields = new NftFieldSets(space, family);
    this.asker = () -> asker;
    this.space = space;
    this.diagrams = space.diagrams;
    this.fields = new FieldSets(space, family);
    this.family = family;
    this.changing = changing.isEmpty() ? EnumSet.noneOf(Field.class) : EnumSet.copyOf(changing);
    this.changingSets = changingSets;
  }

  private MatchSets(MatchSets all, Supplier<Object> asker) {
    this.given = all.given;
    this.nft = all.nft;
    this.nftFields = all.nftFields;
    this.asker = asker;
    this.space = all.space;
    this.diagrams = all.diagrams;
    this.fields = all.fields;
    this.family = all.family;
    this.changing = all.changing;
    this.changingSets = all.changingSets;
  }

  @Override
  public MatchSets inRule(Chain chain, int rule) {
    return inRule(asker, chain, rule);
  }

  /** {@return sets for what one rule asks where its table is called} */
  MatchSets inRule(Object place, Chain chain, int rule) {
    return inRule(() -> new Called(asker.get(), place), chain, rule);
  }

  private MatchSets inRule(Supplier<Object> place, Chain chain, int rule) {
    return new MatchSets(this, () -> AskingRule.of(place.get(), chain, rule));
  }

  /** A table where it is called. */
  private record Called(Object table, Object place) {}

  /** {@return the packets that meet all matches} */
  public int all(List<Match> matches) {
    return all(matches, diagrams);
  }

  @Override
  public Optional<RuleTable> nft() {
    return nft;
  }

  @Override
  public int tagged() {
    return space.has(Header.VLAN);
  }

  @Override
  public Optional<FirstMatches> firstMatches(Chain chain) {
    return space
        .longChains
        .of(family, nft.isPresent(), chain)
        .flatMap(
            known ->
                known.asksForNoneOf(changing)
                    ? known.firstMatches(diagrams, this)
                    : FirstMatches.of(diagrams, chain, this));
  }

  /**
   * {@return the first matches of a chain where fields may be other ones than those with which
   * packets have entered; empty as well if it asks for these}
   *
   * @param chain the chain
   * @param changed the fields
   */
  Optional<FirstMatches> firstMatches(Chain chain, Set<Field> changed) {
    if (nft.isPresent() && family == Family.BRIDGE && changed.contains(Field.VLAN_ID)) {
      return Optional.empty(); // whether there is a tag matters to other fields, too
    }
    return space
        .longChains
        .of(family, nft.isPresent(), chain)
        .filter(known -> known.asksForNoneOf(changing) && known.asksForNoneOf(changed))
        .flatMap(known -> known.firstMatches(diagrams, this));
  }

  @Override
  public int connected() {
    return space.has(Header.CONNECTION);
  }

  @Override
  public Family family() {
    return family;
  }

  @Override
  public int withPorts() {
    return fields.octets(Field.DESTINATION_PORT);
  }

  @Override
  public int ofOctets(FieldMatch match) {
    return isChanging(match.field()) ? unknown(match) : fields.ofOctets(match);
  }

  /** {@return the packets for which a question has the reply yes, which only this one gets} */
  private int unknown(Match match) {
    return space.atom(own(match));
  }

  private Atom own(Match match) {
    asked.add(match);
    return new Atom(match, asked.count(match), asker.get());
  }

  private boolean isChanging(Field... some) {
    for (Field field : some) {
      if (changing.contains(field)) {
        return true;
      }
    }
    return false;
  }

  private int negated(int set, boolean negated) {
    return negated ? diagrams.not(set) : set;
  }

  @Override
  public Integer visit(FieldMatch match) {
    if (isChanging(match.field())) {
      return unknown(match);
    }
    Optional<TypedAddresses> types = types(match);
    if (types.isPresent()) {
      return isChanging(types.get().address(match))
          ? unknown(match)
          : types.get().met(match, space, this);
    }
    return nft.isPresent() ? nftFields.of(match) : fields.of(match);
  }

  @Override
  public Integer visit(EitherPortMatch match) {
    if (isChanging(Field.SOURCE_PORT, Field.DESTINATION_PORT)) {
      return unknown(match);
    }
    int source = space.in(Field.SOURCE_PORT, match.ports());
    int destination = space.in(Field.DESTINATION_PORT, match.ports());
    return diagrams.and(
        space.has(Header.TRANSPORT), negated(diagrams.or(source, destination), match.negated()));
  }

  @Override
  public Integer visit(GratuitousArpMatch match) {
    if (isChanging(Field.ARP_SENDER_IP, Field.ARP_TARGET_IP)) {
      return unknown(match);
    }
    int[] sender = space.variables.bits(Field.ARP_SENDER_IP);
    int[] target = space.variables.bits(Field.ARP_TARGET_IP);
    int equal = EVERYTHING;
    for (int i = sender.length - 1; i >= 0; i--) {
      int one = diagrams.variableSet(sender[i]);
      int other = diagrams.variableSet(target[i]);
      int same = diagrams.choose(one, other, diagrams.not(other));
      equal = diagrams.and(equal, same);
    }
    return diagrams.and(fields.presence(Field.ARP_SENDER_IP), negated(equal, match.negated()));
  }

  @Override
  public Integer visit(AmongMatch match) {
    Field address =
        match.field() == Field.ETHERNET_SOURCE ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION;
    if (isChanging(match.field(), address)) {
      return unknown(match);
    }
    List<Integer> members = new ArrayList<>();
    boolean withAddresses = false;
    for (AmongMatch.Member member : match.members()) {
      int listed = single(match.field(), Bits.of(member.mac()));
      if (member.ip().isPresent()) {
        withAddresses = true;
        listed = diagrams.and(listed, single(address, Bits.of(member.ip().get())));
      }
      members.add(listed);
    }
    int listed = negated(diagrams.union(members), match.negated());
    return withAddresses
        ? diagrams.and(
            diagrams.without(space.has(Header.IPV4), space.is(Fact.SEVERAL_TAGS)), listed)
        : listed;
  }

  private int single(Field field, Bits value) {
    return space.in(field, Values.single(field, value));
  }

  /** {@return the types of addresses that a match asks about, if they are known} */
  Optional<TypedAddresses> types(FieldMatch match) {
    return given.types(match, family);
  }

  /** {@return the members of the set that a match asks, if they are known} */
  Optional<PacketClass> members(SetMatch match) {
    return changingSets.contains(match.set().name()) ? Optional.empty() : given.members(match);
  }

  /** A set is asked for addresses, ports and more; what it is asked must not have changed. */
  @Override
  public Integer visit(SetMatch match) {
    if (changingSets.contains(match.set().name())) {
      return space.unknown(new Unknown.Changed(own(match), match));
    }
    Optional<PacketClass> members = members(match);
    if (members.isPresent()) {
      return Collections.disjoint(GivenSets.fields(members.get()), changing)
          ? negated(new PacketClassSets(space).of(members.get()), match.negated())
          : unknown(match);
    }
    if (!changing.isEmpty()
        && !EnumSet.of(Field.MARK, Field.CONNECTION_MARK).containsAll(changing)) {
      return unknown(match);
    }
    SetMatch asked = new SetMatch(match.set(), match.flags(), false);
    return negated(space.atom(Atom.same(asked)), match.negated());
  }

  @Override
  public Integer visit(ConnectionLimitMatch match) {
    return unknown(match);
  }

  @Override
  public Integer visit(CommentMatch match) {
    return EVERYTHING;
  }

  @Override
  public Integer visit(ExtensionMatch match) {
    return match.isMetByAll(family) ? EVERYTHING : unknown(match);
  }

  @Override
  public Integer visit(OpaqueMatch match) {
    return unknown(match);
  }

  @Override
  public Integer visit(LookupMatch match) {
    return nft.flatMap(table -> table.elements(match))
        .map(elements -> new Lookups(this, diagrams).met(match, elements))
        .orElseGet(() -> unknown(match));
  }

  @Override
  public Integer visit(CounterMatch match) {
    return EVERYTHING;
  }

  @Override
  public Integer visit(LogMatch match) {
    return EVERYTHING;
  }

  @Override
  public Integer visit(StatementMatch match) {
    return match.statement().isPassedByAll() ? EVERYTHING : unknown(match);
  }
}
