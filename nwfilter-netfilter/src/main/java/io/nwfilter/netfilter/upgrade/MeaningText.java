package io.nwfilter.netfilter.upgrade;

import static java.util.Comparator.comparing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Ordering;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.difference.ChangedPackets;
import io.nwfilter.netfilter.difference.Difference;
import io.nwfilter.netfilter.difference.DifferenceText;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What changes for packets as a text that is short enough to be read: of the packets that come from
 * one interface, those that few words describe, and a packet only where other rules decide on it
 * than on those before. Counts of the others follow.
 */
final class MeaningText {

  /** How many lines there are at most for packets from one interface. */
  private static final int MAX_LINES = 4;

  /** How many interfaces there are lines for. */
  private static final int MAX_ENTRIES = 12;

  /** How lines about what decides begin: others have the query, what it depends on, the packet. */
  private static final String OF_RULES = "      ";

  private static final String ARRIVES = "arrives at ";

  /**
   * Ordinary packets, of which there is an example, come before others; those with few words do.
   * Protocols that hardly anyone uses show less than those that all do.
   */
  private static final Ordering<ChangedPackets> READABLE =
      Ordering.from(
          comparing((ChangedPackets change) -> isOfRareProtocol(change))
              .thenComparing(change -> change.query().isEmpty())
              .thenComparing(change -> change.example().isEmpty())
              .thenComparing(change -> DifferenceText.line(change).length()));

  private static final ImmutableSet<Header> USUAL =
      Sets.immutableEnumSet(Header.TCP, Header.ICMP, Header.ICMPV6, Header.ARP);

  private final StringBuilder out = new StringBuilder();

  /** The lines about what decides on packets that are there already. */
  private final Set<ImmutableList<String>> shown = new HashSet<>();

  private MeaningText() {}

  private static boolean isOfRareProtocol(ChangedPackets change) {
    return change
        .example()
        .map(one -> one.after().packet())
        .filter(packet -> USUAL.stream().noneMatch(packet::has))
        .filter(packet -> packet.layer(LayerType.UDP).isEmpty())
        .isPresent();
  }

  /** {@return a difference in few lines} */
  static String of(Difference difference) {
    MeaningText text = new MeaningText();
    Map<Entry, List<ChangedPackets>> byEntry = byEntry(DifferenceText.lines(difference));
    byEntry.entrySet().stream()
        .limit(MAX_ENTRIES)
        .forEach(one -> text.add(one.getKey(), one.getValue()));
    int more = byEntry.values().stream().skip(MAX_ENTRIES).mapToInt(List::size).sum();
    if (more > 0) {
      text.out.append("and ").append(kinds(more)).append(" from other interfaces\n");
    }
    return text.out + DifferenceText.of(new Difference(ImmutableList.of(), difference.undecided()));
  }

  /** {@return the changes by the first interface of those where packets enter, as they come} */
  private static Map<Entry, List<ChangedPackets>> byEntry(List<ChangedPackets> changes) {
    Map<Entry, List<ChangedPackets>> byEntry = new LinkedHashMap<>();
    for (ChangedPackets change : changes) {
      byEntry.computeIfAbsent(change.entries().get(0), any -> new ArrayList<>()).add(change);
    }
    return byEntry;
  }

  private void add(Entry entry, List<ChangedPackets> changes) {
    int lines = changes.size() > MAX_LINES + 1 ? MAX_LINES : changes.size();
    READABLE.leastOf(changes, lines).forEach(this::add);
    if (changes.size() > lines) {
      out.append("and ")
          .append(kinds(changes.size() - lines))
          .append(" from ")
          .append(entry)
          .append('\n');
    }
  }

  private static String kinds(int count) {
    return count == 1 ? "1 more kind of packets" : count + " more kinds of packets";
  }

  private void add(ChangedPackets change) {
    boolean isNew = change.example().isPresent() && shown.add(decisions(change));
    out.append(text(isNew ? change : withoutExample(change)));
  }

  private static String text(ChangedPackets change) {
    return DifferenceText.of(new Difference(ImmutableList.of(change), Optional.empty()));
  }

  /** {@return the lines about what decides on an example, without the packet and where it goes} */
  private static ImmutableList<String> decisions(ChangedPackets change) {
    return text(change)
        .lines()
        .filter(line -> line.startsWith(OF_RULES))
        .filter(line -> !line.strip().startsWith(ARRIVES))
        .collect(ImmutableList.toImmutableList());
  }

  private static ChangedPackets withoutExample(ChangedPackets change) {
    return new ChangedPackets(
        change.effect(),
        change.direction(),
        change.places(),
        change.query(),
        change.around(),
        change.also(),
        change.alsoIn(),
        change.forms(),
        change.certainty(),
        change.assumptions(),
        Optional.empty());
  }
}
