package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Joiner;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.testkit.golden.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of the page that explains the codes are what the codes say of themselves. */
class QuirksPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("nwfilter.rootDirectory"), "docs", "quirks.md");
  private static final String BEGIN =
      "<!-- begin: made from DiagnosticCode by QuirksPageTest -->\n";
  private static final String END = "<!-- end -->\n";

  @Test
  void tablesAreUpToDate() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    assertTrue(0 <= begin && begin < end, "the page has no marks around its tables");
    GoldenFile.at(PAGE)
        .assertMatches(page.substring(0, begin) + BEGIN + tables() + page.substring(end));
  }

  private static String tables() throws IOException {
    StringBuilder out = new StringBuilder();
    out.append("## Warnings: libvirt does something else than is written\n\n");
    out.append(
        "| code | what libvirt does | releases | compiled as written | what to write instead |\n");
    out.append("| --- | --- | --- | --- | --- |\n");
    for (DiagnosticCode code : codes(Severity.WARNING)) {
      quirk(code, out);
    }
    out.append("\n## Hints: it may be meant so\n\n");
    out.append(
        "| code | what there is to know | releases | compiled as written | what to do otherwise"
            + " |\n");
    out.append("| --- | --- | --- | --- | --- |\n");
    for (DiagnosticCode code : codes(Severity.INFO)) {
      quirk(code, out);
    }
    out.append("\n## Errors: libvirt or netfilter refuses, or it could not be done safely\n\n");
    out.append("| code | what is wrong | releases | compiled as written | what to do |\n");
    out.append("| --- | --- | --- | --- | --- |\n");
    for (DiagnosticCode code : codes(Severity.ERROR)) {
      quirk(code, out);
    }
    return out.append('\n').toString();
  }

  private static List<DiagnosticCode> codes(Severity severity) {
    return DiagnosticCodes.all().stream()
        .filter(code -> code.severity() == severity)
        .sorted(Comparator.comparing(DiagnosticCode::id))
        .toList();
  }

  private static void quirk(DiagnosticCode code, StringBuilder out) throws IOException {
    out.append("| `").append(code).append("` | ").append(code.happens());
    out.append(" | ").append(releases(code));
    out.append(" | ").append(code.asWritten().orElse("")).append(" | ").append(code.advice());
    out.append(" |\n");
  }

  /** {@return the releases that have a quirk; nothing for a code that has no case} */
  private static String releases(DiagnosticCode code) throws IOException {
    if (code.asWritten().isEmpty()) {
      return "";
    }
    List<LibvirtRelease> releases = QuirkTest.releases(code);
    return releases.equals(List.of(LibvirtRelease.values()))
        ? "all"
        : Joiner.on(", ").join(releases);
  }
}
