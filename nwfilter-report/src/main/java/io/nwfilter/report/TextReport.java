package io.nwfilter.report;

/** Lines as compilers print them. */
final class TextReport {

  private TextReport() {}

  static String write(DiagnosticReport report) {
    StringBuilder out = new StringBuilder();
    for (DiagnosticGroup group : report.groups()) {
      Finding first = group.first();
      out.append(first.diagnostic().location()).append(": ");
      out.append(first.severity()).append(": ");
      out.append(first.diagnostic().code().id()).append(": ");
      out.append(group.explanation()).append('\n');
    }
    return out.toString();
  }
}
