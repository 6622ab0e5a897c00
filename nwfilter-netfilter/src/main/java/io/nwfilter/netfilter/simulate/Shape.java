package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;

/** What frames have to be for a way: IP or not, with the tag of a priority or without. */
final class Shape {

  static final String TAG = "the host has no interface for the VLAN of a tag";

  private static final int VLAN = LayerType.VLAN.protocol();
  private static final int IPV4 = LayerType.IPV4.protocol();
  private static final int IPV6 = LayerType.IPV6.protocol();
  private static final String SHAPE = "it is of another kind";

  private Shape() {}

  private static PacketCondition present(boolean ipv4) {
    Field field = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    return PacketCondition.in(field, Values.masked(0, 0));
  }

  private static int type(boolean ipv4) {
    return ipv4 ? IPV4 : IPV6;
  }

  /** Frames without a tag with IP, or with that of a priority, which hosts take as if without. */
  static WayBuilder ip(WayBuilder way, boolean ipv4, boolean tagged) {
    return tagged
        ? way.only(
            SHAPE,
            PacketCondition.is(Field.ETHER_TYPE, VLAN),
            PacketCondition.is(Field.VLAN_ID, 0),
            PacketCondition.is(Field.VLAN_ETHER_TYPE, type(ipv4)),
            present(ipv4))
        : way.only(
            SHAPE, PacketCondition.is(Field.ETHER_TYPE, type(ipv4)), present(ipv4));
  }

  /** Frames that no rules of IP see on a bridge, because of their kind. */
  static WayBuilder notIp(WayBuilder way) {
    return way.only(SHAPE, PacketCondition.outside(Field.ETHER_TYPE, types()));
  }

  /** Frames of a family that no rules of IP see on a bridge, because of the host's settings. */
  static WayBuilder unseen(WayBuilder way, boolean ipv4) {
    return way.only(SHAPE, PacketCondition.is(Field.ETHER_TYPE, type(ipv4)));
  }

  private static Values types() {
    return new Values.Union(
        ImmutableList.of(
            Values.single(Field.ETHER_TYPE, IPV4), Values.single(Field.ETHER_TYPE, IPV6)));
  }

  /** {@return what is not IP and has no tag, or only that of a priority} */
  static PacketClass withoutForeignTag() {
    Values tags =
        new Values.Union(
            ImmutableList.of(
                Values.single(Field.ETHER_TYPE, VLAN),
                Values.single(Field.ETHER_TYPE, LayerType.SERVICE_VLAN.protocol())));
    Values others =
        new Values.Union(
            ImmutableList.of(
                Values.single(Field.VLAN_ETHER_TYPE, IPV4),
                Values.single(Field.VLAN_ETHER_TYPE, IPV6),
                Values.single(Field.VLAN_ETHER_TYPE, VLAN),
                Values.single(Field.VLAN_ETHER_TYPE, LayerType.SERVICE_VLAN.protocol())));
    return PacketClass.of(PacketCondition.outside(Field.ETHER_TYPE, tags))
        .or(
            PacketClass.of(
                PacketCondition.is(Field.ETHER_TYPE, VLAN),
                PacketCondition.is(Field.VLAN_ID, 0),
                PacketCondition.outside(Field.VLAN_ETHER_TYPE, others)));
  }
}
