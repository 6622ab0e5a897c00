package io.nwfilter.report;

import static io.nwfilter.report.Sample.HOSTILE;
import static io.nwfilter.report.Sample.MISTAKE;
import static io.nwfilter.report.Sample.QUIRK;
import static io.nwfilter.report.Sample.REMARK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as compilers print them, and what is one line. */
class TextFormatTest {

  private static String text(Diagnostic... diagnostics) {
    return DiagnosticFormat.TEXT.format(DiagnosticReport.of(List.of(diagnostics)));
  }

  private static String text(List<Diagnostic> diagnostics) {
    return DiagnosticFormat.TEXT.format(DiagnosticReport.of(diagnostics));
  }

  @Test
  void aLineIsThatOfTheDiagnostic() {
    Diagnostic quirk = QUIRK.inFilter(4, "less");
    Diagnostic mistake = MISTAKE.at("g.xml", 1, 2, "wrong");

    assertEquals("f.xml:4:3: warning: quirk: less (in f); write `drop`\n", text(quirk));
    assertEquals(quirk + "\n" + mistake + "\n", text(quirk, mistake));
  }

  @Test
  void nothingIsAnEmptyText() {
    assertEquals("", text());
  }

  @Test
  void aPlaceWithoutALineIsTheDocument() {
    assertEquals(
        "no.xml: error: mistake: no such file\n", text(MISTAKE.at("no.xml", 0, 0, "no such file")));
    assertEquals(
        "<code>: warning: remark: m\n", text(new Diagnostic(REMARK, "m", SourceLocation.NONE)));
  }

  @Test
  void oneCodeOnManyRulesOfAFilterIsOneLine() {
    assertEquals(
        "f.xml:4:3: warning: quirk: less (in f); write `drop` (6 rules: lines 4, 5, 7–9, 12)\n",
        text(QUIRK.inFilter("less", 9, 4, 5, 8, 7, 12)));
    assertEquals(
        "f.xml:4:3: warning: quirk: less (in f); write `drop` (3 rules: lines 4–6)\n",
        text(QUIRK.inFilter("less", 4, 5, 6)));
  }

  @Test
  void manyRangesAreCut() {
    assertEquals(
        "f.xml:1:3: warning: quirk: less (in f); write `drop`"
            + " (11 rules: lines 1, 3, 5, 7, 9, 11, 13, 15–17, …)\n",
        text(QUIRK.inFilter("less", 1, 3, 5, 7, 9, 11, 13, 15, 16, 17, 19)));
  }

  @Test
  void rulesOfOneLineAreTold() {
    Diagnostic one =
        new Diagnostic(QUIRK, "less", new SourceLocation("f.xml", 4, 3), Sample.path("f"));
    Diagnostic two =
        new Diagnostic(QUIRK, "less", new SourceLocation("f.xml", 4, 9), Sample.path("f"));

    assertEquals(
        "f.xml:4:3: warning: quirk: less (in f); write `drop` (2 rules: line 4)\n", text(two, one));
  }

  @Test
  void warningsOfAFilterAreOneLineWhateverTheyQuote() {
    assertEquals(
        "f.xml:4:3: warning: quirk: port 22 is lost (in f); write `drop` (2 rules: lines 4, 8)\n",
        text(QUIRK.inFilter(8, "port 23 is lost"), QUIRK.inFilter(4, "port 22 is lost")));
  }

  @Test
  void aFilterThatIsReachedInTwoWaysIsCountedOnce() {
    SourceLocation place = new SourceLocation("f.xml", 4, 3);

    assertEquals(
        "f.xml:4:3: warning: quirk: less (in a > f); write `drop`\n",
        text(
            new Diagnostic(QUIRK, "less", place, Sample.path("b", "f")),
            new Diagnostic(QUIRK, "less", place, Sample.path("a", "f"))));
  }

  @Test
  void errorsAreOneLineOnlyIfTheySayTheSame() {
    assertEquals(
        """
        f.xml:4:3: error: mistake: 'a' is wrong (in f)
        f.xml:5:3: error: mistake: 'b' is wrong (in f) (2 rules: lines 5, 6)
        """,
        text(
            MISTAKE.inFilter(4, "'a' is wrong"),
            MISTAKE.inFilter(6, "'b' is wrong"),
            MISTAKE.inFilter(5, "'b' is wrong")));
  }

  @Test
  void outsideOfFiltersEqualMessagesOfADocumentAreOneLine() {
    assertEquals(
        """
        g.xml:2:1: warning: remark: x is ignored (2 places: lines 2, 9)
        g.xml:3:1: warning: remark: y is ignored
        h.xml:2:1: warning: remark: x is ignored
        """,
        text(
            REMARK.at("g.xml", 9, 1, "x is ignored"),
            REMARK.at("g.xml", 3, 1, "y is ignored"),
            REMARK.at("g.xml", 2, 1, "x is ignored"),
            REMARK.at("h.xml", 2, 1, "x is ignored")));
  }

  @Test
  void otherFiltersOfADocumentAndOtherCodesHaveLinesOfTheirOwn() {
    SourceLocation place = new SourceLocation("f.xml", 4, 3);

    assertEquals(
        """
        f.xml:4:3: warning: quirk: less (in e); write `drop`
        f.xml:4:3: warning: quirk: less (in f); write `drop`
        f.xml:4:3: warning: remark: less (in f)
        """,
        text(
            new Diagnostic(QUIRK, "less", place, Sample.path("f")),
            new Diagnostic(REMARK, "less", place, Sample.path("f")),
            new Diagnostic(QUIRK, "less", place, Sample.path("e"))));
  }

  @Test
  void ungroupedEachHasALine() {
    DiagnosticReport report =
        DiagnosticReport.of(
            QUIRK.inFilter("less", 5, 4, 4), ReportOptions.builder().ungrouped().build());

    assertEquals(
        """
        f.xml:4:3: warning: quirk: less (in f); write `drop`
        f.xml:5:3: warning: quirk: less (in f); write `drop`
        """,
        report.toString());
  }

  @Test
  void documentsAreInTheOrderInWhichTheyAreMentioned() {
    assertEquals(
        """
        z.xml:1:1: warning: remark: a
        z.xml:2:1: warning: remark: b
        a.xml:1:1: warning: remark: c
        """,
        text(
            REMARK.at("z.xml", 2, 1, "b"),
            REMARK.at("a.xml", 1, 1, "c"),
            REMARK.at("z.xml", 1, 1, "a")));
  }

  @Test
  void hostileTextsStayOnTheirLine() {
    String harmless =
        "\\u001b[31m\\u000d\\u000a::error::x\\u0000\\u009b1m\\u2028\\u202e%0A \"a\\b\", 'c' <d> &"
            + " [e](http://f) {0} \\ud800 \ud83d\ude00";

    assertEquals(
        harmless + ":1:2: error: mistake: " + harmless + "\n",
        text(MISTAKE.at(HOSTILE, 1, 2, HOSTILE)));
  }

  @Test
  void membersOfAGroupAreKept() {
    List<Diagnostic> diagnostics = QUIRK.inFilter("less", 4, 5);
    DiagnosticGroup group = DiagnosticReport.of(diagnostics).groups().get(0);

    assertEquals(diagnostics.stream().map(Finding::of).toList(), group.members());
    assertEquals(
        ImmutableList.of(new SourceLocation("f.xml", 4, 3), new SourceLocation("f.xml", 5, 3)),
        group.places());
  }

  @Test
  void aSecondMessageAtOnePlaceIsNotHidden() {
    assertEquals(
        """
        f.xml:4:3: warning: quirk: A is lost (in f); write `drop` (2 rules: lines 4, 8)
        f.xml:4:3: warning: quirk: B is lost (in f); write `drop` (2 rules: lines 4, 8)
        """,
        text(
            QUIRK.inFilter(4, "A is lost"),
            QUIRK.inFilter(4, "B is lost"),
            QUIRK.inFilter(8, "C is lost"),
            QUIRK.inFilter(8, "D is lost")));
  }

  @Test
  void theLogOfAWorkflowRunsNothing() {
    assertEquals(
        """
        \\u003a:error::x.xml:1:1: warning: remark: #\\u0023[stop-commands]x
         \\u003a:error::x.xml:1:1: warning: remark: ###\\u0023[x
        """,
        text(
            REMARK.at("::error::x.xml", 1, 1, "##[stop-commands]x"),
            REMARK.at(" ::error::x.xml", 1, 1, "####[x")));
  }

  @Test
  void interfacesWithoutAFilterAreOneLineWhateverTheirTypes() {
    Diagnostic user =
        new Diagnostic(
            InterfaceCode.UNFILTERED_INTERFACE, "type user", new SourceLocation("d.xml", 4, 3));
    Diagnostic direct =
        new Diagnostic(
            InterfaceCode.UNFILTERED_INTERFACE, "type direct", new SourceLocation("d.xml", 9, 3));

    assertEquals(
        "d.xml:4:3: warning: unfiltered-interface: type user (2 places like this: lines 4, 9)\n",
        text(user, direct));
    assertEquals(
        "d.xml:4:3: warning: remark: one\nd.xml:9:3: warning: remark: other\n",
        text(REMARK.at("d.xml", 4, 3, "one"), REMARK.at("d.xml", 9, 3, "other")));
  }

  @Test
  void whatASinkLeavesOutIsCounted() {
    DiagnosticSink sink = new DiagnosticSink();
    for (int line = 1; line <= DiagnosticSink.MAX_KEPT + 2_000; line++) {
      sink.report(REMARK, new SourceLocation("f.xml", line, 1), "m" + line);
    }

    assertEquals(
        DiagnosticSink.MAX_KEPT + 2_000, DiagnosticReport.of(sink.diagnostics()).warningCount());
  }
}
