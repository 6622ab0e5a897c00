package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;
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

  private static void fixIpv4(ShapeValues addresses) {
    addresses.fix(ipv4("0.0.0.0", 8));
    addresses.fix(ipv4("127.0.0.0", 8));
    addresses.fix(ipv4("169.254.0.0", 16));
    addresses.fix(ipv4("224.0.0.0", 3));
    // For documentation: RFC 5737.
    addresses.fix(ipv4("192.0.2.0", 24));
    addresses.fix(ipv4("198.51.100.0", 24));
    addresses.fix(ipv4("203.0.113.0", 24));
    // Samples have it.
    addresses.fix(ipv4("10.0.0.1", 32));
  }

  private static Values ipv4(String prefix, int length) {
    return new Values.Masked(Bits.of(Ipv4Address.parse(prefix)), Bits.prefix(length, 32));
  }

  private static void fixIpv6(ShapeValues addresses) {
    addresses.fix(ipv6("::", 8));
    addresses.fix(ipv6("ff00::", 8));
    // For documentation: RFC 3849.
    addresses.fix(ipv6("2001:db8::", 32));
    // Samples have them.
    addresses.fix(ipv6("fe80::1", 128));
    addresses.fix(ipv6("fd00::1", 128));
    addresses.several(ipv6("fe80::", 64));
  }

  private static Values ipv6(String prefix, int length) {
    return new Values.Masked(Bits.of(Ipv6Address.parse(prefix)), Bits.prefix(length, 128));
  }
}
