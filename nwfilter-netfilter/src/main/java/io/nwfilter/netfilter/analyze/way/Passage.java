package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.space.Changes;
import io.nwfilter.netfilter.analyze.space.Fragments;
import io.nwfilter.netfilter.analyze.space.MatchesAt;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Stage;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Packets on a way, which get fewer at each stage. */
final class Passage implements Stage.Visitor<Integer> {

  /** What a new frame has anew, whatever rules have changed before. */
  private static final ImmutableSet<Field> OF_FRAME =
      ImmutableSet.of(Field.ETHERNET_SOURCE, Field.ETHERNET_DESTINATION, Field.PACKET_TYPE);

  /** Where the kernel translates destinations, after chains with this priority (nft(8), dstnat). */
  private static final int TRANSLATION = -100;

  private final WaySets host;
  private final Diagrams diagrams;
  private final Changes changes;
  private final Map<Field, Bits> framed = new EnumMap<>(Field.class);
  private ImmutableSet<Field> hidden;
  private final boolean fromHost;

  /** The packets whose addresses chains at a hook have translated. */
  private final Map<Hook, Integer> translated = new EnumMap<>(Hook.class);

  private int packets;

  /** The fragments that have waited for others. */
  private int held;

  /** The families whose fragments were put together already. */
  private final Set<Family> collected = EnumSet.noneOf(Family.class);

  /** The families whose connections were found already. */
  private final Set<Family> found = EnumSet.noneOf(Family.class);

  /** The families whose packets of known connections got their destinations already. */
  private final Set<Family> redirected = EnumSet.noneOf(Family.class);

  /**
   * Begins where packets enter.
   *
   * @param host the host
   * @param entry where they enter
   * @param packets the packets
   */
  Passage(WaySets host, Entry entry, int packets) {
    this.host = host;
    this.diagrams = host.diagrams();
    this.changes = new Changes(diagrams);
    this.hidden = ImmutableSet.of();
    this.fromHost = entry instanceof Entry.Host;
    this.packets = packets;
    this.held = NOTHING;
    framed.put(Field.MARK, Bits.ZERO);
    if (entry instanceof Entry.Port || entry instanceof Entry.Network) {
      host.rules().translations().forEach(one -> one.beforeTracking(changes));
    }
  }

  private Passage(Passage other) {
    this.host = other.host;
    this.diagrams = other.diagrams;
    this.changes = other.changes.copy();
    this.framed.putAll(other.framed);
    this.hidden = other.hidden;
    this.fromHost = other.fromHost;
    this.packets = other.packets;
    this.held = other.held;
    this.collected.addAll(other.collected);
    this.found.addAll(other.found);
    this.redirected.addAll(other.redirected);
    this.translated.putAll(other.translated);
  }

  /** {@return the passage after a stage} This one stays as it is. */
  Passage after(Stage stage) {
    Passage next = new Passage(this);
    stage.accept(next);
    return next;
  }

  /** {@return the packets that have got here, as they enter} */
  int packets() {
    return packets;
  }

  /** {@return the fragments that have got where the kernel holds them until all are there} */
  int held() {
    return held;
  }

  @Override
  public Integer visit(Stage.Only only) {
    packets = diagrams.and(packets, host.classes().of(only.packets(), changes, only));
    return packets;
  }

  @Override
  public Integer visit(Stage.Learned learned) {
    PacketClass toSender = host.space().ownReceivers.frames(Bits.of(learned.own()));
    packets = diagrams.without(packets, host.classes().of(toSender, changes, learned));
    return packets;
  }

  @Override
  public Integer visit(Stage.Hop hop) {
    changes.route();
    return packets;
  }

  @Override
  public Integer visit(Stage.Frame frame) {
    OF_FRAME.forEach(changes::forget);
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
    boolean tracking = host.rules().areTracking(call.family()) && mayTrack(call);
    for (HostRules.Called base : host.rules().bases(call.family(), call.hook())) {
      if (!call.isCalled(base.priority())) {
        continue;
      }
      if (tracking
          && call.family() != Family.BRIDGE
          && base.priority() >= ConnectionTracking.REASSEMBLY) {
        collect(call.family());
      }
      if (tracking && base.priority() >= ConnectionTracking.PRIORITY) {
        find(call.family());
      }
      if (tracking && (base.isTranslating() || base.priority() > TRANSLATION)) {
        redirectKnown(call);
      }
      if (!host.isFiltering()) {
        continue;
      }
      if (base.isTranslating()) {
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
      redirectKnown(call);
    }
    return packets;
  }

  /** {@return whether connections are found at a call; of what is bridged, as it comes in} */
  private static boolean mayTrack(Stage.Call call) {
    return call.family() != Family.BRIDGE || call.hook() == Hook.PREROUTING;
  }

  /** Holds later fragments back until their datagrams are whole. */
  private void collect(Family family) {
    if (collected.add(family)) {
      int later = Fragments.later(host.space(), family == Family.IPV4);
      held = diagrams.or(held, diagrams.and(packets, later));
      packets = diagrams.without(packets, later);
    }
  }

  /** Finds the connections of packets, unless that was done at an earlier hook. */
  private void find(Family family) {
    if (family == Family.BRIDGE) {
      find(Family.IPV4, true);
      find(Family.IPV6, true);
      int others = diagrams.not(host.space().has(Header.IP));
      packets =
          diagrams.and(
              packets, host.space().implies(others, host.tracked().in(TrackedState.UNTRACKED)));
    } else {
      find(family, false);
    }
  }

  /** Sends packets of known connections where these were sent, at the first hook that does. */
  private void redirectKnown(Stage.Call call) {
    Family family = call.family();
    if (family != Family.BRIDGE && redirected.add(family)) {
      TranslatedPackets translating = new TranslatedPackets(host, call);
      packets = host.rules().translations(family).destinations(changes, packets, translating);
    }
  }

  private int of(Family family) {
    return host.space().has(family == Family.IPV4 ? Header.IPV4 : Header.IPV6);
  }

  private boolean isFound(Family family) {
    return found.contains(family == Family.BRIDGE ? Family.IPV4 : family);
  }

  private void find(Family family, boolean onBridge) {
    if (!found.add(family)) {
      return;
    }
    collect(family);
    int away = changes.of(Field.CONNECTION_STATE);
    changes.forget(Field.CONNECTION_STATE);
    int possible = host.tracked().found(family == Family.IPV4, away, !fromHost);
    packets =
        diagrams.and(packets, onBridge ? host.space().implies(of(family), possible) : possible);
  }

  /** Has a chain of the table nat, which only sees what starts a connection, translate. */
  private void translate(Stage.Call call, HostRules.Called base) {
    int starting = diagrams.and(packets, host.tracked().in(TrackedState.NEW));
    boolean source = call.hook() == Hook.POSTROUTING || call.hook() == Hook.INPUT;
    starting = diagrams.without(starting, translated.getOrDefault(call.hook(), NOTHING));
    int accepted = accepted(call, base, starting);
    packets = diagrams.or(accepted, diagrams.without(packets, starting));
    translated.merge(call.hook(), changes.takeTranslated(), diagrams::or);
    if (source) {
      host.rules().translations(call.family()).afterRouting(changes);
    }
  }

  private int accepted(Stage.Call call, HostRules.Called base, int entering) {
    Map<Field, Bits> known = new EnumMap<>(call.known());
    known.putAll(framed);
    ImmutableSet.Builder<Field> absent = ImmutableSet.builder();
    absent.addAll(call.absent()).addAll(hidden);
    if (!isFound(call.family())) {
      known.put(Field.CONNECTION_STATE, Bits.of(TrackedState.INVALID.bit()));
      absent.add(Field.CONNECTION_DIRECTION, Field.CONNECTION_STATUS, Field.CONNECTION_MARK);
    }
    MatchesAt seen =
        new MatchesAt(
            host.space(),
            host.rules().matches(base.table()),
            known,
            absent.build(),
            changes,
            host.rules().place(call, base));
    return host.through(base, seen, changes, new TranslatedPackets(host, call), entering);
  }
}
