package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fragments that come one after the other. */
class ReassemblyTest {

  private static final String DATA =
      " data 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  private static final Packet IPV4 =
      Packet.parse("udp 10.0.0.11:1 > 10.0.0.12:2 ip-id 7" + DATA + TestHost.TO_GUEST);

  private static final Packet IPV6 =
      Packet.parse(
          "udp [fd00::11]:1 > [fd00::12]:2 hop-by-hop 0x010400000000" + DATA + TestHost.TO_GUEST);

  /** Only the port of the whole packet is let through. */
  private static final String[] RULES = {
    ":FORWARD DROP [0:0]", "-A FORWARD -p udp -m udp --dport 2 -m conntrack --ctstate NEW -j ACCEPT"
  };

  private static final Ruleset RULES_OF_IPV4 = TestHost.table(Family.IPV4, "filter", RULES);
  private static final Ruleset RULES_OF_IPV6 = TestHost.table(Family.IPV6, "filter", RULES);

  /** {@return a fragment with the octets of a packet's datagram from one place to another} */
  private static Packet cut(Packet whole, int from, int to) {
    List<Layer> layers = whole.layers();
    boolean ipv4 = whole.layer(LayerType.IPV4).isPresent();
    int headers = ipv4 ? 2 : 3;
    Octets data = Octets.EMPTY;
    for (Layer layer : layers.subList(headers, layers.size())) {
      data = data.followedBy(layer.octets());
    }
    boolean more = to < data.length();
    ImmutableList.Builder<Layer> cut = ImmutableList.builder();
    Layer last = layers.get(headers - 1);
    if (ipv4) {
      cut.addAll(layers.subList(0, headers - 1))
          .add(
              last.with(Slot.IPV4_FLAGS, more ? 1 : 0)
                  .with(Slot.IPV4_FRAGMENT_OFFSET, from / 8)
                  .with(Slot.IPV4_PROTOCOL, last.get(Slot.IPV4_PROTOCOL)));
    } else {
      cut.addAll(layers.subList(0, headers))
          .add(
              Layer.of(LayerType.FRAGMENT)
                  .with(Slot.FRAGMENT_OFFSET, from / 8)
                  .with(Slot.FRAGMENT_MORE, more ? 1 : 0)
                  .with(Slot.FRAGMENT_ID, 7)
                  .with(Slot.FRAGMENT_NEXT, 17));
    }
    return Packet.parse(Packet.of(cut.add(Layer.payload(data.slice(from, to))).build()).toBytes());
  }

  private static List<Packet> thirds(Packet whole) {
    return List.of(cut(whole, 0, 16), cut(whole, 16, 24), cut(whole, 24, 40));
  }

  private static Conversation bridged() {
    return TestHost.with(RULES_OF_IPV4, RULES_OF_IPV6).conversation();
  }

  private static List<Fate> fates(Conversation conversation, Packet... fragments) {
    return List.of(fragments).stream()
        .map(fragment -> conversation.fate(fragment, Entry.port("vnet0")))
        .toList();
  }

  @Test
  void theLastOneGoesOnAsTheWholePacket() {
    for (Packet whole : List.of(IPV4, IPV6)) {
      List<Packet> parts = thirds(whole);
      Conversation conversation = bridged();

      assertEquals(List.of(Fate.HELD, Fate.HELD), fates(conversation, parts.get(2), parts.get(0)));
      Explanation last = conversation.run(parts.get(1), Entry.port("vnet0"));

      assertEquals(List.of(End.port("vnet1")), last.arrivals());
      assertEquals(whole, last.courses().get(0).endings().get(0).packet());
    }
  }

  @Test
  void aDatagramIsPutTogetherOnce() {
    List<Packet> parts = thirds(IPV4);
    Conversation conversation = bridged();
    fates(conversation, parts.get(0), parts.get(1), parts.get(2));

    assertEquals(List.of(Fate.HELD), fates(conversation, parts.get(1)));
  }

  @Test
  void fragmentsOfOtherDatagramsDoNotHelp() {
    List<Packet> parts = thirds(IPV4);
    List<Packet> others =
        thirds(Packet.parse("udp 10.0.0.11:1 > 10.0.0.12:2 ip-id 8" + DATA + TestHost.TO_GUEST));

    assertEquals(
        List.of(Fate.HELD, Fate.HELD, Fate.HELD),
        fates(bridged(), parts.get(0), others.get(1), parts.get(2)));
  }

  @Test
  void aFragmentThatWaitsAlreadyIsDropped() {
    List<Packet> parts = thirds(IPV4);
    Conversation conversation = bridged();
    fates(conversation, parts.get(0));

    assertEquals(
        Optional.of(new Decision.ByKernel("the same fragment waits already")),
        conversation.run(parts.get(0), Entry.port("vnet0")).decision());
    assertEquals(List.of(Fate.HELD, Fate.ARRIVES), fates(conversation, parts.get(1), parts.get(2)));
  }

  @Test
  void fragmentsThatOverlapAreAllDropped() {
    List<Packet> parts = thirds(IPV4);
    Conversation conversation = bridged();
    fates(conversation, parts.get(0));

    assertEquals(
        Optional.of(new Decision.ByKernel("the fragment overlaps others of its datagram")),
        conversation.run(cut(IPV4, 8, 24), Entry.port("vnet0")).decision());
    assertEquals(List.of(Fate.HELD, Fate.HELD), fates(conversation, parts.get(1), parts.get(2)));
  }

  @Test
  void withoutConnectionTrackingTheHostPutsItsOwnTogether() {
    Ruleset input =
        TestHost.table(
            Family.IPV4,
            "filter",
            ":INPUT DROP [0:0]",
            "-A INPUT -p udp -m udp --dport 2 -j ACCEPT");
    Packet whole = Packet.parse("udp 10.0.0.11:1 > 10.0.0.1:2 ip-id 7" + DATA + TestHost.TO_HOST);
    Conversation conversation = TestHost.with(input).conversation();

    assertEquals(
        List.of(Fate.HELD, Fate.ARRIVES),
        fates(conversation, cut(whole, 0, 16), cut(whole, 16, 40)));
  }

  @Test
  void whatIsForOthersPassesInPartsThen() {
    Conversation conversation = TestHost.with().conversation();

    assertEquals(
        List.of(Fate.ARRIVES, Fate.ARRIVES),
        fates(conversation, cut(IPV4, 0, 16), cut(IPV4, 16, 40)));
  }
}
