package io.nwfilter.report;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.Severity;
import java.util.List;
import java.util.Set;

/**
 * What a report shows, and how.
 *
 * @param tool the name of the program that made the diagnostics; SARIF and JSON name it
 * @param version the program's version; an empty text if it is not known
 * @param grouped whether diagnostics that say the same of one filter are one entry
 * @param errorsOnly whether warnings and hints are left out
 * @param hidden the codes whose warnings and hints are left out; errors never are
 * @param raised the codes whose warnings and hints count as errors
 * @param allRaised whether every warning that is not left out counts as an error; hints do not
 * @param notes remarks about the run as a whole; only SARIF has a place for it, the run's
 *     notifications
 */
public record ReportOptions(
    String tool,
    String version,
    boolean grouped,
    boolean errorsOnly,
    Set<DiagnosticCode> hidden,
    Set<DiagnosticCode> raised,
    boolean allRaised,
    List<String> notes) {

  /** All diagnostics, grouped, each with the severity of its code. */
  public static final ReportOptions DEFAULT = builder().build();

  /**
   * Checks that all components are given, and copies the sets.
   *
   * @param tool the name of the program
   * @param version the program's version
   * @param grouped whether equal diagnostics are one entry
   * @param errorsOnly whether warnings and hints are left out
   * @param hidden the codes whose warnings are left out
   * @param raised the codes whose warnings count as errors
   * @param allRaised whether every warning counts as an error
   * @param notes remarks about the run as a whole
   */
  public ReportOptions {
    requireNonNull(tool);
    requireNonNull(version);
    hidden = ImmutableSet.copyOf(hidden);
    raised = ImmutableSet.copyOf(raised);
    notes = ImmutableList.copyOf(notes);
  }

  /** {@return a builder that holds the defaults} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the finding with the severity that it gets in the report} */
  Finding weighed(Finding finding) {
    boolean raisedWithAll = allRaised && finding.severity() != Severity.INFO;
    return raisedWithAll || raised.contains(finding.diagnostic().code())
        ? finding.as(Severity.ERROR)
        : finding;
  }

  /** {@return whether a finding appears in the report} It must not be weighed yet. */
  boolean shows(Finding finding) {
    if (finding.isError()) {
      return true;
    }
    return !hidden.contains(finding.diagnostic().code())
        && (!errorsOnly || weighed(finding).isError());
  }

  /** Builds {@link ReportOptions}. */
  public static final class Builder {

    private String tool = "nwfilter";
    private String version = "";
    private boolean grouped = true;
    private boolean errorsOnly;
    private final ImmutableSet.Builder<DiagnosticCode> hidden = ImmutableSet.builder();
    private final ImmutableSet.Builder<DiagnosticCode> raised = ImmutableSet.builder();
    private boolean allRaised;
    private List<String> notes = ImmutableList.of();

    private Builder() {}

    /**
     * Names the program that made the diagnostics.
     *
     * @param name its name; {@code nwfilter} if this is not called
     * @param version its version; an empty text if it is not known
     * @return this builder
     */
    public Builder tool(String name, String version) {
      this.tool = requireNonNull(name);
      this.version = requireNonNull(version);
      return this;
    }

    /**
     * Shows each diagnostic by itself.
     *
     * @return this builder
     */
    public Builder ungrouped() {
      this.grouped = false;
      return this;
    }

    /**
     * Leaves all warnings and hints out, except those that count as errors.
     *
     * @return this builder
     */
    public Builder errorsOnly() {
      this.errorsOnly = true;
      return this;
    }

    /**
     * Leaves the warnings or hints of a code out, even if they would count as errors.
     *
     * @param code the code
     * @return this builder
     */
    public Builder hide(DiagnosticCode code) {
      hidden.add(code);
      return this;
    }

    /**
     * Lets the warnings or hints of a code count as errors.
     *
     * @param code the code
     * @return this builder
     */
    public Builder raise(DiagnosticCode code) {
      raised.add(code);
      return this;
    }

    /**
     * Lets all warnings count as errors, but not the hints.
     *
     * @return this builder
     */
    public Builder raiseAll() {
      this.allRaised = true;
      return this;
    }

    /**
     * Adds remarks about the run as a whole.
     *
     * @param texts the remarks
     * @return this builder
     */
    public Builder notes(List<String> texts) {
      this.notes = ImmutableList.copyOf(texts);
      return this;
    }

    /** {@return the options} */
    public ReportOptions build() {
      return new ReportOptions(
          tool, version, grouped, errorsOnly, hidden.build(), raised.build(), allRaised, notes);
    }
  }
}
