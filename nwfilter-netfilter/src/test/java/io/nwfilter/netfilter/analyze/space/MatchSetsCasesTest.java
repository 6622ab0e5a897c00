package io.nwfilter.netfilter.analyze.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cases in which sets and the simulator have differed. */
class MatchSetsCasesTest {

  private static final String ENDS = " src-mac 52:54:00:00:00:01 dst-mac 52:54:00:00:00:02";

  private static Situation.Builder host() {
    return Situation.builder()
        .bridge("br0", "vnet0", "vnet1")
        .learned("vnet1", MacAddress.parse("52:54:00:00:00:02"));
  }

  /** What the set of the only rule, and the simulator, say of a packet between two guests. */
  private static void check(Answer expected, Family family, String rule, Packet packet) {
    check(expected, family, rule, packet, Entry.port("vnet0"), host().build());
  }

  private static void check(
      Answer expected, Family family, String rule, Packet packet, Entry entry, Situation host) {
    String chain = entry instanceof Entry.Host ? "OUTPUT" : "FORWARD";
    String text =
        family == Family.BRIDGE
            ? "*filter\n:" + chain + " ACCEPT\n-A " + chain + " " + rule + " -j CONTINUE\n"
            : "*filter\n:" + chain + " ACCEPT [0:0]\n-A " + chain + " " + rule + "\nCOMMIT\n";
    Ruleset rules = SaveText.read(family, TextSource.text(text, "rules"));
    PacketSpace space = PacketSpace.of(100_000);
    MatchSets sets = new MatchSets(space, family, EnumSet.noneOf(Field.class), Set.of());
    List<Answer> simulated = new ArrayList<>();
    List<Answer> inSet = new ArrayList<>();
    Simulator.of(host, rules)
        .observe(
            packet,
            entry,
            (view, tried, met) -> {
              simulated.add(met);
              inSet.add(new Point(space, view).isIn(sets.all(tried.matches())));
            });
    assertEquals(List.of(expected), simulated, "simulated");
    assertEquals(List.of(expected), inSet, "in the set");
  }

  private static Packet packet(String text) {
    return Packet.parse(text + ENDS);
  }

  /** {@return the packet without what is after some octets of its frame} */
  private static Packet cutOff(String text, int length) {
    return Packet.parse(packet(text).octets().slice(0, length).toByteArray());
  }

  @Test
  void directionIsNotAskedOfPacketsWithoutConnection() {
    Packet invalid = packet("tcp fin,psh,urg 10.0.0.1:40000 > 10.0.0.2:80");
    String state = "-m conntrack --ctstate INVALID";

    check(Answer.YES, Family.IPV4, state + " --ctdir ORIGINAL", invalid);
    check(Answer.NO, Family.IPV4, state + " -m conntrack --ctdir ORIGINAL", invalid);
  }

  @Test
  void noProtocolIsKnownAfterExtensionsThatAreCutOff() {
    Packet cut = cutOff("udp [fd00::1]:1 > [fd00::2]:2 destination-options 0x010400000000", 54);

    check(
        Answer.NO,
        Family.BRIDGE,
        "-p IPv6 --ip6-proto ! tcp",
        cut,
        Entry.port("vnet0"),
        host().bridgeNetfilter(Family.IPV6, false).build());
  }

  @Test
  void ebtablesDoesNotKnowTheProtocolWithoutANextHeader() {
    Packet none = packet("ip6 fd00::1 > fd00::2 proto 59");

    check(Answer.NO, Family.BRIDGE, "-p IPv6 --ip6-proto ! udp", none);
    check(Answer.NO, Family.BRIDGE, "-p IPv6 --ip6-proto 59", none);
    check(Answer.YES, Family.IPV6, "-p 59", none);
    check(
        Answer.YES,
        Family.BRIDGE,
        "-p IPv4 --ip-proto 59",
        packet("ip 10.0.0.1 > 10.0.0.2 proto 59"));
  }

  @Test
  void arpOfAnotherHardwareHasAddressesOfIpAlone() {
    Packet other = packet("arp who-has 10.0.0.2 tell 10.0.0.1 hardware-type 6");

    check(Answer.YES, Family.BRIDGE, "-p ARP --arp-ip-src 10.0.0.1", other);
    check(Answer.NO, Family.BRIDGE, "-p ARP --arp-mac-src ! 0:0:0:0:0:9", other);
  }

  @Test
  void ofSeveralTypesOfAnAddressOfIpv6AllMustHold() {
    Packet unicast = packet("udp [fd00::1]:1 > [fd00::2]:2");
    String both = "--dst-type UNICAST,MULTICAST";

    check(Answer.NO, Family.IPV6, "-m addrtype " + both, unicast);
    check(Answer.YES, Family.IPV6, "-m addrtype ! " + both, unicast);
  }

  @Test
  void linuxFindsBpdusInFramesOfAnyType() {
    Packet bpdu =
        Packet.parse(
            Octets.parse(
                    "525400000002"
                        + "525400000001"
                        + "88b5"
                        + "424203000000"
                        + "05"
                        + "00".repeat(31))
                .toByteArray());

    check(Answer.YES, Family.BRIDGE, "-d 52:54:0:0:0:2 --stp-flags 5", bpdu);
  }

  @Test
  void ofTwoNegatedPortsOneIsEnough() {
    Packet toPort = packet("tcp syn 10.0.0.1:68 > 10.0.0.2:2");

    check(Answer.YES, Family.IPV4, "-p tcp -m tcp ! --sport 1 ! --dport 2", toPort);
    check(Answer.NO, Family.IPV4, "-p tcp -m tcp ! --sport 1 -m tcp ! --dport 2", toPort);
    check(Answer.NO, Family.IPV4, "-p tcp -m tcp ! --sport 68 ! --dport 2", toPort);
    check(Answer.NO, Family.BRIDGE, "-p IPv4 --ip-proto 6 --ip-sport ! 1 --ip-dport ! 2", toPort);
  }

  @Test
  void payloadIsTakenForPorts() {
    Packet later = packet("ip 10.0.0.1 > 10.0.0.2 proto 6 frag 16 data 0x0001000200");

    check(Answer.YES, Family.IPV4, "-p tcp -m tcp --dport 2", later);
    check(Answer.NO, Family.IPV4, "-p tcp -m tcp ! --dport 2", later);
    check(Answer.NO, Family.IPV4, "-p tcp -m tcp ! --tcp-flags SYN SYN", later);
    check(Answer.NO, Family.BRIDGE, "-p IPv4 --ip-proto tcp --ip-dport 2", later);
  }

  @Test
  void theHeaderOfLaterFragmentsOfIpv6IsTakenForPorts() {
    Packet later = packet("ip6 fd00::1 > fd00::2 proto 17 frag 16 data 0x0001000200");

    check(Answer.YES, Family.IPV6, "-p udp -m udp --sport 24576 --dport 0", later);
    check(Answer.NO, Family.IPV6, "-p udp -m udp --sport 1", later);
  }

  @Test
  void aReceiverThatIsNotKnownMayBeOnAList() {
    Situation host =
        Situation.builder().bridge("br0", "vnet0").address("br0", "10.0.0.1/24").build();
    Packet own = packet("udp 10.0.0.1:1 > 10.0.0.9:2");
    String list = "--among-dst 52:54:0:0:0:9=10.0.0.";

    check(Answer.UNKNOWN, Family.BRIDGE, list + "9,", own, Entry.host(), host);
    check(Answer.NO, Family.BRIDGE, list + "8,", own, Entry.host(), host);
  }
}
