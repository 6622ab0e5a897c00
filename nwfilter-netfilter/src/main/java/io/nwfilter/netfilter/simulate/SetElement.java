package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A member of an ipset (ipset(8)): a part for each dimension.
 *
 * @param parts the parts
 */
record SetElement(ImmutableList<Part> parts) {

  private static final Map<String, Integer> PROTOCOLS =
      Map.of("tcp", 6, "udp", 17, "sctp", 132, "udplite", 136);

  private static final int MAX_PORT = 65_535;

  /** What one dimension of a member has. */
  sealed interface Part {

    /** {@return what a packet has one of whose ends is this} */
    ImmutableList<PacketCondition> of(IpsetFlags.End end);
  }

  private record Network(Prefix prefix) implements Part {
    @Override
    public ImmutableList<PacketCondition> of(IpsetFlags.End end) {
      boolean source = end == IpsetFlags.End.SRC;
      Field field =
          prefix.isIpv4()
              ? source ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION
              : source ? Field.IPV6_SOURCE : Field.IPV6_DESTINATION;
      return ImmutableList.of(
          PacketCondition.in(
              field, Values.prefix(field, Bits.of(prefix.address()), prefix.length())));
    }
  }

  private record Mac(Bits mac) implements Part {
    @Override
    public ImmutableList<PacketCondition> of(IpsetFlags.End end) {
      Field field = end == IpsetFlags.End.SRC ? Field.ETHERNET_SOURCE : Field.ETHERNET_DESTINATION;
      return ImmutableList.of(PacketCondition.in(field, Values.single(field, mac)));
    }
  }

  private record Ports(int protocol, long first, long last) implements Part {
    @Override
    public ImmutableList<PacketCondition> of(IpsetFlags.End end) {
      Field field = end == IpsetFlags.End.SRC ? Field.SOURCE_PORT : Field.DESTINATION_PORT;
      return ImmutableList.of(
          PacketCondition.is(Field.IP_PROTOCOL, protocol),
          PacketCondition.in(field, Values.between(field, first, last)));
    }
  }

  static SetElement parse(String text) {
    ImmutableList.Builder<Part> parts = ImmutableList.builder();
    for (String part : text.split(",", -1)) {
      parts.add(part(part));
    }
    return new SetElement(parts.build());
  }

  private static Part part(String text) {
    int colon = text.indexOf(':');
    Integer protocol =
        colon < 0 ? null : PROTOCOLS.get(text.substring(0, colon).toLowerCase(Locale.ROOT));
    if (protocol != null || text.matches("[0-9]+(-[0-9]+)?")) {
      return ports(protocol == null ? 6 : protocol, text.substring(colon + 1), text);
    }
    return text.matches("([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}")
        ? new Mac(Bits.of(MacAddress.parse(text)))
        : new Network(Prefix.parse(text));
  }

  private static Part ports(int protocol, String range, String text) {
    if (!range.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
      throw new IllegalValueException(text, "a port such as tcp:80 or tcp:80-90");
    }
    int hyphen = range.indexOf('-');
    long first = Long.parseLong(hyphen < 0 ? range : range.substring(0, hyphen));
    long last = hyphen < 0 ? first : Long.parseLong(range.substring(hyphen + 1));
    if (last > MAX_PORT || first > last) {
      throw new IllegalValueException(
          text, "ports from 0 to " + MAX_PORT + ", the lower one first");
    }
    return new Ports(protocol, first, last);
  }

  /**
   * {@return what a packet has that is this member, with a given end for each dimension; empty if
   * none can be}
   */
  Optional<List<PacketCondition>> conditions(IpsetFlags flags) {
    if (flags.ends().size() < parts.size()) {
      return Optional.empty(); // the kernel asks for as many ends as the set has dimensions
    }
    ImmutableList.Builder<PacketCondition> conditions = ImmutableList.builder();
    for (int i = 0; i < parts.size(); i++) {
      conditions.addAll(parts.get(i).of(flags.ends().get(i)));
    }
    return Optional.of(conditions.build());
  }
}
