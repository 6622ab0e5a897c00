package io.nwfilter.netfilter.restore;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.ruleset.AddressMatch;
import io.nwfilter.netfilter.ruleset.AddressRangeMatch;
import io.nwfilter.netfilter.ruleset.ConnectionDirectionMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.IcmpMatch;
import io.nwfilter.netfilter.ruleset.InterfaceMatch;
import io.nwfilter.netfilter.ruleset.MacMatch;
import io.nwfilter.netfilter.ruleset.NumberMatch;
import io.nwfilter.netfilter.ruleset.PhysdevMatch;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StateMatch;
import io.nwfilter.netfilter.ruleset.TcpFlagsMatch;
import org.jspecify.annotations.Nullable;

/** Writes rules as ebtables(8) reads them, where a negation stands behind the option. */
final class EbtablesRuleWriter extends RuleWriter {

  private static final long ETHER_TYPE_IPV6 = 0x86dd;

  private static final ImmutableMap<Field, String> OPTIONS =
      Maps.immutableEnumMap(
          ImmutableMap.<Field, String>builder()
              .put(Field.ETHERNET_SOURCE, "-s")
              .put(Field.ETHERNET_DESTINATION, "-d")
              .put(Field.ETHER_TYPE, "-p")
              .put(Field.VLAN_ID, "--vlan-id")
              .put(Field.VLAN_ETHER_TYPE, "--vlan-encap")
              .put(Field.ARP_HARDWARE_TYPE, "--arp-htype")
              .put(Field.ARP_PROTOCOL_TYPE, "--arp-ptype")
              .put(Field.ARP_OPERATION, "--arp-opcode")
              .put(Field.ARP_SENDER_MAC, "--arp-mac-src")
              .put(Field.ARP_TARGET_MAC, "--arp-mac-dst")
              .put(Field.ARP_SENDER_IP, "--arp-ip-src")
              .put(Field.ARP_TARGET_IP, "--arp-ip-dst")
              .put(Field.IP_SOURCE, "--ip-source")
              .put(Field.IP_DESTINATION, "--ip-destination")
              .put(Field.IP_PROTOCOL, "--ip-protocol")
              .put(Field.IP_TOS, "--ip-tos")
              .put(Field.SOURCE_PORT, "--ip-source-port")
              .put(Field.DESTINATION_PORT, "--ip-destination-port")
              .put(Field.STP_TYPE, "--stp-type")
              .put(Field.STP_FLAGS, "--stp-flags")
              .put(Field.STP_ROOT_PRIORITY, "--stp-root-prio")
              .put(Field.STP_ROOT_ADDRESS, "--stp-root-addr")
              .put(Field.STP_ROOT_COST, "--stp-root-cost")
              .put(Field.STP_SENDER_PRIORITY, "--stp-sender-prio")
              .put(Field.STP_SENDER_ADDRESS, "--stp-sender-addr")
              .put(Field.STP_PORT, "--stp-port")
              .put(Field.STP_MESSAGE_AGE, "--stp-msg-age")
              .put(Field.STP_MAX_AGE, "--stp-max-age")
              .put(Field.STP_HELLO_TIME, "--stp-hello-time")
              .put(Field.STP_FORWARD_DELAY, "--stp-forward-delay")
              .buildOrThrow());

  private static final ImmutableMap<Field, String> IPV6_OPTIONS =
      Maps.immutableEnumMap(
          ImmutableMap.of(
              Field.IP_SOURCE, "--ip6-source",
              Field.IP_DESTINATION, "--ip6-destination",
              Field.IP_PROTOCOL, "--ip6-protocol",
              Field.SOURCE_PORT, "--ip6-source-port",
              Field.DESTINATION_PORT, "--ip6-destination-port"));

  private boolean ipv6;

  EbtablesRuleWriter(StringBuilder out) {
    super(out);
  }

  @Override
  void begin() {
    ipv6 = false;
  }

  /** This ebtables has no comments. */
  @Override
  void comment(String text) {
    throw new AssertionError("ebtables rules carry no comments");
  }

  @Override
  void reject() {
    throw new AssertionError("ebtables cannot reject");
  }

  private void option(Field field, boolean negated) {
    @Nullable String option = ipv6 ? IPV6_OPTIONS.get(field) : null;
    if (option == null) {
      option = OPTIONS.get(field);
    }
    if (option == null) {
      throw unsupported(field);
    }
    out.append(' ').append(option).append(negated ? " ! " : " ");
  }

  @Override
  public void visit(InterfaceMatch match) {
    out.append(match.field() == Field.IN_INTERFACE ? " -i " : " -o ").append(match.name().name());
  }

  @Override
  public void visit(MacMatch match) {
    option(match.field(), match.negated());
    match.address().appendTo(out);
    if (!match.mask().equals(MacAddress.BROADCAST)) {
      match.mask().appendTo(out.append('/'));
    }
  }

  @Override
  public void visit(NumberMatch match) {
    option(match.field(), match.negated());
    switch (match.field()) {
      case ETHER_TYPE -> {
        ipv6 = match.low() == ETHER_TYPE_IPV6 && !match.negated();
        hex(match);
      }
      case ARP_PROTOCOL_TYPE, IP_TOS -> hex(match);
      case VLAN_ETHER_TYPE -> out.append(Long.toHexString(match.low()));
      default -> range(match, ':');
    }
  }

  @Override
  public void visit(AddressMatch match) {
    option(match.field(), match.negated());
    match.network().appendTo(out);
    if (match.prefixLength() != match.network().length()) {
      out.append('/').append(match.prefixLength());
    }
  }

  @Override
  public void visit(GratuitousArpMatch match) {
    out.append(match.negated() ? " ! --arp-gratuitous" : " --arp-gratuitous");
  }

  @Override
  public void visit(IcmpMatch match) {
    out.append(" --ip6-icmp-type ").append(match.negated() ? "! " : "");
    out.append(match.firstType()).append(':').append(match.lastType());
    out.append('/').append(match.firstCode()).append(':').append(match.lastCode());
  }

  @Override
  public void visit(PhysdevMatch match) {
    throw unsupported(match);
  }

  @Override
  public void visit(AddressRangeMatch match) {
    throw unsupported(match);
  }

  @Override
  public void visit(TcpFlagsMatch match) {
    throw unsupported(match);
  }

  @Override
  public void visit(StateMatch match) {
    throw unsupported(match);
  }

  @Override
  public void visit(ConnectionDirectionMatch match) {
    throw unsupported(match);
  }

  @Override
  public void visit(ConnectionLimitMatch match) {
    throw unsupported(match);
  }

  @Override
  public void visit(SetMatch match) {
    throw unsupported(match);
  }
}
