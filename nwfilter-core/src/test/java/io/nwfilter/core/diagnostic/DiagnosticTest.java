package io.nwfilter.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.Iterables;
import com.google.common.testing.EqualsTester;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticTest {

  private static final SourceLocation HERE = new SourceLocation("f.xml", 12, 34);

  private static final ReferencePath PATH =
      ReferencePath.EMPTY.include("a", HERE).include("b\n", SourceLocation.of("g.xml"));

  private static Diagnostic of(String message) {
    return new Diagnostic(SampleCode.MISSING, message, HERE);
  }

  @Test
  void printsLocationSeverityCodeAndMessage() {
    assertEquals("f.xml:12:34: error: missing: no name", of("no name").toString());
    assertEquals(
        "<code>: warning: reject-is-drop: dropped; write `drop`, or use a protocol of the IP"
            + " layer",
        new Diagnostic(SampleCode.REJECT_IS_DROP, "dropped", SourceLocation.NONE).toString());
    assertEquals("g.xml", SourceLocation.of("g.xml").toString());
    assertEquals("g.xml:7", new SourceLocation("g.xml", 7, 0).toString());
  }

  @Test
  void printsThePathBehindTheMessageAndBeforeTheAdvice() {
    Origin origin = new Origin(HERE, PATH);

    assertEquals(
        "f.xml:12:34: error: missing: no name (in a > b\\u000a)",
        new Diagnostic(SampleCode.MISSING, "no name", origin).toString());
    assertEquals(
        "f.xml:12:34: warning: reject-is-drop: dropped (in a > b\\u000a); write `drop`, or use a"
            + " protocol of the IP layer",
        new Diagnostic(SampleCode.REJECT_IS_DROP, "dropped", origin).toString());
    assertEquals(origin, new Diagnostic(SampleCode.MISSING, "no name", origin).origin());
    assertEquals(Origin.of(HERE), of("no name").origin());
  }

  @Test
  void messageAndPathAreCutTogether() {
    String longest = "m".repeat(Diagnostic.MAX_MESSAGE);
    String nearly = "m".repeat(Diagnostic.MAX_MESSAGE - 6);
    String prefix = "f.xml:12:34: error: missing: ";

    assertEquals(longest, of(longest).message());
    assertEquals(longest + "…", of(longest + "m").message());
    assertEquals(
        prefix + longest + "…",
        new Diagnostic(SampleCode.MISSING, longest + "m", HERE, PATH).toString());
    assertEquals(
        prefix + longest + "…", new Diagnostic(SampleCode.MISSING, longest, HERE, PATH).toString());
    assertEquals(
        prefix + nearly + " (in a…",
        new Diagnostic(SampleCode.MISSING, nearly, HERE, PATH).toString());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 8, 9, 10, 11, 12, 13, 27, 127, 0x80, 0x85, 0x9b, 0xad, 0x200b, 0x202e, 0x2028, 0x2029,
        0x2066, 0xfeff, 0xe0001
      })
  void standsOnOneLineWhateverCharactersAreInside(int codePoint) {
    String character = Character.toString(codePoint);
    String escaped = codePoint < 0x10000 ? String.format("\\u%04x", codePoint) : "\\udb40\\udc01";
    Diagnostic diagnostic =
        new Diagnostic(
            SampleCode.MISSING,
            "a" + character + "b",
            new SourceLocation("c" + character + "d", 12, 34));

    assertEquals(
        "c" + escaped + "d:12:34: error: missing: a" + escaped + "b", diagnostic.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "\u00e4\u00df\u4e2d", "\ud83d\ude00", "a\\u000ab"})
  void otherTextIsPrintedAsItIs(String text) {
    assertSame(text, Diagnostic.printable(text));
  }

  @Test
  void needsAllComponents() {
    assertThrows(NullPointerException.class, () -> new Diagnostic(null, "m", SourceLocation.NONE));
    assertThrows(
        NullPointerException.class,
        () -> new Diagnostic(SampleCode.MISSING, null, SourceLocation.NONE));
    assertThrows(
        NullPointerException.class,
        () -> new Diagnostic(SampleCode.MISSING, "m", (SourceLocation) null));
    assertThrows(
        NullPointerException.class, () -> new Diagnostic(SampleCode.MISSING, "m", HERE, null));
  }

  @Test
  void isEqualByAllComponents() {
    new EqualsTester()
        .addEqualityGroup(of("m"), of("m"))
        .addEqualityGroup(of("n"))
        .addEqualityGroup(new Diagnostic(SampleCode.MISSING, "m", HERE, PATH))
        .addEqualityGroup(new Diagnostic(SampleCode.WRONG_ROOT, "m", HERE))
        .addEqualityGroup(
            new Diagnostic(SampleCode.MISSING, "m", new SourceLocation("f.xml", 34, 12)))
        .testEquals();
    new EqualsTester()
        .addEqualityGroup(HERE, new SourceLocation("f.xml", 12, 34))
        .addEqualityGroup(new SourceLocation("g.xml", 12, 34))
        .addEqualityGroup(new SourceLocation("f.xml", 34, 12))
        .addEqualityGroup(SourceLocation.of("f.xml"), new SourceLocation("f.xml", 0, 0))
        .testEquals();
  }

  @Test
  void codesSayWhatTheirDescriptionSays() {
    CodeDescription description = SampleCode.REJECT_IS_DROP.description();

    assertEquals("reject-is-drop", SampleCode.REJECT_IS_DROP.id());
    assertEquals(Severity.WARNING, SampleCode.REJECT_IS_DROP.severity());
    assertEquals("it cannot reject", SampleCode.REJECT_IS_DROP.happens());
    assertEquals(Optional.of("refused"), SampleCode.REJECT_IS_DROP.asWritten());
    assertEquals(
        "write `drop`, or use a protocol of the IP layer", SampleCode.REJECT_IS_DROP.advice());
    assertEquals(Optional.empty(), SampleCode.MISSING.asWritten());
    new EqualsTester()
        .addEqualityGroup(
            description,
            CodeDescription.warning(
                description.id(), description.happens(), "refused", description.advice()))
        .addEqualityGroup(
            CodeDescription.warning(description.id(), description.happens(), description.advice()))
        .addEqualityGroup(
            CodeDescription.error(
                description.id(), description.happens(), "refused", description.advice()))
        .addEqualityGroup(
            CodeDescription.error(description.id(), description.happens(), description.advice()))
        .testEquals();
  }

  @Test
  void theSinkKeepsTheOrderAndDropsEqualOnes() {
    DiagnosticSink sink = new DiagnosticSink();
    sink.report(SampleCode.MISSING, HERE, "b");
    sink.report(SampleCode.MISSING, HERE, "a");
    List<Diagnostic> before = sink.diagnostics();
    sink.addAll(List.of(of("b"), of("c"), of("a")));
    sink.report(SampleCode.MISSING, SourceLocation.of("f.xml"), "a");

    assertEquals(List.of(of("b"), of("a")), before);
    assertEquals(
        List.of(
            of("b"),
            of("a"),
            of("c"),
            new Diagnostic(SampleCode.MISSING, "a", SourceLocation.of("f.xml"))),
        sink.diagnostics());
  }

  @Test
  void theSinkSaysHowManyItDoesNotKeep() {
    DiagnosticSink sink = new DiagnosticSink();
    for (int line = 1; line <= DiagnosticSink.MAX_KEPT + 3; line++) {
      sink.report(SampleCode.MIRRORED, new SourceLocation("f.xml", line, 1), "a");
    }
    sink.report(SampleCode.MIRRORED, new SourceLocation("f.xml", 7, 1), "a");
    sink.report(SampleCode.MISSING, HERE, "b");

    List<Diagnostic> kept = sink.diagnostics();
    assertEquals(DiagnosticSink.MAX_KEPT + 2, kept.size());
    assertEquals(
        new SourceLocation("f.xml", DiagnosticSink.MAX_KEPT, 1),
        kept.get(DiagnosticSink.MAX_KEPT - 1).location());
    assertEquals(of("b"), kept.get(DiagnosticSink.MAX_KEPT));
    assertEquals(
        "f.xml: warning: more-diagnostics: 3 more errors or warnings are left out; fix those that"
            + " are listed first",
        kept.get(DiagnosticSink.MAX_KEPT + 1).toString());
    assertEquals(3, SinkCode.count(kept.get(DiagnosticSink.MAX_KEPT + 1)));
    assertEquals(1, SinkCode.count(kept.get(0)));
  }

  @Test
  void theSinkKeepsAsManyErrorsWhateverWarningsThereAre() {
    DiagnosticSink sink = new DiagnosticSink();
    for (int line = 1; line <= DiagnosticSink.MAX_KEPT + 2; line++) {
      sink.report(SampleCode.MIRRORED, new SourceLocation("f.xml", line, 1), "a");
      sink.report(SampleCode.MISSING, new SourceLocation("f.xml", line, 1), "b");
    }
    sink.report(SampleCode.MISSING, new SourceLocation("f.xml", 1, 1), "b");

    List<Diagnostic> kept = sink.diagnostics();
    assertEquals(2 * DiagnosticSink.MAX_KEPT + 1, kept.size());
    assertEquals(
        new Diagnostic(
            SampleCode.MISSING, "b", new SourceLocation("f.xml", DiagnosticSink.MAX_KEPT, 1)),
        kept.get(2 * DiagnosticSink.MAX_KEPT - 1));
    assertEquals(
        "f.xml: warning: more-diagnostics: 4 more errors or warnings are left out; fix those that"
            + " are listed first",
        Iterables.getLast(kept).toString());
  }

  @Test
  void whatOneSinkLeavesOutIsCountedByTheNext() {
    DiagnosticSink first = new DiagnosticSink();
    for (int line = 1; line <= DiagnosticSink.MAX_KEPT + 1; line++) {
      first.report(SampleCode.MIRRORED, new SourceLocation("f.xml", line, 1), "a");
    }
    DiagnosticSink second = new DiagnosticSink();
    second.addAll(first.diagnostics());
    second.addAll(first.diagnostics());
    second.report(SampleCode.MIRRORED, new SourceLocation("g.xml", 1, 1), "a");

    assertEquals(
        "f.xml: warning: more-diagnostics: 1 more error or warning is left out; fix those that are"
            + " listed first",
        Iterables.getLast(first.diagnostics()).toString());
    assertEquals(
        "f.xml: warning: more-diagnostics: 3 more errors or warnings are left out; fix those that"
            + " are listed first",
        Iterables.getLast(second.diagnostics()).toString());
  }

  @Test
  void aQuestionTakesThePlaceOfTheAdvice() {
    assertEquals(
        "it is ignored; did you mean 'b'?",
        new Diagnostic(SampleCode.MIRRORED, "it is ignored; did you mean 'b'?", HERE)
            .explanation());
    assertEquals(
        "; " + SampleCode.MIRRORED.advice(),
        Diagnostic.adviceAfter("it is ignored", SampleCode.MIRRORED));
  }

  @Test
  void areOrderedByPlaceThenByCodeMessageAndPath() {
    SourceLocation second = new SourceLocation("f", 2, 10);
    List<Diagnostic> ordered =
        List.of(
            new Diagnostic(SampleCode.MISSING, "z", new SourceLocation("e", 9, 9)),
            new Diagnostic(SampleCode.WRONG_ROOT, "z", new SourceLocation("f", 2, 9)),
            new Diagnostic(SampleCode.MIRRORED, "a", second),
            new Diagnostic(SampleCode.MIRRORED, "a", second, PATH),
            new Diagnostic(SampleCode.MIRRORED, "b", second),
            new Diagnostic(SampleCode.MISSING, "a", second));

    assertEquals(ordered, Stream.of(5, 3, 1, 0, 4, 2).map(ordered::get).sorted().toList());
  }

  @Test
  void exceptionsCarryTheirDiagnosticAndItsLine() {
    Diagnostic diagnostic = of("no\nname");
    Exception cause = new IllegalStateException("below");

    NwfilterException exception = new NwfilterException(diagnostic, cause);

    assertSame(diagnostic, exception.diagnostic());
    assertSame(cause, exception.getCause());
    assertEquals("f.xml:12:34: error: missing: no\\u000aname", exception.getMessage());
    assertEquals(
        diagnostic,
        NwfilterException.supplier(SampleCode.MISSING, "no\nname", HERE).get().diagnostic());
    assertEquals(
        new Diagnostic(SampleCode.MISSING, "no name", HERE, PATH),
        NwfilterException.supplier(SampleCode.MISSING, "no name", new Origin(HERE, PATH))
            .get()
            .diagnostic());
    assertEquals(exception.getMessage(), new NwfilterException(diagnostic).getMessage());
  }
}
