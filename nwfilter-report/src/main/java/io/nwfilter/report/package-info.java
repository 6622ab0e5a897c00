/**
 * Reports of diagnostics: as text for people, and as JSON, SARIF or GitHub annotations for other
 * tools. A report can leave warnings out, treat them as errors, and group what is the same.
 *
 * <pre>{@code
 * DiagnosticReport report = DiagnosticReport.of(compiled.diagnostics());
 * DiagnosticFormat.SARIF.write(report, writer);
 * if (report.hasErrors()) { ... }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.report;

import org.jspecify.annotations.NullMarked;
