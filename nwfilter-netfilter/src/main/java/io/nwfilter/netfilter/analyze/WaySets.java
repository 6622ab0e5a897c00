package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Stage;
import io.nwfilter.netfilter.simulate.Way;
import io.nwfilter.netfilter.simulate.Ways;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The packets that arrive by the ways through a host with rules. */
final class WaySets {

  private static final long GROUP = 1L << 40;
  private static final int TO_HOST = 0;
  private static final int BROADCAST = 1;
  private static final int MULTICAST = 2;
  private static final int TO_OTHER_HOST = 3;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final Map<Family, Ruleset> rulesets;
  private final Set<String> changingSets;
  private final PacketClassSets classes;
  private final TrackedPackets tracked;
  private final Map<Family, Translations> translations = new EnumMap<>(Family.class);
  private final Map<Named, MatchSets> matches = new HashMap<>();

  /** The families whose rules make the kernel track connections. */
  private final Set<Family> tracking = EnumSet.noneOf(Family.class);

  private final ImmutableList<Changer> changers;
  private final boolean filtering;
  private final FlowObserver observer;

  /**
   * Begins with rules.
   *
   * @param space the space of the packets
   * @param rulesets the rules
   * @param filtering whether the rules decide; otherwise they only make the kernel track
   *     connections
   */
  WaySets(PacketSpace space, Map<Family, Ruleset> rulesets, boolean filtering) {
    this(space, rulesets, filtering, FlowObserver.NONE);
  }

  private WaySets(
      PacketSpace space, Map<Family, Ruleset> rulesets, boolean filtering, FlowObserver observer) {
    this.observer = observer;
    this.filtering = filtering;
    this.changers = changers(rulesets);
    this.space = space;
    this.diagrams = space.diagrams;
    this.rulesets = rulesets;
    this.changingSets =
        RulesetAnalysis.changingSets(
            rulesets.values().stream()
                .flatMap(ruleset -> ruleset.tables().values().stream())
                .toList());
    this.classes = new PacketClassSets(space);
    this.tracked = new TrackedPackets(space);
    for (Family family : List.of(Family.IPV4, Family.IPV6)) {
      Ruleset ruleset = rulesets.getOrDefault(family, Ruleset.empty(family));
      translations.put(family, new Translations(space, family, ruleset));
      if (ConnectionTracking.isNeededBy(ruleset)) {
        tracking.add(family);
      }
    }
  }

  /** {@return the ways through a host, whose tables an observer sees as packets go through them} */
  static WaySets observed(PacketSpace space, Map<Family, Ruleset> rulesets, FlowObserver observer) {
    return new WaySets(space, rulesets, true, observer);
  }

  /** {@return the packets in the state that they have by themselves, where states matter} */
  int first() {
    int first = EVERYTHING;
    for (Family family : List.of(Family.IPV4, Family.IPV6)) {
      Ruleset ruleset = rulesets.get(family);
      if (ruleset != null && isTracking(family)) {
        boolean ipv4 = family == Family.IPV4;
        int others = diagrams.not(space.has(ipv4 ? Header.IPV4 : Header.IPV6));
        boolean keptAway = keepsAway(ruleset);
        first = diagrams.and(first, diagrams.or(others, tracked.first(ipv4, keptAway)));
      }
    }
    return first;
  }

  /** {@return the packets without a connection, where rules do not make the kernel track any} */
  int withKnownConnections() {
    int all = EVERYTHING;
    for (Family family : List.of(Family.IPV4, Family.IPV6)) {
      if (!isTracking(family)) {
        int ofFamily = space.has(family == Family.IPV4 ? Header.IPV4 : Header.IPV6);
        all = diagrams.and(all, space.implies(ofFamily, tracked.in(TrackedState.UNTRACKED)));
      }
    }
    return all;
  }

  private static boolean keepsAway(Ruleset ruleset) {
    return ruleset.tables().values().stream()
        .flatMap(table -> table.chains().values().stream())
        .flatMap(chain -> chain.rules().stream())
        .anyMatch(rule -> ChangedFields.of(rule.target()).contains(Field.CONNECTION_STATE));
  }

  /** {@return whether rules translate destinations} */
  boolean translateDestinations() {
    return translations.values().stream().anyMatch(Translations::ofDestinations);
  }

  /** {@return whether connections are tracked on a way} */
  boolean tracks(Way way) {
    return way.stages().stream()
        .anyMatch(stage -> stage instanceof Stage.Call call && isTracking(call.family()));
  }

  private boolean isTracking(Family family) {
    return tracking.contains(family);
  }

  /**
   * {@return the packets that arrive by a way, as they enter, among them some that cannot be}
   *
   * @throws BudgetExceededException if that needs too many nodes
   * @see #entering
   */
  int arriving(Way way) {
    return arriving(way, EVERYTHING);
  }

  /**
   * {@return those of some packets that arrive by a way, as they enter}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  int arriving(Way way, int packets) {
    Passage passage = new Passage(way.entry());
    passage.packets = packets;
    for (Stage stage : way.stages()) {
      if (passage.packets == NOTHING) {
        break;
      }
      stage.accept(passage);
    }
    return passage.packets;
  }

  /**
   * {@return all packets that can enter somewhere, with the type that the link layer gives them}
   */
  int entering(Situation situation, Entry entry) {
    int group = space.in(Field.ETHERNET_DESTINATION, Values.masked(GROUP, GROUP));
    int all = mac(Field.ETHERNET_DESTINATION, Bits.of(MacAddress.BROADCAST));
    int own =
        Ways.ownAddress(situation, entry)
            .map(mac -> mac(Field.ETHERNET_DESTINATION, Bits.of(mac)))
            .orElse(diagrams.not(group));
    int several = diagrams.choose(all, type(BROADCAST), type(MULTICAST));
    int single = diagrams.choose(own, type(TO_HOST), type(TO_OTHER_HOST));
    int types = diagrams.choose(group, several, single);
    int untagged = entry instanceof Entry.Host ? diagrams.not(space.has(Header.VLAN)) : EVERYTHING;
    return space.all(space.universe(Family.BRIDGE), types, untagged);
  }

  private int mac(Field field, Bits mac) {
    return space.in(field, Values.single(field, mac));
  }

  private int type(int number) {
    return space.in(Field.PACKET_TYPE, Values.single(Field.PACKET_TYPE, number));
  }

  private MatchSets matches(Family family, Table table) {
    return matches.computeIfAbsent(
        new Named(family, table.name()),
        name -> new MatchSets(space, family, RulesetAnalysis.changing(table), changingSets, name));
  }

  /** The table of a family. */
  private record Named(Family family, String table) {}

  /** A base chain of a table. */
  private record Base(Table table, Chain chain) {

    int priority() {
      return chain.base().orElseThrow().priority();
    }
  }

  private static List<Base> bases(Ruleset ruleset, Hook hook) {
    List<Base> bases = new ArrayList<>();
    for (Table table : ruleset.tables().values()) {
      for (Chain chain : table.chains().values()) {
        if (chain.base().filter(base -> base.hook() == hook).isPresent()) {
          bases.add(new Base(table, chain));
        }
      }
    }
    bases.sort(Comparator.comparingInt(Base::priority));
    return bases;
  }

  /** Packets on a way, which get fewer at each stage. */
  private final class Passage implements Stage.Visitor<Integer> {

    private final Changes changes = new Changes(diagrams);
    private final Map<Field, Bits> framed = new EnumMap<>(Field.class);
    private ImmutableSet<Field> hidden = ImmutableSet.of();
    private final boolean fromHost;
    private int packets = EVERYTHING;

    /** The family whose connections were found already. */
    private @Nullable Family found;

    Passage(Entry entry) {
      fromHost = entry instanceof Entry.Host;
      framed.put(Field.MARK, Bits.ZERO);
      if (entry instanceof Entry.Port || entry instanceof Entry.Network) {
        translations.values().forEach(one -> one.beforeTracking(changes));
      }
    }

    @Override
    public Integer visit(Stage.Only only) {
      packets = diagrams.and(packets, classes.of(only.packets(), changes, only));
      return packets;
    }

    @Override
    public Integer visit(Stage.Frame frame) {
      framed.put(Field.ETHERNET_SOURCE, Bits.of(frame.source()));
      framed.put(
          Field.ETHER_TYPE,
          Bits.of((frame.family() == Family.IPV4 ? LayerType.IPV4 : LayerType.IPV6).protocol()));
      hidden = ImmutableSet.of(Field.VLAN_ID, Field.VLAN_PRIORITY, Field.VLAN_ETHER_TYPE);
      frame
          .destination()
          .ifPresentOrElse(
              mac -> framed.put(Field.ETHERNET_DESTINATION, Bits.of(mac)),
              () -> changes.add(Field.ETHERNET_DESTINATION, EVERYTHING));
      return packets;
    }

    @Override
    public Integer visit(Stage.Call call) {
      Ruleset ruleset = rulesets.get(call.family());
      boolean ip = call.family() != Family.BRIDGE;
      boolean tracking = isTracking(call.family());
      for (Base base : ruleset == null ? List.<Base>of() : bases(ruleset, call.hook())) {
        if (tracking && base.priority() >= ConnectionTracking.PRIORITY) {
          find(call.family());
        }
        if (!filtering) {
          continue;
        }
        if (ip && base.table().name().equals(Table.NAT)) {
          if (tracking) {
            translate(call, base);
          }
        } else {
          packets = accepted(call, base, packets);
        }
        if (packets == NOTHING) {
          return packets;
        }
      }
      if (tracking) {
        find(call.family());
      }
      return packets;
    }

    /** Finds the connections of packets, unless that was done at an earlier hook. */
    private void find(Family family) {
      if (found == family) {
        return;
      }
      found = family;
      int away = changes.of(Field.CONNECTION_STATE);
      changes.forget(Field.CONNECTION_STATE);
      packets = diagrams.and(packets, tracked.found(family == Family.IPV4, away, !fromHost));
      requireNonNull(translations.get(family)).afterTracking(changes);
    }

    /** Has a chain of the table nat, which only sees what starts a connection, translate. */
    private void translate(Stage.Call call, Base base) {
      int starting = diagrams.and(packets, tracked.in(TrackedState.NEW));
      int accepted = accepted(call, base, starting);
      packets = diagrams.or(accepted, diagrams.without(packets, starting));
      if (call.hook() == Hook.POSTROUTING || call.hook() == Hook.INPUT) {
        requireNonNull(translations.get(call.family())).afterRouting(changes);
      }
    }

    private int accepted(Stage.Call call, Base base, int entering) {
      Map<Field, Bits> known = new EnumMap<>(call.known());
      known.putAll(framed);
      ImmutableSet.Builder<Field> absent = ImmutableSet.builder();
      absent.addAll(call.absent()).addAll(hidden);
      if (call.family() != Family.BRIDGE && found != call.family()) {
        known.put(Field.CONNECTION_STATE, Bits.of(TrackedState.INVALID.bit()));
        absent.add(Field.CONNECTION_DIRECTION, Field.CONNECTION_STATUS, Field.CONNECTION_MARK);
      }
      MatchesAt seen =
          new MatchesAt(
              space,
              matches(call.family(), base.table()),
              known,
              absent.build(),
              changes,
              new Place(call, base.table().name(), base.chain().name(), changers));
      TableFlow flow = new TableFlow(space, base.table(), seen, changes, observer.isInterested());
      int accepted = flow.accepted(base.chain(), entering);
      observer.see(call.family(), base.table(), flow);
      return accepted;
    }
  }

  /** Where something is asked of what rules may have changed, on hosts that change the same. */
  private record Place(
      Stage.Call call, String table, String chain, ImmutableList<Changer> changers) {}

  /** A rule that changes packets. */
  private record Changer(Family family, String table, String chain, ChainRule rule) {}

  private static ImmutableList<Changer> changers(Map<Family, Ruleset> rulesets) {
    ImmutableList.Builder<Changer> changers = ImmutableList.builder();
    for (Ruleset ruleset : rulesets.values()) {
      for (Table table : ruleset.tables().values()) {
        for (Chain chain : table.chains().values()) {
          for (ChainRule rule : chain.rules()) {
            if (!ChangedFields.of(rule.target()).isEmpty()) {
              changers.add(new Changer(ruleset.family(), table.name(), chain.name(), rule));
            }
          }
        }
      }
    }
    return changers.build();
  }
}
