package io.nwfilter.netfilter.explain;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.packet.PacketText;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.ArrayList;
import java.util.List;

/**
 * An explanation as text: first what becomes of the packet and which rule has decided, with the
 * place that it comes from; then the way, step by step, with every rule that was tried, and why it
 * did not match.
 *
 * <pre>
 * dropped by ebtables, table nat, chain I-vnet0-mac, rule 2
 *   -A I-vnet0-mac -j DROP
 *   no-mac-spoofing.xml:4 no-mac-spoofing
 * arp who-has 10.0.0.1 tell 10.0.0.7, from port vnet0
 *
 * ebtables, table nat, PREROUTING
 *   1 yes -A PREROUTING -i vnet0 -j libvirt-I-vnet0
 *     1 yes -A libvirt-I-vnet0 -j I-vnet0-mac
 *       1 no  -A I-vnet0-mac -s 52:54:0:0:0:1 -j RETURN
 *             ethernet source 52:54:00:00:00:01, but it is 52:54:00:00:00:02
 *       2 yes -A I-vnet0-mac -j DROP
 *             no-mac-spoofing.xml:4 no-mac-spoofing
 * </pre>
 *
 * <p>All of it is printable, whatever is in packets, names and rules. Many octets of a packet are
 * cut short.
 */
public final class ExplanationText {

  /** How many of the things that a course assumes are named. */
  private static final int MOST_ASSUMPTIONS = 6;

  private final StringBuilder out = new StringBuilder();
  private final boolean colored;

  private ExplanationText(boolean colored) {
    this.colored = colored;
  }

  /**
   * {@return the text of an explanation}
   *
   * @param explanation the explanation
   */
  public static String plain(Explanation explanation) {
    return new ExplanationText(false).print(explanation);
  }

  /**
   * {@return the first part of that text: what becomes of the packet, and which rule has decided}
   *
   * @param explanation the explanation
   */
  public static String result(Explanation explanation) {
    ExplanationText text = new ExplanationText(false);
    text.results(explanation);
    return text.out.toString();
  }

  /**
   * {@return the text of an explanation with the colours of a terminal}
   *
   * @param explanation the explanation
   */
  public static String colored(Explanation explanation) {
    return new ExplanationText(true).print(explanation);
  }

  /**
   * {@return what has decided, in a few words: the tool, table, chain and number of a rule, without
   * the rule itself}
   *
   * @param decision what has decided
   */
  public static String where(Decision decision) {
    if (decision instanceof Decision.ByRule rule) {
      return rule.place().inWords() + ", rule " + rule.number();
    } else if (decision instanceof Decision.ByPolicy policy) {
      return "the policy of " + policy.place().inWords();
    }
    return "the kernel: " + decision;
  }

  /**
   * {@return what has decided, as several lines: where, and, if it is a rule, the rule and where it
   * comes from}
   *
   * @param decision what has decided
   */
  public static String of(Decision decision) {
    ExplanationText text = new ExplanationText(false);
    text.line(0, Diagnostic.printable(where(decision)));
    text.details(decision);
    return text.out.toString();
  }

  /**
   * {@return a rule and, if that is known, where it comes from, in a line each}
   *
   * @param rule the rule
   */
  public static String rule(Decision.ByRule rule) {
    ExplanationText text = new ExplanationText(false);
    text.details(0, rule);
    return text.out.toString();
  }

  private String print(Explanation explanation) {
    List<Course> courses = explanation.courses();
    results(explanation);
    String packet = PacketText.abbreviated(explanation.packet().toString());
    line(0, Diagnostic.printable(packet + ", from " + explanation.entry()));
    for (Course course : courses) {
      out.append('\n');
      if (courses.size() > 1) {
        line(0, styled(Style.STRONG, "if " + assumptions(course)));
      }
      new WayText(this).print(course.steps(), 0);
    }
    return out.toString();
  }

  private void results(Explanation explanation) {
    List<Course> courses = explanation.courses();
    if (courses.size() == 1) {
      result(courses.get(0));
      return;
    }
    Fate fate = explanation.fate();
    line(
        0,
        fate == Fate.DEPENDS
            ? styled(Style.OPEN, "depends on what is not known")
            : fate(fate)
                + " in any case, but how"
                + open(explanation)
                + " depends on what is not known");
    courses.forEach(this::choice);
    if (!explanation.complete()) {
      line(0, "and on more: only " + courses.size() + " courses are told");
    }
  }

  /** {@return where a packet that arrives somewhere in any case only arrives perhaps} */
  private static String open(Explanation explanation) {
    if (explanation.fate() != Fate.ARRIVES) {
      return "";
    }
    List<String> perhaps =
        explanation.courses().stream()
            .flatMap(course -> course.endings().stream())
            .flatMap(ending -> ending.end().stream())
            .distinct()
            .filter(end -> explanation.fateAt(end) == Fate.DEPENDS)
            .map(end -> Diagnostic.printable(end.toString()))
            .toList();
    return perhaps.isEmpty() ? "" : ", and whether at " + String.join(" or ", perhaps) + ",";
  }

  private void result(Course course) {
    if (course.endings().isEmpty()) {
      line(0, fate(Fate.DROPPED) + ": it goes nowhere");
    }
    boolean several = course.endings().size() > 1;
    for (Ending ending : course.endings()) {
      line(0, (several ? end(ending) : "") + outcome(ending));
      details(ending.decision());
    }
  }

  private void choice(Course course) {
    line(0, "if " + assumptions(course));
    for (Ending ending : course.endings()) {
      line(1, end(ending) + outcome(ending));
    }
  }

  private static String end(Ending ending) {
    return ending.end().map(end -> Diagnostic.printable(end.toString()) + ": ").orElse("");
  }

  private String outcome(Ending ending) {
    String where = Diagnostic.printable(where(ending.decision()));
    if (ending.fate() != Fate.ARRIVES) {
      return fate(ending.fate()) + " by " + where;
    }
    return fate(Fate.ARRIVES)
        + ending.end().map(end -> " at " + Diagnostic.printable(end.toString())).orElse("")
        + ", accepted by "
        + where;
  }

  private String fate(Fate fate) {
    return switch (fate) {
      case ARRIVES -> styled(Style.GOOD, "arrives");
      case DROPPED -> styled(Style.BAD, "dropped");
      case REJECTED -> styled(Style.BAD, "rejected");
      case HELD -> styled(Style.OPEN, "held");
      case DEPENDS -> styled(Style.OPEN, "depends");
    };
  }

  private void details(Decision decision) {
    if (decision instanceof Decision.ByRule rule) {
      details(1, rule);
    }
  }

  private void details(int depth, Decision.ByRule rule) {
    line(depth, styled(Style.STRONG, RuleText.of(rule.place(), rule.rule())));
    originBelow(depth, "", rule.rule().origin());
  }

  /**
   * {@return something that is assumed, such as {@code iptables, table filter, chain FORWARD, rule
   * 1 (in set trusted src) is met}, or {@code no one replies for 192.168.122.9}} In parentheses is
   * what is not known of the rule.
   *
   * @param assumption what is assumed
   */
  public static String of(Assumption assumption) {
    if (assumption instanceof Assumption.OfRule rule) {
      String where = Diagnostic.printable(where(rule.rule()));
      return rule.unknown().isEmpty()
          ? where + " " + rule.assumed()
          : where
              + Diagnostic.printable(" (" + String.join(", ", rule.wanted()) + ") is ")
              + rule.assumed();
    }
    return Diagnostic.printable(assumption.toString());
  }

  /**
   * {@return what a course assumes, as a part of a sentence} Of many things, the first ones and the
   * last one are named, and how many others there are. The place of a chain is named once.
   *
   * @param course the course
   */
  public static String assumptions(Course course) {
    List<Assumption> all = course.assumptions();
    if (all.isEmpty()) {
      return "nothing is assumed";
    }
    int first = all.size() > MOST_ASSUMPTIONS ? MOST_ASSUMPTIONS - 1 : all.size();
    List<String> named = new ArrayList<>();
    String chain = "";
    for (Assumption one : all.subList(0, first)) {
      named.add(withoutPlace(of(one), chain));
      chain = chain(one);
    }
    if (first < all.size()) {
      named.add(all.size() - first - 1 + " more hold");
      named.add(withoutPlace(of(all.get(all.size() - 1)), chain));
    }
    return String.join(", and ", named);
  }

  private static String withoutPlace(String text, String chain) {
    return !chain.isEmpty() && text.startsWith(chain + "rule ")
        ? text.substring(chain.length())
        : text;
  }

  /** {@return where the chain of a rule is, with the comma after it; an empty text without one} */
  private static String chain(Assumption assumption) {
    return assumption instanceof Assumption.OfRule rule
        ? Diagnostic.printable(rule.rule().place().inWords() + ", ")
        : "";
  }

  void originBelow(int depth, String margin, Origin origin) {
    if (!origin.location().equals(SourceLocation.NONE)) {
      line(depth, margin + styled(Style.FAINT, RuleText.origin(origin)));
    }
  }

  String styled(Style style, String text) {
    return colored ? style.around(text) : text;
  }

  void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }
}
