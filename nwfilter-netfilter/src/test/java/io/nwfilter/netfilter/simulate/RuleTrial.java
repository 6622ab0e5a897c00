package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** Tries one rule on a packet with which the kernel keeps anything, however it came by that. */
public final class RuleTrial {

  private static final int STATES = 31;

  private RuleTrial() {}

  /**
   * {@return whether a packet meets a rule}
   *
   * @param kept the value of a field that the kernel keeps with the packet
   * @param framed whether it has a frame
   */
  public static Answer answer(
      Family family, ChainRule rule, Packet packet, boolean framed, Function<Field, Bits> kept) {
    Situation.Builder builder = Situation.builder();
    boolean fromHost = !kept.apply(Field.HAS_SOCKET).isZero();
    if (fromHost) {
      builder.processes(kept.apply(Field.SOCKET_USER).low(), kept.apply(Field.SOCKET_GROUP).low());
    }
    Situation situation = builder.build();
    Answer[] answers = new Answer[1];
    Run run =
        new Run(
            new Choices(ImmutableList.of()),
            Remembered.NOTHING,
            false,
            (view, tried, met) -> answers[0] = met);
    Transit transit = new Transit(run, new Kernel(Map.of(), situation), packet);
    transit.framed = framed;
    transit.fromHost = fromHost;
    keep(transit, kept);
    Walk.base(chain(family, rule, situation), transit);
    return answers[0];
  }

  private static PreparedChain chain(Family family, ChainRule rule, Situation situation) {
    Chain chain = Chain.base("C", new BaseHook(Hook.FORWARD, 0)).withRules(ImmutableList.of(rule));
    return Preparation.of(family, new Table("t", ImmutableMap.of("C", chain)), situation).get("C");
  }

  private static void keep(Transit transit, Function<Field, Bits> kept) {
    transit.at(
        kept.apply(Field.IN_INTERFACE),
        kept.apply(Field.OUT_INTERFACE),
        kept.apply(Field.IN_BRIDGE),
        kept.apply(Field.OUT_BRIDGE));
    transit.bridged = !kept.apply(Field.HAS_IN_PORT).isZero();
    transit.inPort = kept.apply(Field.IN_PORT);
    transit.outPort = kept.apply(Field.OUT_PORT);
    transit.mark = kept.apply(Field.MARK).low();
    transit.type = PacketType.values()[(int) kept.apply(Field.PACKET_TYPE).low()];
    transit.tracked = tracked(kept);
  }

  private static Tracked tracked(Function<Field, Bits> kept) {
    long bits = kept.apply(Field.CONNECTION_STATE).low();
    TrackedState state = TrackedState.INVALID;
    for (TrackedState one : TrackedState.values()) {
      state = (bits & STATES) == one.bit() ? one : state;
    }
    if (state == TrackedState.INVALID || state == TrackedState.UNTRACKED) {
      return Tracked.without(state);
    }
    Connection connection = new Connection(new Tuple(0, Bits.ZERO, Bits.ZERO, 0, 0));
    Translation some = new Translation(Bits.ZERO, OptionalInt.empty(), false, false);
    connection.newSource = (bits & TrackedState.SNAT.bit()) == 0 ? null : some;
    connection.newDestination = (bits & TrackedState.DNAT.bit()) == 0 ? null : some;
    long status = kept.apply(Field.CONNECTION_STATUS).low();
    connection.replied = (status & 2) != 0;
    connection.assured = (status & 4) != 0;
    connection.confirmed = (status & 8) != 0;
    connection.mark = kept.apply(Field.CONNECTION_MARK).low();
    return new Tracked(state, connection, !kept.apply(Field.CONNECTION_DIRECTION).isZero());
  }
}
