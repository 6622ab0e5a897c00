package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Stage;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packets on a way, which get fewer at each stage. */
final class Passage implements Stage.Visitor<Integer> {

  private final WaySets host;
  private final Diagrams diagrams;
  private final Changes changes;
  private final Map<Field, Bits> framed = new EnumMap<>(Field.class);
  private ImmutableSet<Field> hidden;
  private final boolean fromHost;
  private int packets;

  /** The fragments that have waited for others. */
  private int held;

  /** The family whose fragments were put together already. */
  private @Nullable Family collected;

  /** The family whose connections were found already. */
  private @Nullable Family found;

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
    this.collected = other.collected;
    this.found = other.found;
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
    boolean ip = call.family() != Family.BRIDGE;
    boolean tracking = host.rules().areTracking(call.family());
    for (CalledRules.Base base : host.rules().bases(call.family(), call.hook())) {
      if (tracking && base.priority() >= ConnectionTracking.REASSEMBLY) {
        collect(call.family());
      }
      if (tracking && base.priority() >= ConnectionTracking.PRIORITY) {
        find(call.family());
      }
      if (!host.isFiltering()) {
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
      collect(call.family());
      find(call.family());
    }
    return packets;
  }

  /** Holds later fragments back until their datagrams are whole. */
  private void collect(Family family) {
    if (collected != family) {
      collected = family;
      int later = Fragments.later(host.space(), family == Family.IPV4);
      held = diagrams.or(held, diagrams.and(packets, later));
      packets = diagrams.without(packets, later);
    }
  }

  /** Finds the connections of packets, unless that was done at an earlier hook. */
  private void find(Family family) {
    if (found == family) {
      return;
    }
    found = family;
    int away = changes.of(Field.CONNECTION_STATE);
    changes.forget(Field.CONNECTION_STATE);
    packets = diagrams.and(packets, host.tracked().found(family == Family.IPV4, away, !fromHost));
    host.rules().translations(family).afterTracking(changes);
  }

  /** Has a chain of the table nat, which only sees what starts a connection, translate. */
  private void translate(Stage.Call call, CalledRules.Base base) {
    int starting = diagrams.and(packets, host.tracked().in(TrackedState.NEW));
    int accepted = accepted(call, base, starting);
    packets = diagrams.or(accepted, diagrams.without(packets, starting));
    if (call.hook() == Hook.POSTROUTING || call.hook() == Hook.INPUT) {
      host.rules().translations(call.family()).afterRouting(changes);
    }
  }

  private int accepted(Stage.Call call, CalledRules.Base base, int entering) {
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
            host.space(),
            host.rules().matches(call.family(), base.table()),
            known,
            absent.build(),
            changes,
            host.rules().place(call, base));
    return host.through(call.family(), base, seen, changes, entering);
  }
}
