package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.Prefix;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Surroundings;

/**
 * Names and addresses that mean something to a host, or that {@link Surroundings} and samples have:
 * a guest with one of them is not like others.
 */
final class SpecialValues {

  /** Groups, among them those that bridges do not forward (IEEE 802.1D). */
  private static final Values GROUPS = new Values.Masked(Bits.of(1L << 40), Bits.of(1L << 40));

  /** Those that are filled in: {@link Surroundings#SENDER}, bridges and others. */
  private static final Values FILLED_IN =
      new Values.Masked(Bits.of(0x0200_0000_0000L), Bits.prefix(32, 48));

  /** System ports (RFC 6335), and the first of the others, which samples have. */
  private static final int LAST_SYSTEM_PORT = 1024;

  private static final ImmutableList<Integer> SERVICES = ImmutableList.of(4739, 6343, 40_000);

  private SpecialValues() {}

  /** Has them stand for themselves. */
  static void fixIn(ShapeReader reader) {
    ShapeValues names = reader.values(FieldKind.INTERFACE);
    names.fix(name("lo"));
    names.fix(name(Surroundings.OUTSIDE));
    names.fix(name(Simulator.BRIDGE));
    names.fix(name(Surroundings.others(Simulator.BRIDGE)));
    ShapeValues macs = reader.values(FieldKind.MAC);
    macs.fix(GROUPS);
    macs.fix(FILLED_IN);
    fixPorts(reader.ports());
    fixIpv4(reader.values(FieldKind.IPV4));
    fixIpv6(reader.values(FieldKind.IPV6));
  }

  /** Services, also those that findings know by their ports, and the port of clients in samples. */
  private static void fixPorts(ShapeValues ports) {
    ports.fix(new Values.Range(Bits.ZERO, Bits.of(LAST_SYSTEM_PORT)));
    SERVICES.forEach(port -> ports.fix(Values.single(Field.SOURCE_PORT, port)));
  }

  private static Values name(String name) {
    return new Values.Masked(Bits.ofName(name), Bits.ones(128));
  }

  /**
   * Has an address of a host stand for itself, with the first and last of its network, which guests
   * cannot have; it matters whether others are in the network.
   */
  static void fixIn(ShapeReader reader, Prefix own) {
    int width = own.address().length();
    ShapeValues addresses = reader.values(own.isIpv4() ? FieldKind.IPV4 : FieldKind.IPV6);
    Bits address = Bits.of(own.address());
    Bits first = address.and(Bits.prefix(own.length(), width));
    Bits last = first.or(Bits.ones(width - own.length()));
    for (Bits special : ImmutableList.of(address, first, last)) {
      addresses.fix(new Values.Masked(special, Bits.ones(width)));
    }
    addresses.several(new Values.Masked(first, Bits.prefix(own.length(), width)));
  }

  private static void fixIpv4(ShapeValues addresses) {
    fix(
        addresses,
        "0.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "224.0.0.0/3",
        // For documentation: RFC 5737.
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        // Samples have it.
        "10.0.0.1/32");
  }

  private static void fixIpv6(ShapeValues addresses) {
    fix(
        addresses,
        "::/8",
        "ff00::/8",
        // For documentation: RFC 3849.
        "2001:db8::/32",
        // Samples have them.
        "fe80::1/128",
        "fd00::1/128");
    addresses.several(values("fe80::/64"));
  }

  private static void fix(ShapeValues addresses, String... prefixes) {
    for (String prefix : prefixes) {
      addresses.fix(values(prefix));
    }
  }

  private static Values values(String prefix) {
    Prefix network = Prefix.parse(prefix);
    return new Values.Masked(
        Bits.of(network.address()), Bits.prefix(network.length(), network.address().length()));
  }
}
