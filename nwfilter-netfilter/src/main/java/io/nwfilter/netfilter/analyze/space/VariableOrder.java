package io.nwfilter.netfilter.analyze.space;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import java.util.ArrayList;
import java.util.List;

/**
 * The order of the variables of headers, facts and fields, which decides how large diagrams get.
 * What depends on each other is in one place: what the kernel keeps, connection, frame, protocols,
 * and each header next to what announces it. What has few values comes before what rules ask for
 * often: ports, addresses, MAC addresses.
 */
public final class VariableOrder {

  private final ImmutableList.Builder<Variable> variables = ImmutableList.builder();

  private VariableOrder() {}

  /** {@return all variables but those of atoms, in their order} */
  public static ImmutableList<Variable> all() {
    VariableOrder order = new VariableOrder();
    order.context();
    order.frame();
    order.datagram();
    order.values();
    order.ends();
    ImmutableList<Variable> all = order.variables.build();
    checkState(ImmutableSet.copyOf(all).size() == all.size(), "a variable twice");
    return all;
  }

  private void context() {
    fields(Field.IP_TTL); // ways over the host and those around it are apart then
    fields(
        Field.HAS_IN_PORT,
        Field.HAS_OUT_PORT,
        Field.IS_BRIDGED,
        Field.IN_PORT,
        Field.OUT_PORT,
        Field.IN_INTERFACE,
        Field.OUT_INTERFACE,
        Field.IN_BRIDGE,
        Field.OUT_BRIDGE,
        Field.PACKET_TYPE);
    headers(Header.META, Header.CONNECTION);
    fields(
        Field.CONNECTION_STATE,
        Field.CONNECTION_DIRECTION,
        Field.CONNECTION_STATUS,
        Field.HAS_SOCKET,
        Field.SOCKET_USER,
        Field.SOCKET_GROUP);
  }

  private void frame() {
    headers(Header.ETHERNET, Header.VLAN);
    facts(Fact.SEVERAL_TAGS);
    fields(Field.ETHER_TYPE, Field.VLAN_ETHER_TYPE);
    headers(Header.LLC);
    facts(Fact.SNAP);
    headers(Header.STP);
    facts(Fact.STP_WHOLE);
    fields(Field.STP_TYPE);
    headers(Header.ARP);
    facts(Fact.ARP_SENDER_MAC, Fact.ARP_TARGET_MAC, Fact.ARP_ADDRESSES);
  }

  private void datagram() {
    headers(Header.IP, Header.IPV4, Header.IPV6);
    facts(Fact.AUTHENTICATED, Fact.LATER_OF_IPV6, Fact.PROTOCOL_KNOWN);
    fields(Field.IPV4_FRAGMENT_OFFSET, Field.IP_PROTOCOL);
    facts(Fact.TWO_OCTETS, Fact.FOUR_OCTETS, Fact.FOURTEEN_OCTETS);
    headers(Header.TRANSPORT, Header.TCP, Header.ICMP, Header.ICMPV6, Header.IGMP);
    fields(Field.PACKET_LENGTH);
  }

  private void values() {
    fields(
        Field.ARP_OPERATION,
        Field.ARP_HARDWARE_TYPE,
        Field.ARP_PROTOCOL_TYPE,
        Field.ARP_HARDWARE_LENGTH,
        Field.ARP_PROTOCOL_LENGTH,
        Field.TCP_FLAGS,
        Field.ICMP_TYPE,
        Field.ICMPV6_TYPE,
        Field.IGMP_TYPE,
        Field.VLAN_ID,
        Field.VLAN_PRIORITY,
        Field.SNAP_TYPE,
        Field.STP_FLAGS,
        Field.IP_TOS,
        Field.MARK,
        Field.CONNECTION_MARK,
        Field.SOURCE_ADDRESS_TYPE,
        Field.DESTINATION_ADDRESS_TYPE);
  }

  private void ends() {
    fields(
        Field.DESTINATION_PORT,
        Field.SOURCE_PORT,
        Field.IPV4_DESTINATION,
        Field.IPV4_SOURCE,
        Field.IPV6_DESTINATION,
        Field.IPV6_SOURCE,
        Field.ETHERNET_DESTINATION,
        Field.ETHERNET_SOURCE,
        Field.STP_ROOT_PRIORITY,
        Field.STP_ROOT_ADDRESS,
        Field.STP_ROOT_COST,
        Field.STP_SENDER_PRIORITY,
        Field.STP_SENDER_ADDRESS,
        Field.STP_PORT,
        Field.STP_MESSAGE_AGE,
        Field.STP_MAX_AGE,
        Field.STP_HELLO_TIME,
        Field.STP_FORWARD_DELAY);
    alternating(Field.ARP_SENDER_IP, Field.ARP_TARGET_IP);
    alternating(Field.ARP_SENDER_MAC, Field.ARP_TARGET_MAC);
  }

  private void headers(Header... headers) {
    for (Header header : headers) {
      variables.add(new Variable.Has(header));
    }
  }

  private void facts(Fact... facts) {
    for (Fact fact : facts) {
      variables.add(new Variable.Holds(fact));
    }
  }

  private void fields(Field... fields) {
    for (Field field : fields) {
      alternating(field);
    }
  }

  /** Fields that rules compare with each other: their bits alternate. */
  private void alternating(Field... together) {
    List<Variable> bits = new ArrayList<>();
    for (int bit = together[0].width() - 1; bit >= 0; bit--) {
      for (Field field : together) {
        bits.add(new Variable.Bit(field, bit));
      }
    }
    variables.addAll(bits);
  }
}
