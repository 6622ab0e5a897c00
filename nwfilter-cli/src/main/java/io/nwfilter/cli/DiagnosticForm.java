package io.nwfilter.cli;

import io.nwfilter.report.DiagnosticFormat;

/** Reads the value of {@code --diagnostics}. */
final class DiagnosticForm extends EnumNames<DiagnosticFormat> {

  DiagnosticForm() {
    super(DiagnosticFormat.class);
  }
}
