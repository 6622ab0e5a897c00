package io.nwfilter.netfilter.upgrade;

import static java.util.stream.Collectors.joining;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.text.InexpressibleException;
import java.util.List;

/**
 * A report as text: what changes in the rules, for documents, for packets and for what guests do,
 * what to do about it, and on what all this depends. Sections without content are left out.
 */
public final class UpgradeText {

  /** Of how many chains the rules are counted. */
  private static final int MAX_CHAINS = 40;

  private static final String INDENT = "  ";

  private final StringBuilder out = new StringBuilder();

  private UpgradeText() {}

  /**
   * {@return the text of a report}
   *
   * @param report the report
   */
  public static String of(UpgradeReport report) {
    UpgradeText text = new UpgradeText();
    text.line(0, "From " + report.before() + ", to " + report.after());
    text.rules(report);
    text.documents(report.documents());
    text.meaning(report);
    text.services(report.services());
    text.kept(report.kept());
    text.advice(report.advice());
    text.lines("Not looked at:", report.warnings().stream().map(Diagnostic::toString).toList());
    text.lines("Assumed:", report.assumptions());
    return text.out.toString();
  }

  private void line(int depth, String text) {
    out.append(INDENT.repeat(depth)).append(Diagnostic.printable(text)).append('\n');
  }

  private void lines(int depth, String text) {
    text.lines().forEach(line -> line(depth, line));
  }

  private void heading(String text) {
    out.append('\n');
    line(0, text);
  }

  private void rules(UpgradeReport report) {
    List<RuleChange> changes = report.rules().stream().filter(RuleChange::hasRules).toList();
    if (changes.isEmpty() && report.stockFilters().stream().noneMatch(StockChange::used)) {
      return;
    }
    heading("Rules:");
    changes.stream().limit(MAX_CHAINS).forEach(change -> line(1, of(change)));
    if (changes.size() > MAX_CHAINS) {
      line(1, "and " + (changes.size() - MAX_CHAINS) + " chains more");
    }
    for (StockChange change : report.stockFilters()) {
      if (change.used()) {
        line(1, of(change));
      }
    }
  }

  /**
   * {@return a change of rules in one line}
   *
   * @param change the change
   */
  public static String of(RuleChange change) {
    String place = change.tool() + ", table " + change.table() + ", chain " + change.chain() + ": ";
    return switch (change.presence()) {
      case APPEARS -> "+ " + place + rules(change.added());
      case DISAPPEARS -> "- " + place + rules(change.removed());
      case STAYS -> "  " + place + both(change);
    };
  }

  private static String both(RuleChange change) {
    if (change.removed() == 0 || change.added() == 0) {
      return change.added() == 0
          ? rules(change.removed()) + " removed"
          : rules(change.added()) + " added";
    }
    return rules(change.removed()) + " removed, " + change.added() + " added";
  }

  private static String rules(int count) {
    return count == 1 ? "1 rule" : count + " rules";
  }

  /**
   * {@return a change of a stock filter in one line}
   *
   * @param change the change
   */
  public static String of(StockChange change) {
    return "stock filter '"
        + change.name()
        + "' differs"
        + (change.overridden()
            ? "; the host's own definition counts"
            : ", if the package replaces it");
  }

  private void documents(List<DocumentChange> changes) {
    if (!changes.isEmpty()) {
      heading("Documents:");
    }
    for (DocumentChange change : changes) {
      line(1, of(change));
      change.diagnostics().forEach(one -> line(2, one.toString()));
    }
  }

  /**
   * {@return what changes for a document in one line, without the reasons}
   *
   * @param change the change
   */
  public static String of(DocumentChange change) {
    String words =
        switch (change.effect()) {
          case REFUSED -> "refused now: ";
          case ACCEPTED -> "no longer refused: ";
          case STILL_REFUSED -> "refused before and after, and not compared: ";
          case REMARKED -> "new remarks: ";
          case NO_LONGER_REMARKED -> "remarks that no longer apply: ";
        };
    return words
        + change.document()
        + (change.location().equals(SourceLocation.NONE) ? "" : ", " + change.location());
  }

  private void meaning(UpgradeReport report) {
    if (report.isUnchanged()) {
      heading("Nothing changes for packets.");
    } else if (!report.meaning().isEmpty()) {
      heading("Packets:");
    }
    for (MeaningChange change : report.meaning()) {
      line(1, change.subjects() + ":");
      lines(1, MeaningText.of(change.difference()));
    }
  }

  private void services(List<ServiceChange> changes) {
    if (!changes.isEmpty()) {
      heading("What guests do:");
    }
    for (ServiceChange change : changes) {
      line(1, of(change));
      line(2, change.shown().packet() + ", from " + change.shown().entry());
    }
  }

  /**
   * {@return what changes for something that guests do, in one line, with what blocks it}
   *
   * @param change the change
   */
  public static String of(ServiceChange change) {
    String words =
        switch (change.effect()) {
          case BLOCKED -> "blocked now: ";
          case PERHAPS_BLOCKED -> "perhaps blocked now: ";
          case OPENED -> "open now: ";
          case PERHAPS_OPENED -> "perhaps open now: ";
          case STILL_BLOCKED -> "blocked before and after: ";
          case PERHAPS_STILL_BLOCKED -> "perhaps blocked before and after: ";
        };
    return words
        + change.service()
        + (change.details().isEmpty() ? "" : " (" + change.details() + ")")
        + (change.family() == Family.IPV6 ? " by IPv6" : "")
        + ", network '"
        + change.network()
        + "' ("
        + change.bridge()
        + ")"
        + change.blocker().map(UpgradeText::by).orElse("")
        + (change.effect().isCertain() ? "" : assumed(change.assumed()));
  }

  private static String assumed(List<Assumption> all) {
    return all.isEmpty()
        ? ""
        : all.stream().map(ExplanationText::of).collect(joining(", and ", ", if ", ""));
  }

  private static String by(ServiceChange.Blocker blocker) {
    return ", by "
        + ExplanationText.where(blocker.decision())
        + (blocker.place().equals(SourceLocation.NONE) ? "" : ", " + blocker.place());
  }

  private void kept(List<KeptRule> all) {
    if (!all.isEmpty()) {
      heading("Own rules in libvirt's chains:");
    }
    for (KeptRule rule : all) {
      line(1, of(rule));
      line(2, words(rule));
    }
  }

  /**
   * {@return where a rule in a chain of libvirt's is, and what becomes of it, in one line}
   *
   * @param rule the rule
   */
  public static String of(KeptRule rule) {
    return rule.place().inWords()
        + ", rule "
        + rule.number()
        + (rule.location().equals(SourceLocation.NONE) ? "" : ", " + rule.location())
        + ": "
        + rule.fate();
  }

  /**
   * {@return a rule in a chain of libvirt's as its tool lists it}
   *
   * @param rule the rule
   */
  public static String words(KeptRule rule) {
    try {
      return rule.place().line(rule.rule());
    } catch (InexpressibleException e) {
      return rule.rule().toString();
    }
  }

  private void lines(String heading, List<String> all) {
    if (!all.isEmpty()) {
      heading(heading);
      all.forEach(one -> line(1, one));
    }
  }

  private void advice(List<Advice> all) {
    if (!all.isEmpty()) {
      heading("What to do:");
    }
    for (Advice advice : all) {
      line(1, advice.words() + (advice.commands().isEmpty() ? "" : ":"));
      advice.commands().forEach(command -> line(2, command));
    }
  }
}
