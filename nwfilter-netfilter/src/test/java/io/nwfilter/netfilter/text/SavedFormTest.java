package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.change.ScriptCommand;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What iptables, ip6tables and ebtables 1.8.9 print after such a command. */
class SavedFormTest {

  private static final ImmutableMap<String, Family> TOOLS =
      ImmutableMap.of("iptables", Family.IPV4, "ip6tables", Family.IPV6, "ebtables", Family.BRIDGE);

  private static String saved(String tool, String rule) {
    String line = tool + " -A FORWARD " + rule + "\n";
    ScriptCommand.Make command =
        (ScriptCommand.Make) ScriptText.read(TextSource.text(line, "own.sh"), List.of()).get(0);
    ChainRule read = ((Edit.Append) command.change().edits().get(0)).rules().get(0);
    return SaveText.line(TOOLS.get(tool), "FORWARD", read).replaceFirst("^-A FORWARD ", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "-o eth0 -d 10.0.0.1 ~ -d 10.0.0.1/32 -o eth0",
        "-f -p tcp -i a -d 1.1.1.1 ! -s 2.2.2.2 ~ ! -s 2.2.2.2/32 -d 1.1.1.1/32 -i a -p tcp -f",
        "-p tcp -j ACCEPT --dport 22 -s 10.0.0.1 ~ -s 10.0.0.1/32 -p tcp -m tcp --dport 22 -j"
            + " ACCEPT",
        "-p tcp -m limit --limit 1/s --dport 1: -m tcp --sport :2 ~ -p tcp -m limit --limit 1/sec"
            + " -m tcp --dport 1:65535 -m tcp --sport 0:2",
        "-p tcp -m tcp --tcp-option 2 --syn --dport http ~ -p tcp -m tcp --dport 80 --tcp-option 2"
            + " --tcp-flags FIN,SYN,RST,ACK SYN",
        "-p icmp -m string --algo bm --string x --icmp-type 8 ~ -p icmp -m string --string `x`"
            + " --algo bm -m icmp --icmp-type 8",
        "-s 0.0.0.0/0 -p tcp --dport 0:65535 --sport 1:65535 ~ -p tcp -m tcp --sport 1:65535",
        "-m recent --name x --set ~ -m recent --set --name x --mask 255.255.255.255 --rsource",
        "-m recent --rdest --rttl --hitcount 2 --seconds 3 --update ~ -m recent --update --seconds"
            + " 3 --hitcount 2 --rttl --name DEFAULT --mask 255.255.255.255 --rdest",
        "-m limit ~ -m limit --limit 3/hour",
        "-m limit --limit-burst 5 --limit 60/minute ~ -m limit --limit 1/sec",
        "-m limit --limit 61/min ~ -m limit --limit 61/min",
        "-m limit --limit 48/day ~ -m limit --limit 2/hour",
        "-m limit --limit 30/d --limit-burst 7 ~ -m limit --limit 30/day --limit-burst 7",
        "-m limit --limit 3000/s ~ -m limit --limit 3333/sec",
        "-m hashlimit --hashlimit-name x --hashlimit 60/m ~ -m hashlimit --hashlimit-upto 1/sec"
            + " --hashlimit-burst 5 --hashlimit-name x --hashlimit-htable-expire 60000",
        "-m hashlimit --hashlimit-mode dstport,srcip --hashlimit-name x --hashlimit-above 3/s"
            + " --hashlimit-srcmask 32 --hashlimit-dstmask 24 --hashlimit-htable-expire 1000 ~ -m"
            + " hashlimit --hashlimit-above 3/sec --hashlimit-burst 5 --hashlimit-mode"
            + " srcip,dstport --hashlimit-name x --hashlimit-dstmask 24",
        "-m hashlimit --hashlimit-name x --hashlimit-upto 10kb/s ~ -m hashlimit --hashlimit-upto"
            + " 10kb/s --hashlimit-name x",
        "-m conntrack --ctdir REPLY --ctproto 17 --ctstate NEW,INVALID ~ -m conntrack --ctstate"
            + " INVALID,NEW --ctproto 17 --ctdir REPLY",
        "-m state --state ESTABLISHED,RELATED ~ -m state --state RELATED,ESTABLISHED",
        "-m addrtype --dst-type LOCAL,UNICAST --src-type LOCAL ~ -m addrtype --src-type LOCAL"
            + " --dst-type UNICAST,LOCAL",
        "-m physdev --physdev-is-bridged --physdev-out o --physdev-in i ~ -m physdev --physdev-in i"
            + " --physdev-out o --physdev-is-bridged",
        "-m statistic --probability 0.3 --mode random ~ -m statistic --mode random --probability"
            + " 0.29999999981",
        "-m tos --tos Minimize-Delay ~ -m tos --tos 0x10/0x3f",
        "-m dscp --dscp-class af21 ~ -m dscp --dscp 0x12",
        "-j LOG --log-level info --log-uid --log-prefix 'p ' ~ -j LOG --log-prefix `p ` --log-level"
            + " 6 --log-uid",
        "-j LOG --log-level warning ~ -j LOG",
        "-j NFLOG --nflog-threshold 5 --nflog-prefix x --nflog-group 0 ~ -j NFLOG --nflog-prefix x"
            + " --nflog-threshold 5",
        "-j CONNMARK --set-mark 1 ~ -j CONNMARK --set-xmark 0x1/0xffffffff",
        "-j CONNMARK --restore-mark --mask 0xf ~ -j CONNMARK --restore-mark --nfmask 0xf --ctmask"
            + " 0xf",
        "-j CONNMARK --save-mark ~ -j CONNMARK --save-mark --nfmask 0xffffffff --ctmask"
            + " 0xffffffff",
        "-j DSCP --set-dscp-class EF ~ -j DSCP --set-dscp 0x2e",
        "-j TOS --set-tos 16 ~ -j TOS --set-tos 0x10/0xff",
        "-j ACCEPT ~ -j ACCEPT",
        "-m comment --comment '--dport 22' ~ -m comment --comment `--dport 22`",
        "-j CLASSIFY --set-class 1:10 ~ -j CLASSIFY --set-class 0001:0010",
        "-p tcp -j TPROXY --tproxy-mark 1 --on-port 80 ~ -p tcp -j TPROXY --on-port 80"
            + " --tproxy-mark 0x1/0xffffffff",
        "-j CT --zone 5 --ctevents destroy,new ~ -j CT --ctevents new,destroy --zone 5",
        "-j NFQUEUE --queue-bypass --queue-num 1 ~ -j NFQUEUE --queue-num 1 --queue-bypass",
      })
  void ofPackets(String written, String saved) {
    assertEquals(saved.replace('`', '"'), saved("iptables", written.replace('`', '"')));
  }

  @Test
  void ofRulesWithoutWords() {
    assertEquals("-A FORWARD", saved("iptables", ""));
    assertEquals("-j CONTINUE", saved("ebtables", ""));
  }

  @Test
  void ofIpv6() {
    assertEquals(
        "-m recent --set --name DEFAULT --mask ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff --rsource",
        saved("ip6tables", "-m recent --set"));
    assertEquals(
        "-m hashlimit --hashlimit-above 3/min --hashlimit-burst 5 --hashlimit-name x"
            + " --hashlimit-dstmask 64",
        saved(
            "ip6tables",
            "-m hashlimit --hashlimit-name x --hashlimit-above 3/m --hashlimit-srcmask 128"
                + " --hashlimit-dstmask 64"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "-o a -i d -d 1:2:3:4:5:6 -s 1:2:3:4:5:7 -p ARP ~ -p ARP -s 01:02:03:04:05:07 -d"
            + " 01:02:03:04:05:06 -i d -o a -j CONTINUE",
        "-p IPv4 --ip-dport 22 --ip-tos 0x10 --ip-src 2.2.2.2 --ip-proto tcp ~ -p IPv4 --ip-src"
            + " 2.2.2.2 --ip-tos 0x10 --ip-proto tcp --ip-dport 22 -j CONTINUE",
        "--limit 60/m --ip-dport 22 --ip-proto tcp -p IPv4 -j DROP ~ -p IPv4 --limit 1/sec"
            + " --limit-burst 5 --ip-proto tcp --ip-dport 22 -j DROP",
        "-p ARP --arp-gratuitous --arp-ip-dst 1.1.1.1 --arp-htype 1 --arp-op Reply ~ -p ARP"
            + " --arp-op Reply --arp-htype 1 --arp-ip-dst 1.1.1.1 --arp-gratuitous -j CONTINUE",
        "-p IPv4 --ip-src 1.1.1.1 --mark 1 --ip-dst 2.2.2.2 ~ -p IPv4 --ip-src 1.1.1.1 --ip-dst"
            + " 2.2.2.2 --mark 0x1 -j CONTINUE",
        "--log ~ --log-level notice -j CONTINUE",
        "--log-ip --log-prefix x --log-level 3 ~ --log-level error --log-prefix `x` --log-ip -j"
            + " CONTINUE",
        "--nflog-threshold 1 --nflog-prefix z ~ --nflog-prefix `z` --nflog-group 1 -j CONTINUE",
        "--limit-burst 9 ~ --limit 3/hour --limit-burst 9 -j CONTINUE",
        "-j mark --mark-target DROP --mark-set 3 -s 1:2:3:4:5:6 ~ -s 01:02:03:04:05:06 -j mark"
            + " --mark-set 0x3 --mark-target DROP",
        "-j snat --snat-target DROP --to-src 1:2:3:4:5:6 ~ -j snat --to-src 01:02:03:04:05:06"
            + " --snat-target DROP",
      })
  void ofFrames(String written, String saved) {
    assertEquals(saved.replace('`', '"'), saved("ebtables", written));
  }

  @ParameterizedTest
  @CsvSource({
    "V1_8_9, any",
    "V1_8_11, 255/3",
  })
  void theIcmpType255WithACodeDependsOnTheVersion(ToolVersion tools, String type) {
    String loaded =
        """
        *filter
        :INPUT ACCEPT [0:0]
        -A INPUT -p icmp -m icmp --icmp-type 255/3
        COMMIT
        """;
    TextSource source = TextSource.text(loaded, "r").of(tools);

    Ruleset printed = SavedForm.of(SaveText.read(Family.IPV4, source), tools);

    assertEquals(
        "-A INPUT -p icmp -m icmp --icmp-type " + type,
        SaveText.line(Family.IPV4, "INPUT", printed.chain("filter", "INPUT").rules().get(0)));
  }

  @Test
  void restoredRulesets() {
    String loaded =
        "*filter\n:INPUT ACCEPT [0:0]\n:own - [0:0]\n-A INPUT -i eth0 -s 10.0.0.1 -j own\nCOMMIT\n";
    String printed = loaded.replace("-i eth0 -s 10.0.0.1", "-s 10.0.0.1 -i eth0");
    Ruleset wanted = SaveText.read(Family.IPV4, TextSource.text(printed, "r"));

    assertEquals(wanted, SavedForm.of(SaveText.read(Family.IPV4, TextSource.text(loaded, "r"))));
    assertEquals(wanted, SavedForm.of(wanted));
  }
}
