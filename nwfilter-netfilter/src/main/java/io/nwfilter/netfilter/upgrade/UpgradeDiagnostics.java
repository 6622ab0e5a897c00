package io.nwfilter.netfilter.upgrade;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.diagnostic.UpgradeCode;
import io.nwfilter.netfilter.difference.DifferenceText;
import java.util.List;

/** The changes of a report as diagnostics at the documents and dumps that they are about. */
public final class UpgradeDiagnostics {

  private UpgradeDiagnostics() {}

  /**
   * {@return the diagnostics; none if nothing changes}
   *
   * @param report the report
   */
  public static List<Diagnostic> of(UpgradeReport report) {
    ImmutableList.Builder<Diagnostic> all = ImmutableList.builder();
    all.addAll(report.warnings());
    for (DocumentChange change : report.documents()) {
      if (change.effect() == DocumentChange.Effect.REMARKED) {
        all.addAll(change.diagnostics());
      } else if (change.effect().isChange()) {
        all.addAll(of(change));
      }
    }
    for (MeaningChange change : report.meaning()) {
      DifferenceText.lines(change.difference())
          .forEach(packets -> all.add(DifferenceText.diagnostic(packets, change.place())));
      DifferenceText.undecided(change.subjects(), change.difference(), change.place())
          .ifPresent(all::add);
    }
    report.services().stream()
        .filter(change -> change.effect().isChange())
        .forEach(change -> all.add(of(change)));
    report.kept().forEach(rule -> all.add(of(rule)));
    return all.build();
  }

  private static Diagnostic of(KeptRule rule) {
    return new Diagnostic(
        UpgradeCode.OWN_RULE_IN_CHAIN_OF_LIBVIRT,
        UpgradeText.words(rule) + ", " + UpgradeText.of(rule),
        rule.location());
  }

  /**
   * {@return what is not about one document or dump: what to do, with commands, and what was
   * assumed, each as a text}
   *
   * @param report the report
   */
  public static List<String> notes(UpgradeReport report) {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    for (Advice advice : report.advice()) {
      notes.add(
          "What to do: "
              + Diagnostic.printable(advice.words())
              + advice.commands().stream()
                  .map(line -> "\n  " + Diagnostic.printable(line))
                  .collect(joining()));
    }
    report.assumptions().forEach(words -> notes.add("Assumed: " + Diagnostic.printable(words)));
    return notes.build();
  }

  private static List<Diagnostic> of(DocumentChange change) {
    UpgradeCode code =
        change.effect() == DocumentChange.Effect.REFUSED
            ? UpgradeCode.REFUSED_AFTER_UPGRADE
            : UpgradeCode.ACCEPTED_AFTER_UPGRADE;
    // With errors, remarks say more about the document, not why it is refused.
    boolean hasErrors = change.diagnostics().stream().anyMatch(UpgradeDiagnostics::isError);
    return change.diagnostics().stream()
        .filter(why -> isError(why) || !hasErrors)
        .map(
            why ->
                new Diagnostic(
                    code,
                    UpgradeText.of(change) + ": " + why.code().id() + ": " + why.message(),
                    why.location(),
                    why.path()))
        .toList();
  }

  private static boolean isError(Diagnostic diagnostic) {
    return diagnostic.code().severity() == Severity.ERROR;
  }

  private static Diagnostic of(ServiceChange change) {
    boolean blocked =
        change.effect() == ServiceChange.Effect.BLOCKED
            || change.effect() == ServiceChange.Effect.PERHAPS_BLOCKED;
    return new Diagnostic(
        blocked ? UpgradeCode.BLOCKED_AFTER_UPGRADE : UpgradeCode.OPENED_AFTER_UPGRADE,
        UpgradeText.of(change) + ", such as " + change.shown().packet(),
        change.blocker().map(ServiceChange.Blocker::place).orElse(SourceLocation.NONE));
  }
}
