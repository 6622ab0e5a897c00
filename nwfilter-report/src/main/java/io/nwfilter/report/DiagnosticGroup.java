package io.nwfilter.report;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.diagnostic.SinkCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceCode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Diagnostics that are one entry of a report: one code at many rules of one filter, or one message
 * at several places of one document.
 *
 * @param members the diagnostics, at least one, in the order of their places
 */
public record DiagnosticGroup(List<Finding> members) {

  /**
   * Checks that there is at least one member, and copies the list.
   *
   * @param members the diagnostics
   * @throws IllegalArgumentException if there is none
   */
  public DiagnosticGroup {
    members = ImmutableList.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a group has at least one diagnostic");
    }
  }

  /**
   * What members of one group have in common.
   *
   * @param filter the filter that they are in; an empty text outside of filters
   * @param message the message; an empty text if it may differ
   * @param ordinal how many other messages of the same code came before at the same place
   */
  record Key(
      DiagnosticCode code,
      Severity severity,
      String document,
      String filter,
      String message,
      int ordinal) {

    /**
     * Warnings and hints about rules of one filter are alike whatever value each of them quotes,
     * and so are interfaces without a filter whatever their types. Errors have to be fixed one by
     * one, and other warnings name interfaces or other rules, so these need equal messages.
     */
    static Key of(Finding finding) {
      Diagnostic diagnostic = finding.diagnostic();
      ReferencePath path = diagnostic.path();
      String filter = path.isEmpty() ? "" : path.filters().get(path.depth() - 1);
      boolean alike =
          (!path.isEmpty() || diagnostic.code() == InterfaceCode.UNFILTERED_INTERFACE)
              && diagnostic.severity() != Severity.ERROR
              && !diagnostic.code().description().namesOthers()
              && DiagnosticReport.isInFile(diagnostic.location());
      return new Key(
          diagnostic.code(),
          finding.severity(),
          diagnostic.location().document(),
          filter,
          alike ? "" : diagnostic.message(),
          0);
    }

    /** {@return the key of a group with a place that the group of this one has already} */
    Key withOrdinal(int other) {
      return new Key(code, severity, document, filter, message, other);
    }
  }

  /** {@return the diagnostic that speaks for all} */
  public Finding first() {
    return members.get(0);
  }

  /** {@return the places, each once, in order} */
  public List<SourceLocation> places() {
    return locations().distinct().collect(ImmutableList.toImmutableList());
  }

  private Stream<SourceLocation> locations() {
    return members.stream().map(member -> member.diagnostic().location());
  }

  /** {@return the number of places, those that were left out of a report included} */
  public int count() {
    long leftOut = SinkCode.count(first().diagnostic()) - 1;
    return Ints.saturatedCast(locations().distinct().count() + leftOut);
  }

  /**
   * {@return the first one's message with its path and advice, and how many places there are, on a
   * single line}
   */
  public String explanation() {
    String explanation = first().diagnostic().explanation();
    return places().size() == 1 ? explanation : explanation + " (" + counted() + ")";
  }

  private boolean haveOneMessage() {
    return members.stream().map(each -> each.diagnostic().message()).distinct().count() == 1;
  }

  /** {@return such as {@code 12 rules: lines 4, 5, 7–9, …}} */
  private String counted() {
    String what = first().diagnostic().path().isEmpty() ? " places" : " rules";
    if (what.equals(" places") && !haveOneMessage()) {
      what = " places like this";
    }
    String lines = LineRanges.of(places());
    return places().size() + what + (lines.isEmpty() ? "" : ": " + lines);
  }
}
