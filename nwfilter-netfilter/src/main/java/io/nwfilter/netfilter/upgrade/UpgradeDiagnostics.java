package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
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

  private static List<Diagnostic> of(DocumentChange change) {
    UpgradeCode code =
        change.effect() == DocumentChange.Effect.REFUSED
            ? UpgradeCode.REFUSED_AFTER_UPGRADE
            : UpgradeCode.ACCEPTED_AFTER_UPGRADE;
    return change.diagnostics().stream()
        .map(
            why ->
                new Diagnostic(
                    code,
                    UpgradeText.of(change) + ": " + why.code().id() + ": " + why.message(),
                    why.location(),
                    why.path()))
        .toList();
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
