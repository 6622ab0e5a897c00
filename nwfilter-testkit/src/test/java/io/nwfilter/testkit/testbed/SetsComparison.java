package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Counts packets of which sets say the same as the simulator, and keeps those of which not. */
final class SetsComparison {

  private static final int LEAST_WITH_A_TAG = 20;

  private static final Pattern OPTIONS = Pattern.compile("(?:ip-options|hop-by-hop) 0x(\\w+)");

  /** Options of generated packets that the kernel takes wherever they go. */
  private static final ImmutableSet<String> TAKEN =
      ImmutableSet.of(
          "01010100",
          "94040000",
          "94040001",
          "07030400",
          "82040000",
          "1e040000",
          "010400000000",
          "000000000000",
          "050200000100",
          "3e0400000000");

  private int asked;
  private int open;
  private final List<String> differences = new ArrayList<>();

  int asked() {
    return asked;
  }

  /** {@return how many packets and ends were not decided by the sets or the simulator} */
  int open() {
    return open;
  }

  List<String> differences() {
    return differences;
  }

  /** Compares sets with the simulator for packets from all places. */
  void compare(String rules, Simulator simulator, PacketSets sets, List<Packet> samples) {
    for (Place place : Place.values()) {
      List<Packet> packets = samples.stream().map(place::addressed).toList();
      compare(rules, simulator, sets, packets, place.entry());
    }
    List<Packet> toOthers = samples.subList(0, samples.size() / 4);
    compare(rules, simulator, sets, toOthers, Place.OUTSIDE.entry());
    List<Packet> untagged = samples.stream().filter(packet -> !packet.has(Header.VLAN)).toList();
    compare(rules, simulator, sets, untagged, Entry.host());
  }

  private void compare(
      String rules, Simulator simulator, PacketSets sets, List<Packet> packets, Entry entry) {
    for (End end : sets.ends(entry)) {
      PacketSet arriving =
          sets.arriving(entry, Optional.of(end)).and(sets.first()).and(sets.possible(entry));
      packets.stream()
          .filter(SetsComparison::isOrdinary)
          .forEach(packet -> compare(rules, simulator, sets, arriving, packet, entry, end));
    }
  }

  /**
   * Sets are of packets with right lengths and checksums, and options that the kernel takes.
   */
  static boolean isOrdinary(Packet packet) {
    return packet.layers().stream().allMatch(layer -> layer.fixed().isEmpty())
        && packet.octets().length() >= LEAST_WITH_A_TAG
        && OPTIONS
            .matcher(packet.toString())
            .results()
            .allMatch(options -> TAKEN.contains(options.group(1)));
  }

  private void compare(
      String rules,
      Simulator simulator,
      PacketSets sets,
      PacketSet arriving,
      Packet packet,
      Entry entry,
      End end) {
    Answer inSet = sets.contains(arriving, packet);
    Fate fate = simulator.fate(packet, entry, end);
    if (fate == Fate.HELD) {
      return;
    }
    asked++;
    if (inSet == Answer.UNKNOWN || fate == Fate.DEPENDS) {
      open++;
      return;
    }
    if ((inSet == Answer.YES) != (fate == Fate.ARRIVES)) {
      differences.add(
          rules + ": " + packet + " from " + entry + " to " + end + " " + fate + ", set: " + inSet);
    }
  }
}
