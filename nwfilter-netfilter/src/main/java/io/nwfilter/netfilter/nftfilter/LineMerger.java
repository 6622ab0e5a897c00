package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts rules that follow each other into one: those that differ only in values of one or two fields
 * into a lookup in a set, and those that also differ in their verdict into a verdict map. Values
 * are single ones, networks and ranges. Rules of one verdict may overlap, as any of them will do;
 * of several verdicts, only those are in one map of which a packet meets one at most.
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
    List<Line> merged = lines;
    int before;
    do {
      before = merged.size();
      merged = sets(merged, apart);
    } while (merged.size() < before);
    return maps(merged, apart);
  }

  private static boolean mayJoin(Line one, Line other, boolean apart) {
    return one.matches().size() == other.matches().size()
        && one.isPure()
        && other.isPure()
        && !(apart && !one.origins().equals(other.origins()));
  }

  private static List<Line> sets(List<Line> lines, boolean apart) {
    List<Line> merged = new ArrayList<>();
    int start = 0;
    while (start < lines.size()) {
      Line first = lines.get(start);
      Set<Integer> places = ImmutableSet.of();
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
      end = start + joinable(lines.subList(start, end), places);
      merged.add(set(lines.subList(start, end)));
      start = end;
    }
    return merged;
  }

  /**
   * {@return how many of some lines, from the first one, can be one line} Packets that meet two of
   * them would go through a chain twice, which counts if it writes a log or has a limit.
   */
  private static int joinable(List<Line> lines, Set<Integer> places) {
    boolean twice = lines.get(0).target() instanceof Target.Jump;
    if (lines.size() == 1 || (places.size() <= 1 && !twice)) {
      return lines.size();
    }
    Elements elements = new Elements();
    int count = 0;
    while (count < lines.size()) {
      ImmutableList<Interval> element = intervals(lines.get(count), places);
      if (!(twice ? elements.addApart(element) : elements.addUnion(element))) {
        break;
      }
      count++;
    }
    return count;
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
        && Interval.of(asked.field(), asked.values()).isPresent();
  }

  private static Field field(Match match) {
    return ((FieldMatch) match).field();
  }

  private static Interval interval(Line line, int place) {
    FieldMatch asked = (FieldMatch) line.matches().get(place);
    return Interval.of(asked.field(), asked.values()).orElseThrow();
  }

  private static ImmutableList<Interval> intervals(Line line, Set<Integer> places) {
    return places.stream()
        .map(place -> interval(line, place))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return one line that asks whether the values of the places in which some lines differ are
   * those of one of them}
   */
  private static Line set(List<Line> lines) {
    Line first = lines.get(0);
    if (lines.size() == 1) {
      return first;
    }
    Set<Integer> places = new TreeSet<>();
    lines.forEach(line -> addDifferences(first, line, places));
    if (places.isEmpty()) {
      return joined(lines, first.matches(), first.target());
    }
    List<Field> fields = places.stream().map(place -> field(first.matches().get(place))).toList();
    Match asked = fields.size() == 1 ? values(lines, places) : lookup(lines, places, fields);
    return joined(lines, replaced(first, places, ImmutableList.of(asked)), first.target());
  }

  private static Match values(List<Line> lines, Set<Integer> places) {
    int place = places.iterator().next();
    Field field = field(lines.get(0).matches().get(place));
    return FieldMatch.of(
        field, Elements.union(lines.stream().map(line -> interval(line, place)).toList(), field));
  }

  private static Match lookup(List<Line> lines, Set<Integer> places, List<Field> fields) {
    Elements elements = new Elements();
    lines.forEach(line -> elements.addUnion(intervals(line, places)));
    return new LookupMatch(
        fields.stream().map(Selector::of).toList(),
        new LookupMatch.Elements.Listed(elements.keys(fields)),
        /* negated= */ false);
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
      Set<Integer> places = ImmutableSet.of();
      Elements known = new Elements();
      int end = start + 1;
      while (end < lines.size()
          && isMapped(first.target())
          && isMapped(lines.get(end).target())
          && mayJoin(first, lines.get(end), apart)) {
        Set<Integer> wider = new TreeSet<>(places);
        if (!addDifferences(first, lines.get(end), wider) || wider.size() != 1) {
          break;
        }
        if (places.isEmpty()) {
          known.addApart(intervals(first, wider));
        }
        if (!known.addApart(intervals(lines.get(end), wider))) {
          break; // the first one decides; after a jump that returns, both count
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
    Line first = lines.get(0);
    List<Field> fields = places.stream().map(place -> field(first.matches().get(place))).toList();
    Map<SetKey, Target> entries = new LinkedHashMap<>();
    for (Line line : lines) {
      entries.put(Elements.key(intervals(line, places), fields), line.target());
    }
    Target map =
        new VerdictMapTarget(
            fields.stream().map(Selector::of).toList(),
            new VerdictMapTarget.Entries.Listed(ImmutableMap.copyOf(entries)));
    return joined(lines, replaced(first, places, ImmutableList.of()), map);
  }
}
