package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;

import io.nwfilter.testkit.golden.GoldenFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command prints for the examples, byte by byte. */
class CompileGoldenTest {

  private static final Path FILTERS = inCheckout("examples/filters");
  private static final Path HOGE = inCheckout("examples/hoge.xml");
  private static final Path TWO_INTERFACES = inCheckout("examples/two-interfaces.xml");

  @Test
  void theSeedsFilter() {
    golden("hoge.txt")
        .assertMatches(CommandRun.of("compile", "--filters", FILTERS, HOGE).compiled());
  }

  @ParameterizedTest
  @ValueSource(strings = {"iptables-restore", "ip6tables-restore", "ebtables-restore"})
  void theSeedsFilterForOneTool(String tool) {
    golden("hoge." + tool)
        .assertMatches(
            CommandRun.of("compile", "--format", tool, "--filters", FILTERS, HOGE).compiled());
  }

  @Test
  void twoInterfaces() {
    golden("two-interfaces.txt").assertMatches(CommandRun.of("compile", TWO_INTERFACES).compiled());
  }

  @ParameterizedTest
  @ValueSource(strings = {"iptables-restore", "ip6tables-restore", "ebtables-restore"})
  void twoInterfacesForOneTool(String tool) {
    golden("two-interfaces." + tool)
        .assertMatches(CommandRun.of("compile", "--format", tool, TWO_INTERFACES).compiled());
  }

  @Test
  void bothFilesAsOneHost() {
    golden("hoge-then-two-interfaces.txt")
        .assertMatches(
            CommandRun.of("compile", "--filters", FILTERS, HOGE, TWO_INTERFACES).compiled());
  }

  @Test
  void bothFilesAsOneHostStartedInTheOtherOrder() {
    golden("two-interfaces-then-hoge.txt")
        .assertMatches(
            CommandRun.of("compile", "--filters", FILTERS, TWO_INTERFACES, HOGE).compiled());
  }

  private static GoldenFile golden(String name) {
    return GoldenFile.at(Path.of("src/test/resources/golden", name));
  }
}
