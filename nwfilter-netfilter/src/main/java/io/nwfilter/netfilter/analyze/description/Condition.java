package io.nwfilter.netfilter.analyze.description;

import io.nwfilter.netfilter.analyze.space.Variable;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a description, with the packets that meet it.
 *
 * @param says the condition; empty if there are no words for it
 * @param set the packets
 */
public record Condition(Optional<PacketCondition> says, int set) {

  private static final Values ANY = Values.masked(0, 0);

  /** {@return that it asks for values of a field, if it does} */
  Optional<PacketCondition.OfField> wanted() {
    return says.filter(PacketCondition.OfField.class::isInstance)
        .map(PacketCondition.OfField.class::cast)
        .filter(of -> !of.negated());
  }

  /**
   * {@return the condition that a header is there or that a fact holds; empty if no condition says
   * that}
   *
   * @param variable the header, or the fact
   */
  static Optional<PacketCondition> presence(Variable variable) {
    if (variable instanceof Variable.Has has) {
      return Optional.ofNullable(fieldOf(has)).map(field -> PacketCondition.in(field, ANY));
    }
    return Optional.ofNullable(
        switch (((Variable.Holds) variable).fact()) {
          case AUTHENTICATED -> new PacketCondition.OfSlot(Slot.AH_SPI, ANY, false);
          case PROTOCOL_KNOWN -> PacketCondition.in(Field.IP_PROTOCOL, ANY);
          case ARP_SENDER_MAC -> PacketCondition.in(Field.ARP_SENDER_MAC, ANY);
          case ARP_TARGET_MAC -> PacketCondition.in(Field.ARP_TARGET_MAC, ANY);
          case ARP_ADDRESSES -> PacketCondition.in(Field.ARP_SENDER_IP, ANY);
          case SNAP -> PacketCondition.in(Field.SNAP_TYPE, ANY);
          case STP_WHOLE -> PacketCondition.in(Field.STP_FLAGS, ANY);
          default -> null; // there are no words for others
        });
  }

  private static @Nullable Field fieldOf(Variable.Has has) {
    return switch (has.header()) {
      case META, LLC, CONNECTION -> null;
      case ETHERNET -> Field.ETHER_TYPE;
      case VLAN -> Field.VLAN_ID;
      case ARP -> Field.ARP_OPERATION;
      case IP -> Field.IP_TOS;
      case IPV4 -> Field.IPV4_SOURCE;
      case IPV6 -> Field.IPV6_SOURCE;
      case TRANSPORT -> Field.DESTINATION_PORT;
      case TCP -> Field.TCP_FLAGS;
      case ICMP -> Field.ICMP_TYPE;
      case ICMPV6 -> Field.ICMPV6_TYPE;
      case IGMP -> Field.IGMP_TYPE;
      case STP -> Field.STP_TYPE;
    };
  }
}
