package io.nwfilter.netfilter.network;

import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.core.network.PortRange;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.diagnostic.NetworkRuleCode;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks what libvirt checks when it starts a network, and what iptables then refuses (seen with
 * daemons); and warns of what is not as it looks.
 */
public final class NetworkChecks {

  /** The first octet of IPv6 multicast addresses (RFC 4291, 2.7). */
  private static final long MULTICAST = 0xff;

  private static final int MULTICAST_SHIFT = 56;

  private final Network network;
  private final boolean iptables;
  private final DiagnosticSink sink;

  private NetworkChecks(Network network, FirewallBackend backend, DiagnosticSink sink) {
    this.network = network;
    this.iptables = backend == FirewallBackend.IPTABLES;
    this.sink = sink;
  }

  /**
   * Checks a network.
   *
   * @param network the network
   * @param backend what its rules are given to
   * @param sink takes errors and warnings
   */
  public static void check(Network network, FirewallBackend backend, DiagnosticSink sink) {
    NetworkChecks checks = new NetworkChecks(network, backend, sink);
    checks.distinctAddresses();
    checks.usableAddresses();
    network.forwarding().ifPresent(checks::forwarding);
    checks.tftp();
    checks.zone();
  }

  /** An IPv4 address may be there again with another prefix. */
  private void distinctAddresses() {
    Set<String> known = new HashSet<>();
    for (NetworkAddress address : network.addresses()) {
      String key =
          address.address() instanceof Ipv4Address
              ? address.toString()
              : address.address().toString();
      if (!known.add(key)) {
        sink.report(
            NetworkRuleCode.NETWORK_REFUSED,
            NetworkPlaces.of(network, address),
            "the bridge already has the address " + address.address());
      }
    }
  }

  /** The kernel gives no interface an address of these kinds. */
  private void usableAddresses() {
    for (NetworkAddress address : network.addresses()) {
      if (address.prefixLength() < 0) {
        sink.report(
            NetworkRuleCode.NETWORK_REFUSED,
            NetworkPlaces.of(network, address),
            "the mask of " + address + " is missing, or has gaps");
      }
    }
    for (NetworkAddress address : NetworkServices.addresses(network, Family.IPV6)) {
      IpAddress value = address.address();
      boolean unspecifiedOrLoopback = value.high() == 0 && (value.low() == 0 || value.low() == 1);
      if (unspecifiedOrLoopback || value.high() >>> MULTICAST_SHIFT == MULTICAST) {
        sink.report(
            NetworkRuleCode.NETWORK_REFUSED,
            NetworkPlaces.of(network, address),
            value + " cannot be the address of a bridge");
      }
    }
  }

  private void forwarding(Forwarding forwarding) {
    if (!forwarding.mode().hasOwnBridge()) {
      return;
    }
    if (network.addresses().isEmpty()) {
      refuse("the mode " + forwarding.mode() + " needs an <ip> address");
    }
    devices(forwarding);
    forwarding.nat().ifPresent(nat -> nat(forwarding.mode(), nat));
    switch (forwarding.mode()) {
      case NAT -> translated(forwarding.nat().orElse(NetworkNat.DEFAULT));
      case OPEN -> open();
      default -> {}
    }
  }

  private void devices(Forwarding forwarding) {
    List<InterfaceName> interfaces = forwarding.interfaces();
    if (interfaces.size() > 1) {
      refuse("several <interface> elements, of which the mode takes one");
    }
    if (forwarding.dev().isPresent()
        && !interfaces.isEmpty()
        && !interfaces.get(0).equals(forwarding.dev().get())) {
      refuse(
          "dev '"
              + forwarding.dev().get()
              + "' is not the first <interface>, '"
              + interfaces.get(0)
              + "'");
    }
    if (forwarding.mode() == ForwardMode.OPEN
        && (forwarding.dev().isPresent() || !interfaces.isEmpty())) {
      refuse("the mode open takes no interface");
    }
  }

  private void nat(ForwardMode mode, NetworkNat nat) {
    if (mode != ForwardMode.NAT) {
      refuse("<nat> is for the mode nat, not for " + mode);
    }
    nat.addresses().ifPresent(this::natAddresses);
    nat.ports().filter(NetworkChecks::isSingle).ifPresent(this::singlePort);
  }

  private static boolean isSingle(PortRange ports) {
    return ports.start() == ports.end() && ports.start() > 0;
  }

  private void singlePort(PortRange ports) {
    refuse("the range of ports " + ports + " has only one, and libvirt wants two or more");
  }

  private void natAddresses(AddressRange range) {
    if (!(range.start() instanceof Ipv4Address)) {
      refuse("the addresses of <nat>, " + range + ", are not IPv4 addresses");
    } else if (!range.isCountable()) {
      refuse("the range " + range + " has addresses that differ in more than their last 16 bits");
    }
  }

  private void translated(NetworkNat nat) {
    for (NetworkAddress address : NetworkServices.addresses(network, Family.IPV4)) {
      if (address.prefixLength() == 0 && iptables) { // nftables takes it: it never matches
        sink.report(
            NetworkRuleCode.NETWORK_REFUSED,
            NetworkPlaces.of(network, address),
            "no address is beyond " + address + ", and iptables refuses such a match");
      }
    }
    if (nat.ipv6()) {
      return;
    }
    for (NetworkAddress address : NetworkServices.addresses(network, Family.IPV6)) {
      sink.report(
          NetworkRuleCode.IPV6_NOT_TRANSLATED,
          NetworkPlaces.of(network, address),
          "addresses of "
              + address
              + " are routed, not translated: everybody beyond the host may connect to the"
              + " machines of network '"
              + network.name()
              + "'");
    }
  }

  private void open() {
    sink.report(
        NetworkRuleCode.NETWORK_WITHOUT_RULES,
        NetworkPlaces.of(network),
        "libvirt makes no rules for network '" + network.name() + "', as its mode is open");
  }

  /** With nftables, no network has rules for its services. */
  private void tftp() {
    if (!iptables || !NetworkLowering.hasRules(network) || NetworkServices.hasTftpRule(network)) {
      return;
    }
    for (NetworkAddress address : NetworkServices.addresses(network, Family.IPV4)) {
      if (address.tftp()) {
        sink.report(
            NetworkRuleCode.TFTP_WITHOUT_RULE,
            NetworkPlaces.of(network, address),
            "no rule lets TFTP in, as an address before " + address + " has <dhcp>");
      }
    }
  }

  private void zone() {
    if (!NetworkLowering.hasRules(network)) {
      return;
    }
    network
        .details()
        .bridge()
        .zone()
        .filter(zone -> !zone.isEmpty())
        .ifPresent(
            zone ->
                sink.report(
                    NetworkRuleCode.ZONE_OF_FIREWALLD,
                    NetworkPlaces.of(network),
                    "network '"
                        + network.name()
                        + "' is in the zone '"
                        + zone
                        + "': it starts only while firewalld runs, whose rules for the zone are not"
                        + " in the output"));
  }

  private void refuse(String message) {
    sink.report(
        NetworkRuleCode.NETWORK_REFUSED,
        NetworkPlaces.of(network),
        "network '" + network.name() + "': " + message);
  }
}
