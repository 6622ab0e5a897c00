package io.nwfilter.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.testing.EqualsTester;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticTest {

  private static final SourceLocation HERE = new SourceLocation("f.xml", 12, 34);

  private static final ReferencePath PATH =
      ReferencePath.EMPTY.include("a", HERE).include("b\n", SourceLocation.of("g.xml"));

  private static Diagnostic of(String message) {
    return new Diagnostic(DiagnosticCode.MISSING, message, HERE);
  }

  @ParameterizedTest
  @EnumSource
  void codesSayWhatHappensAndWhatToDo(DiagnosticCode code) {
    for (String text : List.of(code.happens(), code.advice(), code.asWritten().orElse("x"))) {
      assertTrue(text.matches("[^A-Z ](.*[^. ])?|[A-Z]{2}.*[^. ]|DTDs.*"), text);
    }
  }

  @Test
  void printsLocationSeverityCodeAndMessage() {
    assertEquals("f.xml:12:34: error: missing: no name", of("no name").toString());
    assertEquals(
        "<code>:0:0: warning: reject-is-drop: dropped; write `drop`, or a protocol of the IP layer",
        new Diagnostic(DiagnosticCode.REJECT_IS_DROP, "dropped", SourceLocation.NONE).toString());
    assertEquals("g.xml:0:0", SourceLocation.of("g.xml").toString());
  }

  @Test
  void printsThePathBehindTheMessageAndBeforeTheAdvice() {
    Origin origin = new Origin(HERE, PATH);

    assertEquals(
        "f.xml:12:34: error: missing: no name (in a > b\\u000a)",
        new Diagnostic(DiagnosticCode.MISSING, "no name", origin).toString());
    assertEquals(
        "f.xml:12:34: warning: reject-is-drop: dropped (in a > b\\u000a); write `drop`, or a"
            + " protocol of the IP layer",
        new Diagnostic(DiagnosticCode.REJECT_IS_DROP, "dropped", origin).toString());
    assertEquals(origin, new Diagnostic(DiagnosticCode.MISSING, "no name", origin).origin());
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
        new Diagnostic(DiagnosticCode.MISSING, longest + "m", HERE, PATH).toString());
    assertEquals(
        prefix + longest + "…",
        new Diagnostic(DiagnosticCode.MISSING, longest, HERE, PATH).toString());
    assertEquals(
        prefix + nearly + " (in a…",
        new Diagnostic(DiagnosticCode.MISSING, nearly, HERE, PATH).toString());
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
            DiagnosticCode.MISSING,
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
        () -> new Diagnostic(DiagnosticCode.MISSING, null, SourceLocation.NONE));
    assertThrows(
        NullPointerException.class,
        () -> new Diagnostic(DiagnosticCode.MISSING, "m", (SourceLocation) null));
    assertThrows(
        NullPointerException.class, () -> new Diagnostic(DiagnosticCode.MISSING, "m", HERE, null));
  }

  @Test
  void isEqualByAllComponents() {
    new EqualsTester()
        .addEqualityGroup(of("m"), of("m"))
        .addEqualityGroup(of("n"))
        .addEqualityGroup(new Diagnostic(DiagnosticCode.MISSING, "m", HERE, PATH))
        .addEqualityGroup(new Diagnostic(DiagnosticCode.WRONG_ROOT, "m", HERE))
        .addEqualityGroup(
            new Diagnostic(DiagnosticCode.MISSING, "m", new SourceLocation("f.xml", 34, 12)))
        .testEquals();
    new EqualsTester()
        .addEqualityGroup(HERE, new SourceLocation("f.xml", 12, 34))
        .addEqualityGroup(new SourceLocation("g.xml", 12, 34))
        .addEqualityGroup(new SourceLocation("f.xml", 34, 12))
        .addEqualityGroup(SourceLocation.of("f.xml"), new SourceLocation("f.xml", 0, 0))
        .testEquals();
  }

  @ParameterizedTest
  @EnumSource
  void idsAreLowerCaseWithHyphens(DiagnosticCode code) {
    assertTrue(code.id().matches("[a-z0-9]+(-[a-z0-9]+)*"), code.id());
    assertEquals(code.id(), code.toString());
  }

  @Test
  void idsAreUnique() {
    Set<String> ids = new HashSet<>();
    for (DiagnosticCode code : DiagnosticCode.values()) {
      assertTrue(ids.add(code.id()), code.id());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "port-negation-lost, warning",
    "ipset-dropped, warning",
    "ipset-unusable, error",
    "rule-priority-ignored, warning",
    "parameter-dropped, warning",
    "element-ignored, warning",
    "attribute-ignored, warning",
    "reject-is-drop, warning",
    "continue-fails, error",
    "source-mac-unmatched, warning",
    "icmp-answer-skipped, warning",
    "connlimit-drops-state, warning",
    "arp-mask-leaks, warning"
  })
  void publishedIdsStay(String id, String severity) {
    DiagnosticCode code =
        Arrays.stream(DiagnosticCode.values())
            .filter(c -> c.id().equals(id))
            .findFirst()
            .orElseThrow();

    assertEquals(severity, code.severity().toString());
  }

  @Test
  void theSinkKeepsTheOrderAndDropsEqualOnes() {
    DiagnosticSink sink = new DiagnosticSink();
    sink.report(DiagnosticCode.MISSING, HERE, "b");
    sink.report(DiagnosticCode.MISSING, HERE, "a");
    List<Diagnostic> before = sink.diagnostics();
    sink.addAll(List.of(of("b"), of("c"), of("a")));
    sink.report(DiagnosticCode.MISSING, SourceLocation.of("f.xml"), "a");

    assertEquals(List.of(of("b"), of("a")), before);
    assertEquals(
        List.of(
            of("b"),
            of("a"),
            of("c"),
            new Diagnostic(DiagnosticCode.MISSING, "a", SourceLocation.of("f.xml"))),
        sink.diagnostics());
  }

  @Test
  void theSinkSaysHowManyItDoesNotKeep() {
    DiagnosticSink sink = new DiagnosticSink();
    for (int line = 1; line <= DiagnosticSink.MAX_KEPT + 3; line++) {
      sink.report(DiagnosticCode.MIRRORED, new SourceLocation("f.xml", line, 1), "a");
    }
    sink.report(DiagnosticCode.MIRRORED, new SourceLocation("f.xml", 7, 1), "a");
    sink.report(DiagnosticCode.MISSING, HERE, "b");

    List<Diagnostic> kept = sink.diagnostics();
    assertEquals(DiagnosticSink.MAX_KEPT + 2, kept.size());
    assertEquals(
        new SourceLocation("f.xml", DiagnosticSink.MAX_KEPT, 1),
        kept.get(DiagnosticSink.MAX_KEPT - 1).location());
    assertEquals(of("b"), kept.get(DiagnosticSink.MAX_KEPT));
    assertEquals(
        "<code>:0:0: warning: more-diagnostics: of what there is to say, 3 more lines are left out",
        kept.get(DiagnosticSink.MAX_KEPT + 1).toString());
  }

  @Test
  void areOrderedByPlaceThenByCodeMessageAndPath() {
    SourceLocation fifthPlace = new SourceLocation("f", 2, 10);
    Diagnostic first = new Diagnostic(DiagnosticCode.MISSING, "z", new SourceLocation("e", 9, 9));
    Diagnostic second = new Diagnostic(DiagnosticCode.MIRRORED, "z", new SourceLocation("f", 2, 9));
    Diagnostic third = new Diagnostic(DiagnosticCode.MISSING, "b", new SourceLocation("f", 2, 10));
    Diagnostic fourth = new Diagnostic(DiagnosticCode.MISSING, "c", new SourceLocation("f", 2, 10));
    Diagnostic last = new Diagnostic(DiagnosticCode.MIRRORED, "a", fifthPlace, PATH);
    Diagnostic fifth = new Diagnostic(DiagnosticCode.MIRRORED, "a", fifthPlace);

    assertEquals(
        List.of(first, second, third, fourth, fifth, last),
        Stream.of(last, fifth, third, second, fourth, first).sorted().toList());
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
        NwfilterException.supplier(DiagnosticCode.MISSING, "no\nname", HERE).get().diagnostic());
    assertEquals(
        new Diagnostic(DiagnosticCode.MISSING, "no name", HERE, PATH),
        NwfilterException.supplier(DiagnosticCode.MISSING, "no name", new Origin(HERE, PATH))
            .get()
            .diagnostic());
    assertEquals(exception.getMessage(), new NwfilterException(diagnostic).getMessage());
  }
}
