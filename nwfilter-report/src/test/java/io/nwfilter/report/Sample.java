package io.nwfilter.report;

import io.nwfilter.core.diagnostic.CodeDescription;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.ReferencePath;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import java.util.stream.IntStream;

/** Codes and diagnostics of the tests. */
enum Sample implements DiagnosticCode {
  /** A quirk: libvirt does something else than is written. */
  QUIRK(
      CodeDescription.warning(
          "quirk", "the `<rule>` does less than is written", "all of it", "write `drop`")),
  /** A warning that does not depend on how filters are understood. */
  REMARK(CodeDescription.warning("remark", "an attribute is ignored", "remove it")),
  /** A hint. */
  HINT(CodeDescription.info("hint", "a rule changes nothing", "look again")),
  /** An error. */
  MISTAKE(CodeDescription.error("mistake", "a value {in braces} is wrong", "write another one"));

  /** Everything that some format takes for more than a character of a text. */
  static final String HOSTILE =
      "\u001b[31m\r\n"
          + "::error::x\u0000\u009b1m\u2028\u202e%0A \"a\\b\", 'c' <d> & [e](http://f) {0} \ud800"
          + " \ud83d\ude00";

  private final CodeDescription description;

  Sample(CodeDescription description) {
    this.description = description;
  }

  @Override
  public CodeDescription description() {
    return description;
  }

  @Override
  public String toString() {
    return id();
  }

  Diagnostic at(String document, int line, int column, String message) {
    return new Diagnostic(this, message, new SourceLocation(document, line, column));
  }

  /** A diagnostic in filter f, which the interface at guest.xml:8:7 has. */
  Diagnostic inFilter(int line, String message) {
    return new Diagnostic(this, message, new SourceLocation("f.xml", line, 3), path("f"));
  }

  List<Diagnostic> inFilter(String message, int... lines) {
    return IntStream.of(lines).mapToObj(line -> inFilter(line, message)).toList();
  }

  static ReferencePath path(String... filters) {
    ReferencePath path = ReferencePath.EMPTY;
    for (String filter : filters) {
      SourceLocation reference =
          path.isEmpty()
              ? new SourceLocation("guest.xml", 8, 7)
              : new SourceLocation(filters[path.depth() - 1] + ".xml", 2, 5);
      path = path.include(filter, reference);
    }
    return path;
  }
}
