package io.nwfilter.netfilter.analyze.way;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets of packets know where translated packets go, the first ones and those that follow. */
class TranslatedPacketsTest {

  private static final MacAddress OWN = MacAddress.parse("02:00:00:00:00:fe");

  private static final MacAddress OUTSIDE = MacAddress.parse("02:00:00:00:00:fd");

  private static final String FORWARD = "-A PREROUTING -d 198.51.100.1 -p tcp -m tcp --dport ";

  private static final List<Entry> REPLYING =
      List.of(Entry.port("vnet0"), Entry.host(), Entry.network("out0"));

  private static final String TO = " -j DNAT --to-destination ";

  /** Rules that ask for what packets have after translation. */
  private static final String ASKING =
      """
      *filter
      :FORWARD ACCEPT
      :INPUT ACCEPT
      -A FORWARD -d 10.0.0.11 -p tcp -m tcp --dport 80 -j ACCEPT
      -A FORWARD -d 198.51.100.1 -j DROP
      -A FORWARD -p tcp -m multiport --dports 81,22 -j DROP
      -A FORWARD -d 10.0.0.12 -j DROP
      -A INPUT -p tcp -m tcp --dport 8080 -j DROP
      COMMIT
      *mangle
      :PREROUTING ACCEPT
      -A PREROUTING -d 10.0.0.12 -j DROP
      COMMIT
      """;

  private static Situation situation() {
    return Situation.builder()
        .bridge("br0", "vnet0", "vnet1")
        .mac("br0", OWN)
        .address("br0", "10.0.0.1/24")
        .mac("out0", OUTSIDE)
        .address("out0", "198.51.100.1/24")
        .route("0.0.0.0/0", "out0", Ipv4Address.parseDottedQuad("198.51.100.9"))
        .neighbor("198.51.100.9", MacAddress.parse("02:00:00:00:00:09"))
        .neighbor("10.0.0.11", MacAddress.parse("52:54:00:00:00:01"))
        .learned("vnet0", MacAddress.parse("52:54:00:00:00:01"))
        .neighbor("10.0.0.12", MacAddress.parse("52:54:00:00:00:02"))
        .learned("vnet1", MacAddress.parse("52:54:00:00:00:02"))
        .build();
  }

  private static Simulator host(String nat) {
    return Simulator.of(
        situation(),
        SaveText.read(
            Family.IPV4,
            TextSource.text(
                "*nat\n:PREROUTING ACCEPT\n:POSTROUTING ACCEPT\n:OUTPUT ACCEPT\n"
                    + nat
                    + "\nCOMMIT\n"
                    + ASKING,
                "rules")));
  }

  private static List<Packet> openings() {
    List<Packet> openings = new ArrayList<>();
    for (String source : List.of("203.0.113.9", "10.0.0.12", "10.0.0.1", "127.0.0.1")) {
      for (String destination : List.of("198.51.100.1", "10.0.0.11", "10.0.0.12", "10.0.0.1")) {
        for (int port : new int[] {22, 80, 81, 2222, 8080}) {
          for (String mac : List.of(OWN.toString(), OUTSIDE.toString(), "52:54:00:00:00:01")) {
            openings.add(
                Packet.parse(
                    String.format(
                        "tcp syn %s:40000 > %s:%d dst-mac %s", source, destination, port, mac)));
          }
        }
      }
    }
    return openings;
  }

  private static Packet following(Packet opening) {
    return Packet.parse(opening.toString().replace("tcp syn", "tcp ack").concat(" ack-seq 1"));
  }

  /** Has whoever received a packet reply to it, and says whether that was found. */
  private static boolean isReplied(Conversation conversation, Packet opening) {
    List<String> words = Splitter.onPattern("[ :]").splitToList(opening.toString());
    for (String address : List.of(words.get(5), "10.0.0.11", "10.0.0.12", "10.0.0.1")) {
      for (String port : List.of(words.get(6), "22", "80", "81", "8080")) {
        for (Entry entry : REPLYING) {
          Packet reply =
              Packet.parse(
                  String.format(
                      "tcp syn,ack %s:%s > %s:%s dst-mac %s ack-seq 1",
                      address,
                      port,
                      words.get(2),
                      words.get(3),
                      entry.equals(Entry.network("out0")) ? OUTSIDE : OWN));
          conversation.run(reply, entry);
          Bits state = conversation.tracked().getOrDefault(Field.CONNECTION_STATE, Bits.ZERO);
          if (state.equals(Bits.of(TrackedState.ESTABLISHED.bit()))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Counts what was compared. */
  private int known;

  private int open;
  private int followed;
  private final List<String> differences = new ArrayList<>();

  private void compare(Answer inSet, Fate fate, String packet) {
    if (inSet == Answer.UNKNOWN || fate == Fate.DEPENDS) {
      open++;
    } else {
      known++;
      if ((inSet == Answer.YES) != (fate == Fate.ARRIVES)) {
        differences.add(packet + ": " + fate + ", set: " + inSet);
      }
    }
  }

  private static PacketSet original(PacketSets sets) {
    return sets.of(PacketClass.of(PacketCondition.is(Field.CONNECTION_DIRECTION, 0)));
  }

  private void compareAll(Simulator host) {
    PacketSets sets = PacketSets.of(host);
    PacketSet established = sets.in(TrackedState.ESTABLISHED).and(original(sets));
    for (Entry entry : List.of(Entry.port("vnet1"), Entry.port("vnet0"), Entry.network("out0"))) {
      for (End end : sets.ends(entry)) {
        PacketSet possible = sets.possible(entry);
        PacketSet arriving = sets.arriving(entry, Optional.of(end)).and(possible);
        PacketSet first = arriving.and(sets.first());
        PacketSet later = arriving.and(established);
        for (Packet opening : openings()) {
          Conversation conversation = host.conversation();
          Explanation begun = conversation.run(opening, entry);
          String way = opening + " from " + entry + " to " + end;
          compare(sets.contains(first, opening), begun.fateAt(end), way);
          if (begun.fate() == Fate.ARRIVES && isReplied(conversation, opening)) {
            Packet next = following(opening);
            Fate fate = conversation.run(next, entry).fateAt(end);
            compare(sets.contains(later, next), fate, "then " + way);
            followed++;
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FORWARD + "2222" + TO + "10.0.0.11:80",
        FORWARD + "2222" + TO + "10.0.0.11:81",
        FORWARD + "80" + TO + "10.0.0.11",
        FORWARD + "80" + TO + ":8080",
        FORWARD + "80" + TO + "10.0.0.12:8080",
        "-A PREROUTING -d 10.0.0.12" + TO + "10.0.0.11",
        "-A PREROUTING -p tcp -m tcp --dport 22 -j REDIRECT --to-ports 8080",
        "-A PREROUTING -p tcp -m tcp --dport 22 -j REDIRECT",
        FORWARD + "22 -j REDIRECT --to-ports 80\n" + FORWARD + "80" + TO + "10.0.0.12:22",
        "-A POSTROUTING -s 10.0.0.0/24 -j MASQUERADE\n" + FORWARD + "81" + TO + "10.0.0.11:80",
      })
  void setsHoldWhatArrives(String nat) {
    compareAll(host(nat));
    assertEquals("", String.join("\n", differences));
    assertEquals(0, open);
    assertTrue(known > 1000, () -> known + " compared");
    assertTrue(followed > 100, () -> followed + " of known connections");
  }

  /**
   * The first packet of a known connection may have come in somewhere else, or have been marked.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-A PREROUTING -i out0 -p tcp -m tcp --dport 80" + TO + "10.0.0.11:80",
        "-A PREROUTING -i br0 -p tcp -m tcp --dport 22 -j REDIRECT --to-ports 8080",
        FORWARD + "2222" + TO + "10.0.0.11-10.0.0.12",
        FORWARD + "2222" + TO + "10.0.0.11:80-81",
        FORWARD + "2222 -m limit --limit 1/second" + TO + "10.0.0.11:80",
        "-A PREROUTING -d 198.51.100.1 -p tcp -j NETMAP --to 10.0.0.8/29",
      })
  void whatIsNotKnownIsOpen(String nat) {
    compareAll(host(nat));
    assertEquals("", String.join("\n", differences));
    assertTrue(open > 0, () -> open + " not known");
    assertTrue(known > open, () -> known + " compared, " + open + " not known");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip daddr 198.51.100.1 tcp dport 2222 dnat to 10.0.0.11:80",
        "ip daddr 198.51.100.1 tcp dport 80 dnat to :8080",
        "tcp dport 22 redirect to :8080",
      })
  void setsHoldWhatArrivesWithNftables(String nat) {
    compareAll(
        Simulator.of(
            situation(),
            HostRules.NONE.with(
                NftListing.read(
                    TextSource.text(
                        "table ip t {\n"
                            + "chain before {\n"
                            + "type nat hook prerouting priority dstnat; policy accept;\n"
                            + nat
                            + "\n"
                            + "}\n"
                            + "chain through {\n"
                            + "type filter hook forward priority filter; policy accept;\n"
                            + "ip daddr 10.0.0.11 tcp dport 80 accept\n"
                            + "ip daddr { 10.0.0.11, 198.51.100.1 } drop\n"
                            + "}\n"
                            + "chain in {\n"
                            + "type filter hook input priority filter; policy accept;\n"
                            + "ip daddr 10.0.0.1 tcp dport 8080 drop\n"
                            + "}\n"
                            + "}\n",
                        "rules")))));
    assertEquals("", String.join("\n", differences));
    assertEquals(0, open);
    assertTrue(known > 1000, () -> known + " compared");
    assertTrue(followed > 100, () -> followed + " of known connections");
  }

  @Test
  void errorsAreAboutAnyConnection() {
    Simulator host = host(FORWARD + "2222" + TO + "10.0.0.11:80");
    PacketSets sets = PacketSets.of(host);
    Packet opening =
        Packet.parse("tcp syn 203.0.113.9:40000 > 198.51.100.1:2222 dst-mac 02:00:00:00:00:fd");
    Conversation conversation = host.conversation();
    Entry entry = Entry.network("out0");
    assertEquals(List.of(End.port("vnet0")), conversation.run(opening, entry).arrivals());
    Packet error =
        Packet.parse(
            "icmp port-unreachable 203.0.113.9 > 198.51.100.1 dst-mac 02:00:00:00:00:fd"
                + " about \"tcp syn,ack 198.51.100.1:2222 > 203.0.113.9:40000\"");
    assertEquals(List.of(End.port("vnet0")), conversation.run(error, entry).arrivals());
    PacketSet related = sets.in(TrackedState.RELATED).and(original(sets));
    for (End end : List.of(End.port("vnet0"), End.HOST)) {
      PacketSet arriving = sets.arriving(entry, Optional.of(end)).and(related);
      assertEquals(Answer.UNKNOWN, sets.contains(arriving, error), end::toString);
    }
  }
}
