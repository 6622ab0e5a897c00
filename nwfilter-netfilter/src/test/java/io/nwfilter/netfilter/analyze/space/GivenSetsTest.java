package io.nwfilter.netfilter.analyze.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets of packets know the members of ipsets that are given. */
class GivenSetsTest {

  private static final int PACKETS = 1500;
  private static final Simulator OPEN = Simulator.of(situation().build());

  private static Situation.Builder situation() {
    return Situation.builder()
        .bridge("br0", "vnet0", "vnet1")
        .mac("br0", MacAddress.parse("52:54:00:00:00:fe"))
        .address("br0", "10.0.0.1/24")
        .address("out0", "192.168.9.1/24")
        .neighbor("192.168.9.2", MacAddress.parse("52:54:00:00:00:09"))
        .set("addresses", "10.0.0.11", "2001:db8::1", "192.168.9.2")
        .set("networks", "10.0.0.0/24", "fd00::/8", "198.51.100.0/24", "0.0.0.0/1")
        .set("macs", "52:54:00:00:00:01", "52:54:00:00:00:fe")
        .set("ports", "tcp:22-25", "udp:53", "67-68", "udp:60-70", "sctp:22")
        .set("both", "10.0.0.0/24,tcp:22", "10.0.0.0/24,udp:40000-65535", "fd00::/8,tcp:22")
        .set("pairs", "10.0.0.11,tcp:22,192.0.2.0/24", "10.0.0.11,udp:53,0.0.0.0/0")
        .set("empty");
  }

  private static Ruleset rules(Family family, String... lines) {
    return SaveText.read(family, TextSource.text(String.join("\n", lines) + "\n", "rules"));
  }

  private static Ruleset forward(Family family, String match) {
    return rules(family, "*filter", "-A FORWARD -m set " + match + " -j DROP", "COMMIT");
  }

  @ParameterizedTest
  @CsvSource({
    "addresses src",
    "addresses dst",
    "networks src",
    "networks dst",
    "macs src",
    "macs dst",
    "'ports src'",
    "'ports dst'",
    "'both src,src'",
    "'both src,dst'",
    "'both dst,src'",
    "'both dst'",
    "'pairs src,dst,dst'",
    "'empty src'"
  })
  void setsAreWhatTheSimulatorSays(String asked) {
    int dropped = 0;
    for (String not : List.of("", "! ")) {
      String match = not + "--match-set " + asked;
      Simulator simulator =
          Simulator.of(
              situation().build(),
              List.of(forward(Family.IPV4, match), forward(Family.IPV6, match)));
      PacketSets sets = PacketSets.of(simulator);
      PacketSet arriving =
          sets.arriving(Entry.port("vnet0"), Optional.of(End.port("vnet1")))
              .and(sets.possible(Entry.port("vnet0")));
      for (Packet packet : AlteredPackets.around(new Random(1), PACKETS)) {
        if (isBridged(packet)) {
          Fate fate = simulator.fate(packet, Entry.port("vnet0"), End.port("vnet1"));
          Answer expected = fate == Fate.ARRIVES ? Answer.YES : Answer.NO;
          assertEquals(expected, sets.contains(arriving, packet), () -> match + ": " + packet);
          dropped += fate == Fate.DROPPED && not.isEmpty() ? 1 : 0;
        }
      }
    }
    boolean none = asked.equals("both dst") || asked.startsWith("empty");
    assertEquals(none, dropped == 0, asked + ": " + dropped + " dropped");
  }

  /** Also after an address was changed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--dst-type LOCAL",
        "! --dst-type LOCAL",
        "--src-type UNICAST",
        "! --dst-type UNICAST",
        "--dst-type BROADCAST,MULTICAST",
        "--src-type UNSPEC,LOCAL",
        "--src-type UNICAST --dst-type UNICAST,LOCAL"
      })
  void typesOfAddressesAreWhatTheSimulatorSays(String asked) {
    String match = "-m addrtype " + asked;
    for (String translation : List.of("", "10.0.0.1", "10.0.0.12")) {
      String nat =
          translation.isEmpty()
              ? ""
              : "*nat\n-A PREROUTING -p tcp -j DNAT --to-destination " + translation + "\nCOMMIT";
      Simulator simulator =
          Simulator.of(
              situation().build(),
              List.of(
                  rules(
                      Family.IPV4,
                      nat,
                      "*filter",
                      "-A FORWARD " + match + " -j DROP",
                      "-A INPUT " + match + " -j DROP",
                      "COMMIT"),
                  rules(
                      Family.IPV6,
                      "*filter",
                      "-A FORWARD " + match + " -j DROP",
                      "-A INPUT " + match + " -j DROP",
                      "COMMIT")));
      PacketSets sets = PacketSets.of(simulator);
      int asking = 0;
      for (End end : List.of(End.port("vnet1"), End.HOST)) {
        PacketSet possible = sets.possible(Entry.port("vnet0")).and(sets.first());
        PacketSet arriving = sets.arriving(Entry.port("vnet0"), Optional.of(end)).and(possible);
        for (Packet packet : AlteredPackets.around(new Random(1), PACKETS / 5)) {
          if (isWhole(packet) && packet.has(Header.IP)) {
            Fate fate = simulator.fate(packet, Entry.port("vnet0"), end);
            Answer expected = fate == Fate.ARRIVES ? Answer.YES : Answer.NO;
            Answer found = sets.contains(arriving, packet);
            boolean open = !translation.isEmpty() && found == Answer.UNKNOWN; // who receives it
            if (fate != Fate.DEPENDS && !open) {
              assertEquals(expected, found, () -> match + ": " + packet + " to " + end);
              asking += fate == Fate.DROPPED ? 1 : 0;
            }
          }
        }
      }
      assertTrue(asking > 0, match);
    }
  }

  private static boolean isWhole(Packet packet) {
    return packet.layers().stream().allMatch(layer -> layer.fixed().isEmpty())
        && !packet
            .value(Field.ETHERNET_SOURCE)
            .equals(packet.value(Field.ETHERNET_DESTINATION)); // whose port a bridge learns
  }

  /** {@return whether a packet with right lengths gets to the other guest unless rules drop it} */
  private static boolean isBridged(Packet packet) {
    return packet.layers().stream().allMatch(layer -> layer.fixed().isEmpty())
        && OPEN.fate(packet, Entry.port("vnet0"), End.port("vnet1")) == Fate.ARRIVES;
  }

  @Test
  void whatIsNotGivenStaysUnknown() {
    Simulator simulator =
        Simulator.of(situation().build(), List.of(forward(Family.IPV4, "--match-set others src")));
    PacketSets sets = PacketSets.of(simulator);
    Packet packet = Packet.parse("tcp syn 10.0.0.11:40000 > 10.0.0.12:22");

    assertEquals(
        Answer.UNKNOWN,
        sets.contains(sets.arriving(Entry.port("vnet0"), Optional.of(End.port("vnet1"))), packet));
  }

  /** Where rules have changed what is looked up, it is not known as what has entered. */
  @Test
  void changedAddressesAreLookedUpAsTheyAreThen() {
    Ruleset translating =
        rules(
            Family.IPV4,
            "*nat",
            "-A PREROUTING -d 10.0.0.12 -p tcp --dport 22 -j DNAT --to-destination 192.168.9.2",
            "COMMIT",
            "*filter",
            "-A FORWARD -m set --match-set addresses dst -j DROP",
            "COMMIT");
    Simulator simulator = Simulator.of(situation().build(), List.of(translating));
    PacketSets sets = PacketSets.of(simulator);
    PacketSet arriving = sets.arriving(Entry.port("vnet0"), Optional.of(End.port("vnet1")));
    PacketSet first = arriving.and(sets.first());
    Packet translated =
        Packet.parse(
            "tcp syn 10.0.0.11:40000 > 10.0.0.12:22 src-mac 52:54:00:00:00:01"
                + " dst-mac 52:54:00:00:00:02");

    assertEquals(Fate.DROPPED, simulator.fate(translated, Entry.port("vnet0")));
    assertFalse(sets.contains(first, translated) == Answer.YES);
  }

  @Test
  void otherMembersAreADifference() {
    ImmutableList<Ruleset> rules =
        ImmutableList.of(forward(Family.IPV4, "--match-set addresses src"));
    PacketSets before = PacketSets.of(Simulator.of(situation().build(), rules));
    PacketSets after =
        before.on(Simulator.of(situation().set("addresses", "10.0.0.13").build(), rules));
    Packet packet = Packet.parse("tcp syn 10.0.0.13:40000 > 10.0.0.12:22");

    PacketSets.Differing differing = before.differing(after);

    assertEquals(Answer.YES, before.contains(differing.packets(), packet));
    Entry entry = Entry.port("vnet0");
    Optional<End> end = Optional.of(End.port("vnet1"));
    PacketSet lost = before.arriving(entry, end).without(after.arriving(entry, end));
    assertEquals(Answer.YES, before.contains(lost, packet));
  }
}
