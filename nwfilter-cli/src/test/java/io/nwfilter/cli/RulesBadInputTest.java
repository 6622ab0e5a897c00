package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Dumps that are wrong: one line on standard error, status 1, nothing on standard output. */
class RulesBadInputTest {

  private static final String GOOD = RulesCommandTest.IPV4;

  @TempDir private Path directory;

  static Stream<Arguments> dumps() {
    return Stream.of(
        argumentSet("empty", "", "1:1: error: rules-family-unknown: no comment"),
        argumentSet(
            "no comment",
            GOOD.substring(GOOD.indexOf('*')),
            "1:1: error: rules-family-unknown: no comment before the first table says which tool"
                + " the rules are for; name their family (--family): ipv4, ipv6 or bridge"),
        argumentSet(
            "cut off",
            GOOD.substring(0, GOOD.indexOf("COMMIT")),
            "9:1: error: rules-cut-off: the text ends before table 'filter' does"),
        argumentSet(
            "table without its end",
            GOOD.replace("COMMIT", "*nat"),
            "9:1: error: rules-cut-off: table 'filter' has no COMMIT"),
        argumentSet(
            "unknown table",
            GOOD.replace("*filter", "*broute"),
            "2:1: error: unknown-chain: iptables has no table 'broute', only filter, nat,"),
        argumentSet(
            "NUL byte",
            GOOD.replace("web", "w\0b"),
            "6:3: error: rules-unreadable: a NUL byte is not text"),
        argumentSet(
            "chain that is not declared",
            GOOD.replace(":web", ":www"),
            "7:46: error: unknown-chain: 'web' is neither a target nor a chain that has been"
                + " declared before this line"),
        argumentSet(
            "rule of a chain that is not declared",
            GOOD.replace("-A web", "-A www"),
            "8:12: error: unknown-chain: chain 'www' is not declared in table 'filter'"),
        argumentSet(
            "no rules at all", "# iptables-save\nhello\n", "2:1: error: rules-syntax: 'hello' is"),
        argumentSet(
            "rules of two tools",
            GOOD + "# ip6tables-save\n",
            "11:1: error: rules-other-family: from here on, these are rules for ip6tables, but the"
                + " text is read as rules for iptables"),
        argumentSet(
            "rule that is not there to be deleted",
            GOOD.replace("COMMIT", "-D web 7\nCOMMIT"),
            "9:1: error: rules-syntax: position 7 is beyond the end of chain 'web', which has 1"
                + " rule"));
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void ofADump(String text, String expected) {
    Path good = write(directory.resolve("good.save"), GOOD);
    Path dump = write(directory.resolve("bad.save"), text);
    assertError(dump + ":" + expected, CommandRun.of("rules", good, dump));
    assertError("-:" + expected, CommandRun.reading(text, "rules", "--format=save", "-"));
  }

  @Test
  void aMissingFile() {
    Path dump = directory.resolve("none.save");
    String expected =
        dump
            + ": error: rules-unreadable: the rules cannot be read: there is no such file or"
            + " directory\n";
    assertError(expected, CommandRun.of("rules", dump));
    assertError(expected, CommandRun.of("rules", "--family=ipv6", dump));
  }

  @Test
  void aDirectory() {
    assertError(
        directory + ": error: rules-unreadable: the rules cannot be read: it is a directory\n",
        CommandRun.of("rules", directory));
  }

  private static void assertError(String expected, CommandRun run) {
    String error = run.refused();
    assertEquals(expected, error.substring(0, Math.min(expected.length(), error.length())), error);
    assertEquals(1, error.lines().count(), error);
  }
}
