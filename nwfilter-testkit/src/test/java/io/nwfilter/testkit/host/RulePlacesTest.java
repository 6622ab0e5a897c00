package io.nwfilter.testkit.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.text.ScriptText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a match or target, a table and a chain: a script's rule is refused where the tool or the
 * kernel refuses it, also if it is in a chain that the base chain leads to.
 */
@ExtendWith(NetworkNamespaceExtension.class)
class RulePlacesTest {

  private static final ImmutableList<String> OF_PACKETS =
      ImmutableList.of(
          "-i eth0",
          "-o eth0",
          "-i eth0 -o eth1",
          "-j DROP",
          "-j ACCEPT",
          "-j RETURN",
          "-j REJECT",
          "-p tcp -j REJECT --reject-with tcp-reset",
          "-j REJECT --reject-with tcp-reset",
          "! -p tcp -j REJECT --reject-with tcp-reset",
          "-p udp -j REJECT --reject-with tcp-reset",
          "-j MASQUERADE",
          "-p tcp -j MASQUERADE --to-ports 1000-2000",
          "-j MASQUERADE --to-ports 1000",
          "-p udplite -j MASQUERADE --to-ports 1000",
          "! -p udp -j MASQUERADE --to-ports 1000",
          "-p icmp -j MASQUERADE --to-ports 1000",
          "-p ipv6-icmp -j MASQUERADE --to-ports 1000",
          "-j REDIRECT",
          "-j REDIRECT --to-ports 80",
          "-p dccp -j REDIRECT --to-ports 80",
          "-p sctp -j REDIRECT --to-ports 80 --random",
          "-j MARK --set-mark 1",
          "-j CONNMARK --save-mark",
          "-j CONNSECMARK --save",
          "-j CT --notrack",
          "-j NOTRACK",
          "-p tcp -j TPROXY --on-port 80",
          "-p udp -j TPROXY --on-port 80 --tproxy-mark 1",
          "-j TPROXY --on-port 80",
          "-j LOG",
          "-j NFLOG --nflog-group 1",
          "-j NFQUEUE --queue-num 1",
          "-p tcp --syn -j TCPMSS --clamp-mss-to-pmtu",
          "-p tcp --syn -j TCPMSS --set-mss 1400",
          "-j TCPMSS --set-mss 1400",
          "-p udp -j CHECKSUM --checksum-fill",
          "-j TOS --set-tos 16",
          "-j DSCP --set-dscp 1",
          "-j CLASSIFY --set-class 1:1",
          "-p tcp -j SYNPROXY --mss 1460",
          "-j SYNPROXY",
          "-p tcp -j TCPOPTSTRIP --strip-options 3",
          "-j TCPOPTSTRIP --strip-options 3",
          "-m owner --uid-owner 0",
          "-m owner ! --socket-exists",
          "-m owner --gid-owner 0 --suppl-groups",
          "-m physdev --physdev-in vnet0",
          "-m physdev --physdev-out vnet0",
          "-m physdev --physdev-is-out",
          "-m physdev --physdev-is-in",
          "-m physdev --physdev-is-bridged",
          "-m physdev --physdev-out vnet0 --physdev-is-bridged",
          "-m physdev --physdev-is-bridged --physdev-in vnet0 ! --physdev-out vnet1",
          "-m physdev --physdev-out vnet0 ! --physdev-is-bridged",
          "-m physdev --physdev-is-bridged -m physdev --physdev-out vnet0",
          "-m mac --mac-source 52:54:00:00:00:01",
          "-m addrtype --dst-type LOCAL",
          "-m addrtype --dst-type LOCAL --limit-iface-in",
          "-m addrtype --dst-type LOCAL --limit-iface-out",
          "-m rpfilter --loose",
          "-m socket",
          "-m devgroup --src-group 1",
          "-m devgroup --dst-group 1",
          "-m policy --dir in --pol ipsec",
          "-m policy --pol none --dir out",
          "-m cgroup --cgroup 1",
          "-m conntrack --ctstate NEW",
          "-j INPUT",
          "-g OUTPUT",
          "-p udp --dport 53 -j RETURN",
          "--dport 53",
          "-p icmp --dport 53",
          "-p icmp -m multiport --dports 53",
          "! -p tcp -m multiport --dports 53",
          "! -p tcp --dport 53");

  private static final ImmutableList<String> OF_IPV4 =
      ImmutableList.of(
          "-j SNAT --to-source 192.0.2.1",
          "-j SNAT --to-source 192.0.2.1:80",
          "-p tcp -j SNAT --to-source :80",
          "-j DNAT --to-destination 192.0.2.1",
          "-j DNAT --to-destination 192.0.2.1:80",
          "-p udp -j DNAT --to-destination 192.0.2.1:80",
          "-j NETMAP --to 192.0.2.0/24",
          "-j TTL --ttl-set 64",
          "-p tcp -j ECN --ecn-tcp-remove",
          "-j ECN --ecn-tcp-remove",
          "-m realm --realm 1",
          "-m icmp --icmp-type 8",
          "-j REJECT --reject-with icmp-net-prohibited",
          "-j REJECT --reject-with icmp6-no-route");

  private static final ImmutableList<String> OF_IPV6 =
      ImmutableList.of(
          "-j SNAT --to-source 2001:db8::1",
          "-p tcp -j SNAT --to-source [2001:db8::1]:80",
          "-j DNAT --to-destination [2001:db8::1]:80",
          "-j NETMAP --to 2001:db8::/64",
          "-j HL --hl-set 64",
          "-j SNPT --src-pfx 2001:db8:1::/64 --dst-pfx 2001:db8:2::/64",
          "-j DNPT --src-pfx 2001:db8:1::/64 --dst-pfx 2001:db8:2::/64",
          "-j REJECT --reject-with icmp6-no-route",
          "-j REJECT --reject-with icmp-net-prohibited",
          "-m icmp6 --icmpv6-type 128");

  private static final ImmutableList<String> OF_FRAMES =
      ImmutableList.of(
          "-i eth0",
          "-o eth0",
          "-i eth0 -o eth1",
          "-j DROP",
          "-j RETURN",
          "-j CONTINUE",
          "-j dnat --to-dst 52:54:00:00:00:01",
          "-j dnat --to-dst 52:54:00:00:00:01 --dnat-target RETURN",
          "-j snat --to-src 52:54:00:00:00:01",
          "-j snat --to-src 52:54:00:00:00:01 --snat-target CONTINUE",
          "-j redirect",
          "-p ARP -j arpreply --arpreply-mac 52:54:00:00:00:01",
          "-p RARP -j arpreply --arpreply-mac 52:54:00:00:00:01",
          "-j arpreply --arpreply-mac 52:54:00:00:00:01",
          "-j mark --mark-set 1",
          "-j mark --mark-set 1 --mark-target DROP",
          "-j INPUT",
          "--log",
          "--limit 1/s",
          "--pkttype-type broadcast",
          "--ip-src 10.0.0.1",
          "-p IPv4 --ip-src 10.0.0.1",
          "-p IPv4 --ip-dport 22",
          "-p IPv4 --ip-proto tcp --ip-dport 22",
          "-p IPv6 --ip-src 10.0.0.1",
          "-p IPv4 --ip-proto tcp --ip-icmp-type 8",
          "--arp-op 1",
          "-p ARP --arp-gratuitous",
          "--vlan-id 1");

  private static List<String> rules(Family family) {
    return switch (family) {
      case IPV4 -> Stream.concat(OF_PACKETS.stream(), OF_IPV4.stream()).toList();
      case IPV6 -> Stream.concat(everyFourth(OF_PACKETS), OF_IPV6.stream()).toList();
      case BRIDGE -> OF_FRAMES;
    };
  }

  /** The kernel asks the same of both families, so that some of IPv4's rules are enough. */
  private static Stream<String> everyFourth(List<String> rules) {
    return IntStream.range(0, rules.size()).filter(i -> i % 4 == 0).mapToObj(rules::get);
  }

  /** Lines of a table's restore text, which are commands of the tool, too. */
  private record Case(Family family, String table, String lines) {

    /** {@return commands of a shell that print whether the tool takes the lines} */
    String asked() {
      return "%s-restore 2>/dev/null <<'END'\n*%s\n%sCOMMIT\nEND\necho $?\n"
          .formatted(family.tool(), table, lines);
    }

    boolean isPredicted() {
      String script =
          lines
              .lines()
              .map(line -> family.tool() + " -t " + table + " " + line + "\n")
              .collect(Collectors.joining());
      try {
        return Host.empty()
            .after(
                new HostEvent.ScriptRuns(
                    "script", ScriptText.read(TextSource.text(script, "script"), List.of())))
            .diagnostics()
            .isEmpty();
      } catch (NwfilterException e) {
        return false;
      }
    }

    String says(boolean taken) {
      return family.tool() + (taken ? " takes " : " refuses ") + table + ": " + lines.strip();
    }
  }

  private static List<Case> cases(Family family) {
    List<Case> cases = new ArrayList<>();
    for (Table table : BaseChains.of(family).values()) {
      if (!table.name().equals(Table.BROUTE)) { // which this ebtables does not have
        for (String chain : table.chains().keySet()) {
          for (String rule : rules(family)) {
            cases.add(new Case(family, table.name(), "-A %s %s\n".formatted(chain, rule)));
            cases.add(
                new Case(
                    family,
                    table.name(),
                    "-N own\n-A own %2$s\n-A %1$s -j own\n".formatted(chain, rule)));
          }
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @EnumSource
  void aRuleIsRefusedWhereTheToolRefusesIt(Family family, NetworkNamespace namespace) {
    List<Case> cases = cases(family);
    String script = cases.stream().map(Case::asked).collect(Collectors.joining());
    List<String> codes = namespace.exec(script, "sh").stdout().lines().toList();
    List<String> tool = new ArrayList<>();
    List<String> predicted = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      boolean taken = codes.get(i).equals("0");
      if (taken != cases.get(i).isPredicted()) {
        tool.add(cases.get(i).says(taken));
        predicted.add(cases.get(i).says(!taken));
      }
    }
    assertEquals(String.join("\n", tool), String.join("\n", predicted));
  }
}
