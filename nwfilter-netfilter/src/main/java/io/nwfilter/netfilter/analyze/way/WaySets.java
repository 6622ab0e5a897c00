package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Streams;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.space.Changes;
import io.nwfilter.netfilter.analyze.space.GivenSets;
import io.nwfilter.netfilter.analyze.space.MatchesAt;
import io.nwfilter.netfilter.analyze.space.PacketClassSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.TrackedPackets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Stage;
import io.nwfilter.netfilter.simulate.TranslatedAddresses;
import io.nwfilter.netfilter.simulate.Way;
import io.nwfilter.netfilter.simulate.Ways;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The packets that arrive by the ways through a host with rules. */
public final class WaySets {

  private static final long GROUP = 1L << 40;
  private static final int TO_HOST = 0;
  private static final int BROADCAST = 1;
  private static final int MULTICAST = 2;
  private static final int TO_OTHER_HOST = 3;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final CalledRules rules;
  private final PacketClassSets classes;
  private final TrackedPackets tracked;
  private final TranslatedAddresses addresses;
  private final boolean filtering;
  private final FlowObserver observer;
  private final Passages all = new Passages(this, EVERYTHING);
  private final Map<Integer, Passages> some = new HashMap<>();

  /**
   * Begins with rules.
   *
   * @param space the space of the packets
   * @param host the host with its rules
   * @param filtering whether the rules decide; otherwise they only make the kernel track
   *     connections
   */
  WaySets(PacketSpace space, Simulator host, boolean filtering) {
    this(space, host, filtering, FlowObserver.NONE);
  }

  private WaySets(PacketSpace space, Simulator host, boolean filtering, FlowObserver observer) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.addresses = TranslatedAddresses.on(host.situation());
    space.ownReceivers.add(host.rules());
    this.rules = new CalledRules(space, host.rules(), GivenSets.of(host.situation()), addresses);
    this.classes = new PacketClassSets(space);
    this.tracked = new TrackedPackets(space);
    this.filtering = filtering;
    this.observer = observer;
  }

  /** {@return the ways through a host, whose tables an observer sees as packets go through them} */
  public static WaySets observed(PacketSpace space, Simulator host, FlowObserver observer) {
    return new WaySets(space, host, true, observer);
  }

  PacketSpace space() {
    return space;
  }

  Diagrams diagrams() {
    return diagrams;
  }

  CalledRules rules() {
    return rules;
  }

  PacketClassSets classes() {
    return classes;
  }

  /** {@return which states packets can have} */
  public TrackedPackets tracked() {
    return tracked;
  }

  /** {@return the addresses that packets get whose addresses are translated} */
  TranslatedAddresses addresses() {
    return addresses;
  }

  /** {@return whether the rules decide} */
  boolean isFiltering() {
    return filtering;
  }

  /** {@return the packets in the state that they have by themselves, where states matter} */
  public int first() {
    int first = EVERYTHING;
    for (Family family : List.of(Family.IPV4, Family.IPV6)) {
      if (rules.areTracking(family)) {
        boolean ipv4 = family == Family.IPV4;
        int others = diagrams.not(space.has(ipv4 ? Header.IPV4 : Header.IPV6));
        first =
            diagrams.and(first, diagrams.or(others, tracked.first(ipv4, rules.keepAway(family))));
      }
    }
    return first;
  }

  /**
   * {@return the packets without a connection, where rules do not make the kernel track any, and
   * without one that is translated, where no rule translates}
   */
  public int withKnownConnections() {
    int known = EVERYTHING;
    for (Family family : List.of(Family.IPV4, Family.IPV6)) {
      Translations translations = rules.translations(family);
      if (!translations.ofSources()) {
        known = diagrams.and(known, isNot(TrackedState.SNAT, family));
      }
      if (!translations.ofDestinations()) {
        known = diagrams.and(known, isNot(TrackedState.DNAT, family));
      }
      if (!rules.areTracking(family)) {
        int ofFamily = space.has(family == Family.IPV4 ? Header.IPV4 : Header.IPV6);
        known = diagrams.and(known, space.implies(ofFamily, tracked.in(TrackedState.UNTRACKED)));
      }
    }
    return known;
  }

  private int isNot(TrackedState state, Family family) {
    return space.implies(
        space.has(family == Family.IPV4 ? Header.IPV4 : Header.IPV6),
        diagrams.not(tracked.in(state)));
  }

  /** {@return whether rules translate destinations} */
  public boolean translateDestinations() {
    return Streams.stream(rules.translations()).anyMatch(Translations::ofDestinations);
  }

  /** {@return for each destination of known connections, that it is the one, if that is open} */
  public Set<Integer> chosenDestinations() {
    return Streams.stream(rules.translations())
        .flatMap(one -> one.chosen().stream())
        .collect(ImmutableSet.toImmutableSet());
  }

  /** {@return whether connections are tracked on a way} */
  boolean tracks(Way way) {
    return way.stages().stream()
        .anyMatch(stage -> stage instanceof Stage.Call call && rules.areTracking(call.family()));
  }

  /** {@return the packets in a state that they can have on a way: where none are tracked, one} */
  int inStatesOf(Way way) {
    return tracks(way)
        ? EVERYTHING
        : space.implies(space.has(Header.IP), tracked.in(TrackedState.UNTRACKED));
  }

  /**
   * {@return the packets that arrive by a way, as they enter, among them some that cannot be}
   *
   * @throws BudgetExceededException if that needs too many nodes
   * @see #entering
   */
  public int arriving(Way way) {
    return all.arriving(way);
  }

  /**
   * {@return those of some fragments that are held on a way until all are there, as they enter}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  int held(Way way, int packets) {
    return of(packets).held(way);
  }

  private Passages of(int packets) {
    return packets == EVERYTHING
        ? all
        : some.computeIfAbsent(packets, entering -> new Passages(this, entering));
  }

  /** {@return the packets whose connections are tracked, if they have any} */
  public int tracked(Family family) {
    return rules.areTracking(family)
        ? space.has(family == Family.IPV4 ? Header.IPV4 : Header.IPV6)
        : NOTHING;
  }

  /**
   * {@return those of some packets that arrive by a way, as they enter}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  public int arriving(Way way, int packets) {
    return observer.isInterested() ? led(way, packets) : of(packets).arriving(way);
  }

  /** An observer sees what packets meet on each way, also where another one begins alike. */
  private int led(Way way, int packets) {
    Passage passage = new Passage(this, way.entry(), packets);
    for (Stage stage : way.stages()) {
      if (passage.packets() == NOTHING) {
        break;
      }
      stage.accept(passage);
    }
    return passage.packets();
  }

  /**
   * {@return those of some packets that a base chain accepts}
   *
   * @param base the chain
   * @param matches which packets meet a match there
   * @param changes where to add what targets change
   * @param translating what is done to packets whose addresses are translated there
   * @param entering the packets
   */
  int through(
      HostRules.Called base,
      MatchesAt matches,
      Changes changes,
      Translating translating,
      int entering) {
    TableFlow flow =
        new TableFlow(space, base.table(), matches, changes, observer.isInterested(), translating);
    int accepted = flow.accepted(base.chain(), entering);
    observer.see(base.table(), flow);
    return accepted;
  }

  /**
   * {@return sets in all of which are all packets that can enter somewhere, with the type that the
   * link layer gives them}
   */
  int[] entering(Situation situation, Entry entry) {
    int group = space.in(Field.ETHERNET_DESTINATION, Values.masked(GROUP, GROUP));
    int all = mac(Field.ETHERNET_DESTINATION, Bits.of(MacAddress.BROADCAST));
    int own = classes.of(Ways.forHost(situation, entry));
    int several = diagrams.choose(all, type(BROADCAST), type(MULTICAST));
    int single = diagrams.choose(own, type(TO_HOST), type(TO_OTHER_HOST));
    int types = diagrams.choose(group, several, single);
    int untagged = entry instanceof Entry.Host ? diagrams.not(space.has(Header.VLAN)) : EVERYTHING;
    return new int[] {space.universe(Family.BRIDGE), types, untagged};
  }

  private int mac(Field field, Bits mac) {
    return space.in(field, Values.single(field, mac));
  }

  private int type(int number) {
    return space.in(Field.PACKET_TYPE, Values.single(Field.PACKET_TYPE, number));
  }
}
