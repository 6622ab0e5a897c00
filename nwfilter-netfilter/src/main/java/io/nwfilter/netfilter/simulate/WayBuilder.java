package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A way as far as it is decided. It does not change; each method makes a longer one. */
final class WayBuilder {

  private static final Bits YES = Bits.of(1);

  private final Entry entry;
  private final ImmutableList<Stage> stages;
  private final Map<Field, Bits> known;
  private final ImmutableSet<Field> absent;

  private WayBuilder(
      Entry entry, ImmutableList<Stage> stages, Map<Field, Bits> known, Set<Field> absent) {
    this.entry = entry;
    this.stages = stages;
    this.known = known;
    this.absent = ImmutableSet.copyOf(absent);
  }

  static WayBuilder from(Entry entry) {
    WayBuilder empty =
        new WayBuilder(entry, ImmutableList.of(), new EnumMap<>(Field.class), ImmutableSet.of());
    return empty
        .at(Transit.NONE, Transit.NONE, Transit.NONE, Transit.NONE)
        .ports(Transit.NONE, Transit.NONE);
  }

  private WayBuilder with(Stage stage) {
    return new WayBuilder(
        entry, ImmutableList.<Stage>builder().addAll(stages).add(stage).build(), known, absent);
  }

  private WayBuilder knowing(Map<Field, Bits> more) {
    Map<Field, Bits> all = new EnumMap<>(known);
    all.putAll(more);
    return new WayBuilder(entry, stages, all, absent);
  }

  /** Says by which interfaces the packet comes and goes from here on. */
  WayBuilder at(Bits in, Bits out, Bits inBridge, Bits outBridge) {
    return knowing(
        Map.of(
            Field.IN_INTERFACE, in,
            Field.OUT_INTERFACE, out,
            Field.IN_BRIDGE, inBridge,
            Field.OUT_BRIDGE, outBridge));
  }

  /** Says which bridge ports rules of IP know from here on. */
  WayBuilder ports(Bits in, Bits out) {
    Bits hasOut = out.isZero() ? Bits.ZERO : YES;
    return knowing(
        Map.of(
            Field.IN_PORT, in,
            Field.OUT_PORT, out,
            Field.HAS_IN_PORT, in.isZero() ? Bits.ZERO : YES,
            Field.HAS_OUT_PORT, hasOut,
            Field.IS_BRIDGED, hasOut));
  }

  /** Says that the packet is the host's own, whose type is always the same. */
  WayBuilder asHost() {
    return knowing(Map.of(Field.PACKET_TYPE, Bits.ZERO));
  }

  /** Says that there is no frame yet. */
  WayBuilder unframed() {
    Set<Field> more = EnumSet.of(Field.ETHERNET_SOURCE, Field.ETHERNET_DESTINATION);
    return new WayBuilder(entry, stages, known, more);
  }

  WayBuilder only(String why, PacketCondition... conditions) {
    return only(why, PacketClass.of(conditions));
  }

  WayBuilder only(String why, PacketClass packets) {
    return with(new Stage.Only(packets, why));
  }

  WayBuilder call(Family family, Hook hook) {
    return call(family, hook, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** Calls rules of frames that come before those of IP. */
  WayBuilder callUpTo(Hook hook, int priority) {
    return call(Family.BRIDGE, hook, Integer.MIN_VALUE, priority);
  }

  /** Calls rules of frames that come after those of IP. */
  WayBuilder callAfter(Hook hook, int priority) {
    return call(Family.BRIDGE, hook, priority + 1, Integer.MAX_VALUE);
  }

  private WayBuilder call(Family family, Hook hook, int first, int last) {
    return with(new Stage.Call(family, hook, known, absent, first, last));
  }

  /** Says that the bridge knows where the sender is. */
  WayBuilder learned(MacAddress own) {
    return with(new Stage.Learned(own));
  }

  /** Says that the host passes the packet on. */
  WayBuilder hop() {
    return with(Stage.Hop.HOP);
  }

  WayBuilder framed(Family family, MacAddress source, Optional<MacAddress> destination) {
    WayBuilder framed = new WayBuilder(entry, stages, known, ImmutableSet.of());
    return framed.with(new Stage.Frame(family, source, destination)).asHost();
  }

  Way to(End end) {
    return new Way(entry, end, stages);
  }
}
