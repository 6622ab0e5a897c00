package io.nwfilter.report;

import static io.nwfilter.report.Sample.HOSTILE;
import static io.nwfilter.report.Sample.MISTAKE;
import static io.nwfilter.report.Sample.QUIRK;
import static io.nwfilter.report.Sample.REMARK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands in the log of a workflow. */
class GithubFormatTest {

  private static String github(List<Diagnostic> diagnostics) {
    return DiagnosticFormat.GITHUB.format(DiagnosticReport.of(diagnostics));
  }

  @Test
  void aCommandForEachEntry() {
    assertEquals(
        """
        ::warning file=f.xml,line=4,col=3,title=quirk::less (in f); write `drop` (2 rules: lines 4, 5)
        ::error file=f.xml,line=9,col=3,title=mistake::wrong (in f)
        """,
        github(
            List.of(
                QUIRK.inFilter(4, "less"),
                QUIRK.inFilter(5, "less"),
                MISTAKE.inFilter(9, "wrong"))));
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertEquals(
        """
        ::error file=no.xml,title=mistake::no such file
        ::error file=empty.xml,line=1,title=mistake::empty
        ::warning title=remark::m
        ::error title=mistake::in a stock filter
        """,
        github(
            List.of(
                MISTAKE.at("no.xml", 0, 0, "no such file"),
                MISTAKE.at("empty.xml", 1, 0, "empty"),
                new Diagnostic(REMARK, "m", SourceLocation.NONE),
                MISTAKE.at("stock:allow-arp", 0, 0, "in a stock filter"))));
  }

  @Test
  void propertiesAndDataAreEscaped() {
    assertEquals(
        "::error file=100%25/a%3Ab%2Cc%0D%0Ad.xml,line=1,col=2,title=mistake::50% of a:b,c\n"
            .replace("50%", "50%25"),
        github(List.of(MISTAKE.at("100%/a:b,c\r\nd.xml", 1, 2, "50% of a:b,c"))));
  }

  @Test
  void hostileTextsStartNoCommand() {
    assertEquals(
        "::error file=\\u001b[31m%0D%0A%3A%3Aerror%3A%3Ax\\u0000\\u009b1m\\u2028\\u202e%250A"
            + " \"a\\b\"%2C 'c' <d> & [e](http%3A//f) {0} \\ud800 \ud83d\ude00,"
            + "line=1,col=2,title=mistake::"
            + "\\u001b[31m\\u000d\\u000a::error::x\\u0000\\u009b1m\\u2028\\u202e%250A"
            + " \"a\\b\", 'c' <d> & [e](http://f) {0} \\ud800 \ud83d\ude00\n",
        github(List.of(MISTAKE.at(HOSTILE, 1, 2, HOSTILE))));
  }
}
