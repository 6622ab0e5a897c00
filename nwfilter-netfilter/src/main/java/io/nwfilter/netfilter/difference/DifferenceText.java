package io.nwfilter.netfilter.difference;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.analyze.PacketForm;
import io.nwfilter.netfilter.diagnostic.DifferenceCode;
import io.nwfilter.netfilter.difference.ChangedPackets.Certainty;
import io.nwfilter.netfilter.difference.ChangedPackets.Effect;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.query.PacketDirection;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A difference as text: a line for packets that are newly accepted or dropped, and below it one of
 * them, with what has become of it before and what becomes of it now.
 *
 * <pre>
 * + to-vm ip tcp dport 80 state new
 *     tcp syn 203.0.113.9:40000 &gt; 192.0.2.1:80 dst-mac 52:54:00:00:00:01, from port others-virbr0
 *       before: dropped by iptables, table filter, chain FO-vnet0, rule 2
 *       now: let through by iptables, table filter, chain FO-vnet0, rule 2
 *            arrives at port vnet0
 * </pre>
 *
 * <p>What follows the sign is a query, which says the packets among those that arrive if no rule
 * drops them.
 */
public final class DifferenceText {

  private static final String INDENT = "    ";

  /** How many things that are not known a line names. */
  private static final int MAX_ASSUMPTIONS = 3;

  /** How many of them are listed below a line that is too long. */
  private static final int MAX_LISTED = 8;

  /** How many characters of something that is not known one line has. */
  private static final int MAX_ASSUMPTION = 60;

  /** A list of what has no blanks, such as addresses, of which the first three are told. */
  private static final Pattern LONG_LIST =
      Pattern.compile("(?<= )((?:[^ ,]+, ){3})[^ ,]+(?:, [^ ,]+)*+");

  /** How many characters of a line are not too long to have what is not known, too. */
  private static final int READABLE = 160;

  private static final String UNKNOWN = ", if something is so that is not known";

  private static final String ELLIPSIS = "...";

  private static final String SOME = "some packets";

  private DifferenceText() {}

  /**
   * {@return the text}
   *
   * @param difference the difference
   */
  public static String of(Difference difference) {
    StringBuilder text = new StringBuilder();
    lines(difference).forEach(change -> text.append(of(change)));
    difference
        .undecided()
        .ifPresent(reason -> text.append("not decided: ").append(reason).append('\n'));
    return text.toString();
  }

  /**
   * {@return those changes that are worth a line: not those of packets in an unusual form of which
   * another line says the same in few words}
   *
   * @param difference the difference
   */
  public static List<ChangedPackets> lines(Difference difference) {
    return difference.changes().stream()
        .filter(change -> !isSaidBy(difference.changes(), change))
        .collect(toImmutableList());
  }

  /** {@return whether another line says the same of packets in any form} */
  private static boolean isSaidBy(List<ChangedPackets> all, ChangedPackets change) {
    return change.around().isPresent()
        && !change.forms().isEmpty()
        && !(change.forms().contains(PacketForm.NO_HOPS_LEFT) && asksForHops(change.around().get()))
        && all.stream()
            .anyMatch(
                other ->
                    other.forms().isEmpty()
                        && other.around().equals(change.around())
                        && other.effect() == change.effect()
                        && other.certainty() == change.certainty()
                        && other.places().equals(change.places()));
  }

  /** {@return whether packets without hops left may not be meant} */
  private static boolean asksForHops(PacketQuery query) {
    return query.packets().alternatives().stream()
        .flatMap(List::stream)
        .anyMatch(
            condition ->
                condition instanceof PacketCondition.OfField asked
                    && asked.field() == Field.IP_TTL);
  }

  private static String of(ChangedPackets change) {
    StringBuilder text = new StringBuilder();
    String line = packets(change) + assumptions(assumptions(change));
    boolean isShort = line.length() <= READABLE || change.certainty() == Certainty.CERTAIN;
    text.append(change.effect() == Effect.ACCEPTED ? "+ " : "- ")
        .append(
            Diagnostic.printable(
                isShort ? line(change) : packets(change) + UNKNOWN + colon(change)))
        .append('\n');
    if (!isShort) {
      appendAssumptions(text, assumptions(change));
    }
    change.example().ifPresent(example -> text.append(of(example)));
    return text.toString();
  }

  private static String colon(ChangedPackets change) {
    return assumptions(change).isEmpty() ? "" : ":";
  }

  /** Adds what has to be so, each in a line of its own, where the line above would be too long. */
  private static void appendAssumptions(StringBuilder text, List<String> named) {
    named.stream()
        .limit(MAX_LISTED)
        .forEach(
            what ->
                text.append(INDENT).append("if ").append(Diagnostic.printable(what)).append('\n'));
    if (named.size() > MAX_LISTED) {
      text.append(INDENT).append("and ").append(named.size() - MAX_LISTED).append(" more\n");
    }
  }

  /**
   * {@return in one line which packets these are, where that is not all that it could be, and
   * whether it depends on what is not known, in a few words}
   *
   * @param change the packets
   */
  public static String line(ChangedPackets change) {
    return change.certainty() == Certainty.CERTAIN
        ? packets(change)
        : packets(change)
            + assumptions(assumptions(change).stream().map(DifferenceText::cut).toList());
  }

  private static String cut(String assumption) {
    return assumption.length() <= MAX_ASSUMPTION
        ? assumption
        : assumption.substring(0, MAX_ASSUMPTION - ELLIPSIS.length()) + ELLIPSIS;
  }

  /** {@return which packets these are, and where that is not all that it could be} */
  private static String packets(ChangedPackets change) {
    StringBuilder line =
        new StringBuilder(
            change
                .around()
                .map(DifferenceText::some)
                .or(() -> change.query().map(Object::toString))
                .orElseGet(() -> change.direction().word() + " " + SOME));
    if (change.also().isPresent()) {
      line.append(", also with VLAN 0");
    }
    if (!change.alsoIn().isEmpty()) {
      line.append(forms(", also ", change.alsoIn()));
    }
    if (!change.forms().isEmpty()) {
      line.append(forms(", only ", change.forms()));
    }
    if (!saysEntry(change)) {
      line.append(
          places(", from ", ", from anywhere", change.entries(), change.places().otherEntries()));
    }
    if (!change.ends().isEmpty() && !saysEnd(change)) {
      line.append(places(", at ", ", anywhere", change.ends(), change.places().otherEnds()));
    }
    return line.toString();
  }

  private static String forms(String start, Set<PacketForm> forms) {
    return forms.stream().map(Object::toString).collect(Collectors.joining(" or ", start, ""));
  }

  /** {@return the words for packets of which not all are meant} */
  private static String some(PacketQuery around) {
    Optional<PacketQuery> all =
        PacketQuery.saying(around.direction(), ImmutableList.of(), ImmutableList.of());
    String start =
        all.map(any -> around.end().flatMap(any::at).orElse(any))
            .map(Object::toString)
            .orElse(around.direction().word());
    String packets = around.toString().substring(start.length());
    return start + (packets.isEmpty() ? " " + SOME : " some of" + packets);
  }

  private static String assumptions(List<String> named) {
    String more = named.size() > MAX_ASSUMPTIONS ? " and more" : "";
    return named.stream()
            .limit(MAX_ASSUMPTIONS)
            .collect(Collectors.joining(", ", UNKNOWN + (named.isEmpty() ? "" : ": "), ""))
        + more;
  }

  /** {@return what has to be so or not, or if that differs, what matters} */
  private static List<String> assumptions(ChangedPackets change) {
    List<String> said =
        Stream.concat(
                assumptions(change, Answer.YES),
                assumptions(change, Answer.NO).map(what -> "not " + what))
            .toList();
    List<String> some = said.isEmpty() ? assumptions(change, Answer.UNKNOWN).toList() : said;
    return some.stream()
        .map(what -> LONG_LIST.matcher(what).replaceAll("$1…"))
        .distinct()
        .collect(toImmutableList());
  }

  private static Stream<String> assumptions(ChangedPackets change, Answer needed) {
    return change.assumptions().entrySet().stream()
        .filter(one -> one.getValue() == needed)
        .map(Map.Entry::getKey);
  }

  /** {@return whether the direction says where packets enter} */
  private static boolean saysEntry(ChangedPackets change) {
    return change.direction() == PacketDirection.FROM_VM
        || (change.direction() == PacketDirection.FROM_HOST
            && change.places().otherEntries().isEmpty());
  }

  /** {@return places, or all but some others if these are much fewer} */
  private static String places(
      String start, String anywhere, Collection<?> some, Collection<?> others) {
    if (others.size() * 2 >= some.size() || some.size() == 1) {
      return list(start, some);
    }
    return others.isEmpty() ? anywhere : list(anywhere + " but" + start.substring(1), others);
  }

  private static String list(String start, Collection<?> places) {
    return places.stream().map(Object::toString).collect(Collectors.joining(", ", start, ""));
  }

  /** {@return whether the query says where packets arrive} */
  private static boolean saysEnd(ChangedPackets change) {
    return change.direction() == PacketDirection.TO_HOST
        || change.around().or(change::query).flatMap(PacketQuery::end).isPresent();
  }

  private static String of(ChangedPackets.Example example) {
    StringBuilder text = new StringBuilder(INDENT);
    text.append(
            Diagnostic.printable(example.after().packet() + ", from " + example.after().entry()))
        .append('\n');
    append(text, "before: ", result(example.before(), example.after()));
    append(text, "now: ", result(example.after(), example.before()));
    return text.toString();
  }

  /** {@return what becomes of a packet, and which rule decides where others decide otherwise} */
  private static String result(Explanation explanation, Explanation other) {
    Optional<Decision> through = DecidingRules.accepting(explanation, other);
    if (through.isPresent()) {
      return "let through by " + ExplanationText.of(through.get()) + arrivals(explanation);
    } else if (explanation.courses().size() == 1) {
      boolean arrives = explanation.fate() == Fate.ARRIVES;
      String arrivals = arrives ? arrivals(explanation) : "";
      Optional<Ending> lost = DecidingRules.dropping(explanation, other);
      if (arrives || lost.isPresent()) {
        return lost.map(ending -> dropped(ending, arrives)).orElse("") + arrivals;
      }
    }
    return ExplanationText.result(explanation);
  }

  /** {@return what has dropped a packet, or the copy of it that would have gone somewhere} */
  private static String dropped(Ending ending, boolean isCopy) {
    String where =
        isCopy
            ? ending
                .end()
                .map(end -> " on the way to " + Diagnostic.printable(end.toString()))
                .orElse("")
            : "";
    return ending.fate().name().toLowerCase(Locale.ROOT)
        + where
        + " by "
        + ExplanationText.of(ending.decision());
  }

  private static String arrivals(Explanation explanation) {
    return explanation.arrivals().stream()
        .map(end -> Diagnostic.printable(end.toString()))
        .collect(Collectors.joining(", ", "arrives at ", "\n"));
  }

  private static void append(StringBuilder text, String when, String lines) {
    String start = INDENT + "  " + when;
    for (String line : lines.lines().toList()) {
      text.append(start).append(line).append('\n');
      start = INDENT + " ".repeat(when.length() + 2);
    }
  }

  /**
   * {@return packets as a diagnostic, at the rule or policy that decides on the example: now if
   * there is one, otherwise before the change}
   *
   * @param change the packets
   */
  public static Diagnostic diagnostic(ChangedPackets change) {
    return diagnostic(change, Origin.NONE);
  }

  /**
   * {@return packets as a diagnostic, at the rule or policy that decides on the example: now if
   * there is one, otherwise before the change; without either, where somebody is to look}
   *
   * @param change the packets
   * @param otherwise where to look otherwise, such as {@link ChangedRules#first}
   */
  public static Diagnostic diagnostic(ChangedPackets change, Origin otherwise) {
    Origin origin =
        change
            .example()
            .flatMap(
                example ->
                    origin(example.after(), example.before())
                        .or(() -> origin(example.before(), example.after())))
            .orElse(otherwise);
    DifferenceCode code =
        change.effect() == Effect.ACCEPTED
            ? DifferenceCode.NEWLY_ACCEPTED
            : DifferenceCode.NEWLY_DROPPED;
    String example = change.example().map(one -> ", such as " + one.after().packet()).orElse("");
    return new Diagnostic(code, line(change) + example, origin.location(), origin.path());
  }

  /**
   * {@return why something could not be compared as a diagnostic; empty if all was}
   *
   * @param subject what was compared, such as an interface
   * @param difference the difference
   * @param place where somebody is to look
   */
  public static Optional<Diagnostic> undecided(
      String subject, Difference difference, Origin place) {
    return difference
        .undecided()
        .map(
            reason ->
                new Diagnostic(
                    DifferenceCode.CHANGE_UNDECIDED,
                    subject + ": " + reason,
                    place.location(),
                    place.path()));
  }

  private static Optional<Origin> origin(Explanation explanation, Explanation other) {
    return DecidingRules.accepting(explanation, other)
        .or(() -> DecidingRules.dropping(explanation, other).map(Ending::decision))
        .or(explanation::decision)
        .map(DifferenceText::origin)
        .filter(origin -> !origin.equals(Origin.NONE));
  }

  private static Origin origin(Decision decision) {
    if (decision instanceof Decision.ByPolicy policy) {
      return Origin.of(policy.location());
    }
    return decision instanceof Decision.ByRule rule ? rule.rule().origin() : Origin.NONE;
  }
}
