package io.nwfilter.report;

/**
 * Lines as compilers print them. In the log of a GitHub workflow, none is a command: neither {@code
 * ::command::} at the beginning of a line, nor {@code ##[command]} anywhere in it.
 */
final class TextReport {

  private TextReport() {}

  static String write(DiagnosticReport report) {
    StringBuilder out = new StringBuilder();
    for (DiagnosticGroup group : report.groups()) {
      out.append(inert(line(group))).append('\n');
    }
    return out.toString();
  }

  private static String line(DiagnosticGroup group) {
    Finding first = group.first();
    return first.diagnostic().location()
        + ": "
        + first.severity()
        + ": "
        + first.diagnostic().code().id()
        + ": "
        + group.explanation();
  }

  private static String inert(String line) {
    String start =
        line.stripLeading().startsWith("::") ? line.replaceFirst(":", "\\\\u003a") : line;
    return start.replace("##[", "#\\u0023[");
  }
}
