package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts rules that follow each other into one: those that differ only in values of one or two fields
 * into a lookup in a set, and those that also differ in their verdict into a verdict map. A packet
 * has one value of a field, so it meets one of them at most, and their order does not matter.
 */
final class LineMerger {

  /** A packet has one value of each at most, and a set of nftables can hold them. */
  private static final ImmutableSet<Field> FIELDS =
      Sets.immutableEnumSet(
          Field.ETHERNET_SOURCE,
          Field.ETHERNET_DESTINATION,
          Field.ETHER_TYPE,
          Field.ARP_SENDER_MAC,
          Field.ARP_TARGET_MAC,
          Field.ARP_SENDER_IP,
          Field.ARP_TARGET_IP,
          Field.IPV4_SOURCE,
          Field.IPV4_DESTINATION,
          Field.IPV6_SOURCE,
          Field.IPV6_DESTINATION,
          Field.SOURCE_PORT,
          Field.DESTINATION_PORT);

  private static final int MAX_FIELDS = 2;

  private LineMerger() {}

  /**
   * {@return fewer lines of the same meaning}
   *
   * @param apart whether lines of different places stay apart
   */
  static List<Line> merge(List<Line> lines, boolean apart) {
    List<Line> merged = sets(lines, apart);
    List<Line> further = sets(merged, apart);
    while (further.size() < merged.size()) {
      merged = further;
      further = sets(merged, apart);
    }
    return maps(merged, apart);
  }

  private static boolean mayJoin(Line one, Line other, boolean apart) {
    return one.isPure()
        && other.isPure()
        && one.matches().size() == other.matches().size()
        && !(apart && !one.origins().equals(other.origins()));
  }

  private static List<Line> sets(List<Line> lines, boolean apart) {
    List<Line> merged = new ArrayList<>();
    int start = 0;
    while (start < lines.size()) {
      Line first = lines.get(start);
      Set<Integer> places = new TreeSet<>();
      int end = start + 1;
      while (end < lines.size()
          && first.target().equals(lines.get(end).target())
          && mayJoin(first, lines.get(end), apart)) {
        Set<Integer> wider = new TreeSet<>(places);
        if (!addDifferences(first, lines.get(end), wider) || wider.size() > MAX_FIELDS) {
          break;
        }
        places = wider;
        end++;
      }
      merged.add(places.isEmpty() ? first : set(lines.subList(start, end), places));
      start = places.isEmpty() ? start + 1 : end;
    }
    return merged;
  }

  /** Adds the places where two lines differ; false if they differ in more than values. */
  private static boolean addDifferences(Line one, Line other, Set<Integer> places) {
    for (int i = 0; i < one.matches().size(); i++) {
      Match first = one.matches().get(i);
      Match second = other.matches().get(i);
      if (!first.equals(second)) {
        if (!isValue(first) || !isValue(second) || field(first) != field(second)) {
          return false;
        }
        places.add(i);
      }
    }
    return true;
  }

  private static boolean isValue(Match match) {
    return match instanceof FieldMatch asked
        && FIELDS.contains(asked.field())
        && !asked.negated()
        && asked.via().isEmpty()
        && asked.values() instanceof Values.Masked masked
        && masked.isSingle(asked.field().width());
  }

  private static Field field(Match match) {
    return ((FieldMatch) match).field();
  }

  private static Values value(Line line, int place) {
    return ((FieldMatch) line.matches().get(place)).values();
  }

  /**
   * {@return one line that asks whether the values of some places are those of one of the lines}
   */
  private static Line set(List<Line> lines, Set<Integer> places) {
    Line first = lines.get(0);
    Set<SetKey> keys = new LinkedHashSet<>();
    for (Line line : lines) {
      keys.add(new SetKey(places.stream().map(place -> value(line, place)).toList()));
    }
    List<Field> fields = places.stream().map(place -> field(first.matches().get(place))).toList();
    Match asked =
        fields.size() == 1
            ? FieldMatch.of(
                fields.get(0),
                new Values.Union(
                    keys.stream()
                        .map(key -> key.parts().get(0))
                        .collect(ImmutableList.toImmutableList())))
            : new LookupMatch(
                fields.stream().map(Selector::of).toList(),
                new LookupMatch.Elements.Listed(ImmutableSet.copyOf(keys)),
                /* negated= */ false);
    return joined(lines, replaced(first, places, ImmutableList.of(asked)), first.target());
  }

  /** {@return the matches of a line with others in place of some, where the last of these was} */
  private static ImmutableList<Match> replaced(Line line, Set<Integer> places, List<Match> others) {
    ImmutableList.Builder<Match> matches = ImmutableList.builder();
    int seen = 0;
    for (int i = 0; i < line.matches().size(); i++) {
      if (!places.contains(i)) {
        matches.add(line.matches().get(i));
      } else if (++seen == places.size()) {
        matches.addAll(others);
      }
    }
    return matches.build();
  }

  private static Line joined(List<Line> lines, ImmutableList<Match> matches, Target target) {
    ImmutableSet.Builder<Origin> origins = ImmutableSet.builder();
    ImmutableSet.Builder<Comment> comments = ImmutableSet.builder();
    for (Line line : lines) {
      origins.addAll(line.origins());
      comments.addAll(line.comments());
    }
    return new Line(matches, target, origins.build().asList(), comments.build().asList());
  }

  private static List<Line> maps(List<Line> lines, boolean apart) {
    List<Line> merged = new ArrayList<>();
    int start = 0;
    while (start < lines.size()) {
      Line first = lines.get(start);
      Set<Integer> places = new TreeSet<>();
      Set<Values> known = new HashSet<>();
      int end = start + 1;
      while (end < lines.size()
          && isMapped(first.target())
          && isMapped(lines.get(end).target())
          && mayJoin(first, lines.get(end), apart)) {
        Set<Integer> wider = new TreeSet<>(places);
        if (!addDifferences(first, lines.get(end), wider) || wider.size() != 1) {
          break;
        }
        int place = wider.iterator().next();
        known.add(value(first, place));
        if (!known.add(value(lines.get(end), place))) {
          break; // after a jump that returns, the second would count, too
        }
        places = wider;
        end++;
      }
      merged.add(places.isEmpty() ? first : map(lines.subList(start, end), places));
      start = places.isEmpty() ? start + 1 : end;
    }
    return merged;
  }

  private static boolean isMapped(Target target) {
    return target instanceof Target.Verdict
        || target instanceof Target.Jump
        || target instanceof Target.Goto;
  }

  private static Line map(List<Line> lines, Set<Integer> places) {
    int place = places.iterator().next();
    Map<SetKey, Target> entries = new LinkedHashMap<>();
    for (Line line : lines) {
      entries.put(SetKey.of(value(line, place)), line.target());
    }
    Line first = lines.get(0);
    Target map =
        new VerdictMapTarget(
            ImmutableList.of(Selector.of(field(first.matches().get(place)))),
            new VerdictMapTarget.Entries.Listed(ImmutableMap.copyOf(entries)));
    return joined(lines, replaced(first, places, ImmutableList.of()), map);
  }
}
