package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.testkit.kernel.HostTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several packets both ways: connections, translations, errors and fragments as in the kernel. */
class ConversationKernelTest {

  /**
   * Lines of a place and a packet from there. {@code G}, {@code O}, {@code N}, {@code X} are the
   * addresses of the guest, the other guest, the neighbour and outside, {@code H} and {@code U}
   * those of the host on the bridge and outside.
   */
  private static final ImmutableMap<String, String> CONVERSATIONS =
      ImmutableMap.<String, String>builder()
          .put("TCP from the guest", tcp("G", "GUEST", "N", "NEIGHBOR", 40000, 80))
          .put("TCP to the guest", tcp("N", "NEIGHBOR", "G", "GUEST", 40000, 22))
          .put("TCP to another port of the guest", tcp("N", "NEIGHBOR", "G", "GUEST", 40000, 443))
          .put("TCP between guests", tcp("G", "GUEST", "O", "OTHER_GUEST", 40000, 22))
          .put(
              "TCP to outside",
              """
              GUEST tcp syn G:40000 > X:80 seq 100 window 1000 dst-mac HOST
              OUTSIDE tcp syn,ack X:80 > U:40000 seq 300 ack-seq 101 window 1000
              OUTSIDE tcp syn,ack X:80 > G:40000 seq 300 ack-seq 101 window 1000
              GUEST tcp ack G:40000 > X:80 seq 101 ack-seq 301 window 1000 dst-mac HOST
              """)
          .put("TCP from outside", tcp("X", "OUTSIDE", "G", "GUEST", 40000, 22))
          .put(
              "TCP to a forwarded port",
              """
              OUTSIDE tcp syn X:40000 > U:80 seq 100 window 1000
              GUEST tcp syn,ack G:8080 > X:40000 seq 300 ack-seq 101 window 1000 dst-mac HOST
              GUEST tcp syn,ack G:8080 > H:40000 seq 300 ack-seq 101 window 1000 dst-mac HOST
              OUTSIDE tcp ack X:40000 > U:80 seq 101 ack-seq 301 window 1000
              """)
          .put(
              "a refused connection",
              """
              NEIGHBOR tcp syn N:40000 > G:22 seq 100 window 1000
              GUEST tcp rst,ack G:22 > N:40000 seq 0 ack-seq 101
              NEIGHBOR tcp syn N:40000 > G:22 seq 200 window 1000
              """)
          .put(
              "DNS at the neighbour",
              """
              GUEST dns example.org G > N
              NEIGHBOR udp N:53 > G:40000 data "reply"
              GUEST dns example.org G > N
              NEIGHBOR udp N:54 > G:40000 data "other"
              """)
          .put(
              "UDP to outside",
              """
              GUEST udp G:40000 > X:53 dst-mac HOST
              OUTSIDE udp X:53 > U:40000
              OUTSIDE udp X:53 > G:40000
              GUEST udp G:40000 > X:53 dst-mac HOST
              """)
          .put(
              "an error about UDP to outside",
              """
              GUEST udp G:40000 > X:53 dst-mac HOST
              OUTSIDE icmp port-unreachable X > U about "udp U:40000 > X:53"
              OUTSIDE icmp port-unreachable X > G about "udp G:40000 > X:53"
              """)
          .put(
              "UDP to a forwarded host",
              """
              OUTSIDE udp X:40000 > U:53
              GUEST udp G:53 > X:40000 dst-mac HOST
              OUTSIDE udp X:40000 > U:53
              """)
          .put(
              "pings",
              """
              GUEST ping G > N id 5
              NEIGHBOR icmp echo-reply N > G id 5
              NEIGHBOR icmp echo-reply N > G id 6
              NEIGHBOR ping N > G id 7
              GUEST icmp echo-reply G > N id 7
              GUEST ping G > X id 8 dst-mac HOST
              OUTSIDE icmp echo-reply X > U id 8
              OUTSIDE icmp echo-reply X > G id 8
              """)
          .put(
              "errors",
              """
              NEIGHBOR icmp port-unreachable N > G about "udp G:40000 > N:99"
              GUEST udp G:40000 > N:99
              NEIGHBOR icmp port-unreachable N > G about "udp G:40000 > N:99"
              NEIGHBOR icmp time-exceeded X > G about "udp G:40000 > N:99"
              NEIGHBOR icmp port-unreachable N > G about "udp G:40001 > N:99"
              GUEST icmp port-unreachable G > N about "udp N:99 > G:40000"
              """)
          .put(
              "DHCP at the neighbour",
              """
              GUEST dhcp discover
              NEIGHBOR dhcp offer G from N dst-mac GUEST
              GUEST dhcp request G from N
              NEIGHBOR dhcp ack G from N dst-mac GUEST
              """)
          .put(
              "UDP from the host",
              "HOST udp H:40000 > G:53 ip-id 7\nGUEST udp G:53 > H:40000 dst-mac HOST")
          .put("a ping from the host", "HOST ping H > N ip-id 7")
          .put(
              "TCP from the host to outside",
              "HOST tcp syn U:40000 > X:80 ip-id 7 seq 100 window 1000")
          .put(
              "frames of the host",
              """
              RAW dhcp offer G from H dst-mac GUEST
              RAW arp who-has G tell H
              """)
          .put(
              "ARP",
              """
              GUEST arp who-has N tell G
              NEIGHBOR arp reply N is-at 02:00:00:00:00:01 target-ip G dst-mac GUEST
              NEIGHBOR arp who-has G tell N
              GUEST arp reply G is-at 52:54:00:9f:80:45 target-ip N dst-mac NEIGHBOR
              """)
          .put(
              "fragments",
              """
              GUEST udp G:40000 > N:53 frag 0+ data 0x0000000000000000 ip-id 77 length 24 checksum 0
              GUEST udp G > N frag 16 data 0x0000000000000000 ip-id 77
              GUEST udp G:40000 > N:53 frag 0+ data 0x0000000000000000 ip-id 78 length 24 checksum 0
              NEIGHBOR udp N > G frag 16 data 0x0000000000000000 ip-id 79
              NEIGHBOR udp N:40000 > G:22 frag 0+ data 0x0000000000000000 ip-id 79 length 24 checksum 0
              """)
          .build();

  private static final ImmutableMap<String, String> WORDS =
      ImmutableMap.of(
          "G", Place.GUEST.ipv4.toString(),
          "O", Place.OTHER_GUEST.ipv4.toString(),
          "N", Place.NEIGHBOR.ipv4.toString(),
          "X", Place.OUTSIDE.ipv4.toString(),
          "H", "192.168.122.1",
          "U", "198.51.100.1",
          "HOST", Situation.BRIDGE_MAC.toString(),
          "GUEST", Place.GUEST.mac.toString(),
          "NEIGHBOR", Place.NEIGHBOR.mac.toString());

  private static final Pattern WORD = Pattern.compile("[A-Z]+");

  private static String tcp(
      String client, String from, String server, String to, int source, int destination) {
    String out = client + ":" + source + " > " + server + ":" + destination;
    String back = server + ":" + destination + " > " + client + ":" + source;
    boolean routed = from.equals("OUTSIDE");
    String mac = routed ? " dst-mac HOST" : "";
    return """
    %1$s tcp syn %3$s seq 100 window 1000
    %2$s tcp syn,ack %4$s seq 300 ack-seq 101 window 1000%5$s
    %1$s tcp ack %3$s seq 101 ack-seq 301 window 1000
    %1$s tcp psh,ack %3$s seq 101 ack-seq 301 window 1000 data "hello"
    %2$s tcp ack %4$s seq 301 ack-seq 106 window 1000%5$s
    %2$s tcp psh,ack %4$s seq 301 ack-seq 106 window 1000 data "hi"%5$s
    %1$s tcp fin,ack %3$s seq 106 ack-seq 303 window 1000
    %2$s tcp fin,ack %4$s seq 303 ack-seq 107 window 1000%5$s
    %1$s tcp ack %3$s seq 107 ack-seq 304 window 1000
    """
        .formatted(from, to, out, back, mac);
  }

  private final List<String> differences = new ArrayList<>();
  private int sent;

  @BeforeAll
  static void requireKernel() {
    HostTools.requireKernel();
  }

  @Test
  void everyPacketOfAConversationFaresAsInTheKernel() {
    List<RuleCase> cases = new ArrayList<>(RuleCorpus.hosts());
    cases.addAll(HostRules.all());
    RuleCorpus.stock().stream()
        .filter(one -> one.name().startsWith("clean-traffic"))
        .forEach(cases::add);
    try (Testbed testbed = new Testbed()) {
      for (RuleCase rules : cases) {
        testbed.load(rules.rulesets());
        Situation situation = testbed.situation().build();
        Simulator simulator = Simulator.of(situation, rules.rulesets().values());
        CONVERSATIONS.forEach((name, lines) -> run(testbed, simulator, rules, name, lines));
      }
    }

    assertEquals("", String.join("\n", differences), () -> "of " + sent + " packets");
  }

  private void run(
      Testbed testbed, Simulator simulator, RuleCase rules, String name, String lines) {
    testbed.forgetConnections();
    Conversation conversation = simulator.conversation();
    for (String line : Splitter.on('\n').omitEmptyStrings().split(lines)) {
      int blank = line.indexOf(' ');
      Sender sender = Sender.of(line.substring(0, blank));
      Packet packet = sender.addressed(packet(sender.mac(), line.substring(blank + 1)));
      Explanation explanation = conversation.run(packet, sender.entry());
      Comparison comparison = new Comparison(explanation, testbed.send(packet, sender.entry()));
      sent++;
      Optional<String> difference = comparison.difference();
      if (difference.isPresent()) {
        differences.add(
            "== " + rules + ", " + name + ": " + sender.entry() + " " + difference.get());
        return; // what comes after it differs for that reason
      }
      if (comparison.hasReplies()) {
        return; // the simulator is not told what the host itself replies
      }
    }
  }

  /**
   * Who sends a packet: somebody at an end, or the host.
   *
   * @param place the end; null for the host
   * @param entry where the packet enters
   */
  private record Sender(@Nullable Place place, Entry entry) {

    static Sender of(String word) {
      return switch (word) {
        case "HOST" -> new Sender(null, Entry.host());
        case "RAW" -> new Sender(null, Entry.raw(Place.BRIDGE));
        default -> new Sender(Place.valueOf(word), Place.valueOf(word).entry());
      };
    }

    MacAddress mac() {
      return place == null ? Situation.BRIDGE_MAC : place.mac;
    }

    Packet addressed(Packet packet) {
      return place == null ? packet : place.addressed(packet);
    }
  }

  /** {@return a packet with addresses in place of letters, and the MAC addresses of both} */
  private static Packet packet(MacAddress from, String text) {
    String addressed =
        WORD.matcher(text).replaceAll(word -> WORDS.getOrDefault(word.group(), word.group()));
    Packet packet = Packet.parse(addressed).with(Slot.ETHERNET_SOURCE, Bits.of(from));
    if (addressed.contains("dst-mac") || (packet.octets().get(0) & 1) != 0) {
      return packet;
    }
    for (Place place : Place.PORTS) {
      if (addressed.contains("> " + place.ipv4)) {
        return packet.with(Slot.ETHERNET_DESTINATION, Bits.of(place.mac));
      }
    }
    return packet;
  }
}
