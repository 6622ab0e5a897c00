package io.nwfilter.report;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import java.util.Locale;

/**
 * What SARIF says of a code: the texts of {@code docs/quirks.md}.
 *
 * @param code the code
 */
record SarifRule(DiagnosticCode code) {

  void write(JsonText json) {
    json.member("id", code.id());
    json.text("shortDescription", SarifRule::plain, sentence(code.happens()));
    json.text("fullDescription", SarifRule::plain, text(" "));
    json.object("help", help -> help(help));
    json.object(
        "defaultConfiguration",
        defaults -> defaults.member("level", SarifReport.level(code.severity())));
  }

  private void help(JsonText json) {
    json.member("text", plain(text("\n")));
    json.member("markdown", SarifReport.escaped(markdown()));
  }

  private String text(String separator) {
    return sentence(code.happens())
        + separator
        + code.asWritten()
            .map(written -> "Compiled as written: " + written + "." + separator)
            .orElse("")
        + "What to do: "
        + code.advice()
        + ".";
  }

  private String markdown() {
    return sentence(code.happens())
        + "\n\n"
        + code.asWritten()
            .map(written -> "**Compiled as written:** " + written + ".\n\n")
            .orElse("")
        + "**What to do:** "
        + code.advice()
        + ".\n";
  }

  private static String sentence(String clause) {
    if (clause.startsWith("libvirt")) {
      return clause + "."; // a name, which begins with a small letter everywhere
    }
    return clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1) + ".";
  }

  /** {@return a text without the backquotes around what appears in documents} */
  private static String plain(String text) {
    return SarifReport.escaped(text.replace("`", ""));
  }
}
