package io.nwfilter.netfilter.restore;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.TcpFlags;
import io.nwfilter.netfilter.ruleset.AddressMatch;
import io.nwfilter.netfilter.ruleset.AddressRangeMatch;
import io.nwfilter.netfilter.ruleset.ConnectionDirectionMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.IcmpMatch;
import io.nwfilter.netfilter.ruleset.InterfaceMatch;
import io.nwfilter.netfilter.ruleset.MacMatch;
import io.nwfilter.netfilter.ruleset.NumberMatch;
import io.nwfilter.netfilter.ruleset.PhysdevMatch;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StateMatch;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.TcpFlagsMatch;
import org.jspecify.annotations.Nullable;

/** Writes rules as iptables(8) and iptables-extensions(8) read them. */
final class IptablesRuleWriter extends RuleWriter {

  /** Names that the tools know without a look at /etc/protocols. */
  private static final ImmutableMap<Long, String> PROTOCOL_NAMES =
      ImmutableMap.of(
          1L,
          "icmp",
          6L,
          "tcp",
          17L,
          "udp",
          50L,
          "esp",
          51L,
          "ah",
          58L,
          "ipv6-icmp",
          132L,
          "sctp",
          136L,
          "udplite");

  private final Family family;
  private @Nullable String protocol;
  private boolean protocolLoaded;

  IptablesRuleWriter(Family family, StringBuilder out) {
    super(out);
    this.family = family;
  }

  @Override
  void begin() {
    protocol = null;
    protocolLoaded = false;
  }

  @Override
  void comment(String text) {
    out.append(" -m comment --comment \"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }

  /** A rule that goes on to the next one has no target here. */
  @Override
  void verdict(Target.Verdict verdict) {
    if (verdict != Target.Verdict.CONTINUE) {
      super.verdict(verdict);
    }
  }

  @Override
  void reject() {
    out.append(" -j REJECT --reject-with ");
    out.append(family == Family.IPV6 ? "icmp6-port-unreachable" : "icmp-port-unreachable");
  }

  @Override
  public void visit(InterfaceMatch match) {
    out.append(match.field() == Field.IN_INTERFACE ? " -i " : " -o ").append(match.name().name());
  }

  @Override
  public void visit(PhysdevMatch match) {
    out.append(" -m physdev");
    if (match.bridged()) {
      out.append(" --physdev-is-bridged");
    }
    out.append(match.field() == Field.IN_INTERFACE ? " --physdev-in " : " --physdev-out ");
    out.append(match.name().name());
  }

  @Override
  public void visit(MacMatch match) {
    if (match.field() != Field.ETHERNET_SOURCE || !match.mask().equals(MacAddress.BROADCAST)) {
      throw unsupported(match);
    }
    out.append(" -m mac");
    option(match.negated(), "--mac-source");
    match.address().appendTo(out);
  }

  @Override
  public void visit(NumberMatch match) {
    switch (match.field()) {
      case IP_PROTOCOL -> protocol(match);
      case IP_DSCP -> {
        out.append(" -m dscp");
        option(match.negated(), "--dscp");
        hex(match);
      }
      case SOURCE_PORT -> protocolField(match, "--sport");
      case DESTINATION_PORT -> protocolField(match, "--dport");
      case TCP_OPTION -> protocolField(match, "--tcp-option");
      default -> throw unsupported(match.field());
    }
  }

  private void protocol(NumberMatch match) {
    protocol = PROTOCOL_NAMES.getOrDefault(match.low(), Long.toString(match.low()));
    option(match.negated(), "-p");
    out.append(protocol);
  }

  private void protocolField(NumberMatch match, String option) {
    loadProtocol();
    option(match.negated(), option);
    range(match, ':');
  }

  /** The options of a protocol belong to its extension, which is loaded once. */
  private void loadProtocol() {
    if (!protocolLoaded) {
      out.append(" -m ").append("ipv6-icmp".equals(protocol) ? "icmp6" : protocol);
      protocolLoaded = true;
    }
  }

  @Override
  public void visit(AddressMatch match) {
    switch (match.field()) {
      case IP_SOURCE -> option(match.negated(), "-s");
      case IP_DESTINATION -> option(match.negated(), "-d");
      default -> throw unsupported(match.field());
    }
    match.network().appendTo(out).append('/').append(match.prefixLength());
  }

  @Override
  public void visit(AddressRangeMatch match) {
    out.append(" -m iprange");
    switch (match.field()) {
      case IP_SOURCE -> option(match.negated(), "--src-range");
      case IP_DESTINATION -> option(match.negated(), "--dst-range");
      default -> throw unsupported(match.field());
    }
    match.from().appendTo(out).append('-');
    match.to().appendTo(out);
  }

  @Override
  public void visit(GratuitousArpMatch match) {
    throw unsupported(match);
  }

  @Override
  public void visit(IcmpMatch match) {
    loadProtocol();
    option(match.negated(), family == Family.IPV6 ? "--icmpv6-type" : "--icmp-type");
    out.append(match.lastType()); // the only range is 0 to 255, which 255 means
    if (!match.anyCode()) {
      out.append('/').append(match.firstCode());
    }
  }

  @Override
  public void visit(TcpFlagsMatch match) {
    loadProtocol();
    option(match.negated(), "--tcp-flags");
    out.append(TcpFlags.side(match.flags().mask()));
    out.append(' ').append(TcpFlags.side(match.flags().set()));
  }

  @Override
  public void visit(StateMatch match) {
    out.append(" -m conntrack --ctstate ");
    Joiner.on(',').appendTo(out, match.states());
  }

  @Override
  public void visit(ConnectionDirectionMatch match) {
    out.append(" -m conntrack --ctdir ").append(match.reply() ? "REPLY" : "ORIGINAL");
  }

  @Override
  public void visit(ConnectionLimitMatch match) {
    out.append(" -m connlimit");
    out.append(match.negated() ? " --connlimit-upto " : " --connlimit-above ");
    out.append(match.above());
    if (match.field() == Field.IP_DESTINATION) {
      out.append(" --connlimit-daddr");
    }
  }

  @Override
  public void visit(SetMatch match) {
    out.append(" -m set");
    option(match.negated(), "--match-set");
    out.append(match.set().name()).append(' ');
    Joiner.on(',').appendTo(out, match.flags().ends());
  }

  private void option(boolean negated, String option) {
    out.append(negated ? " ! " : " ").append(option).append(' ');
  }
}
