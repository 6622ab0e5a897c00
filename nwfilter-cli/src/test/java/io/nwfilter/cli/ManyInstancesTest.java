package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that multiply to a million instances of one rule. */
class ManyInstancesTest {

  @TempDir Path directory;
  private Path filters;
  private Path binding;

  @BeforeEach
  void write() throws IOException {
    filters = Files.createDirectory(directory.resolve("filters"));
    Files.writeString(
        filters.resolve("many.xml"),
        """
        <filter name='many'>
          <rule action='accept' direction='in'>
            <tcp srcipaddr='$ADDRESS[@1]' dstportstart='$PORT[@2]'/>
          </rule>
        </filter>
        """);
    String addresses =
        IntStream.range(0, 1000)
            .mapToObj(i -> parameter("ADDRESS", "10.1." + i / 250 + "." + i % 250))
            .collect(Collectors.joining());
    String ports =
        IntStream.range(0, 1000)
            .mapToObj(i -> parameter("PORT", String.valueOf(2000 + i)))
            .collect(Collectors.joining());
    binding =
        Files.writeString(
            directory.resolve("binding.xml"),
            "<filterbinding><portdev name='vnet0'/><mac address='52:54:00:9f:80:45'/>"
                + "<filterref filter='many'>"
                + addresses
                + ports
                + "</filterref></filterbinding>");
  }

  private static String parameter(String name, String value) {
    return "<parameter name='" + name + "' value='" + value + "'/>";
  }

  @Test
  void becomeTextIn256Megabytes() throws Exception {
    assertRules(
        1_000_000,
        "-A FO-vnet0 -p tcp -s 10.1.3.249/32 -m tcp --dport 2999 -m conntrack --ctstate"
            + " NEW,ESTABLISHED -m conntrack --ctdir ORIGINAL -j ACCEPT");
  }

  /** None of the rules has many instances, but all of them together have. */
  @Test
  void ofManyRulesBecomeTextIn256Megabytes() throws Exception {
    Files.writeString(
        filters.resolve("many.xml"),
        "<filter name='many'>"
            + "<rule action='drop' direction='in'><tcp srcipaddr='$ADDRESS'/></rule>".repeat(1000)
            + "</filter>");
    assertRules(1_000_000, "-A FO-vnet0 -p tcp -s 10.1.3.249/32 -j DROP");
  }

  /** A JVM of its own, as the limit of memory is the point. */
  private void assertRules(long expected, String expectedLast) throws Exception {
    Path errors = directory.resolve("errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                NwfilterCommand.class.getName(),
                "compile",
                "--format",
                "iptables-restore",
                "--filters",
                filters.toString(),
                binding.toString())
            .redirectError(errors.toFile())
            .start();
    long rules = 0;
    String last = "";
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("-A FO-vnet0 ")) {
          rules++;
          last = line;
        }
      }
    }
    assertEquals(0, process.waitFor(), () -> errors + ": see the messages");
    assertEquals(expected, rules);
    assertEquals(expectedLast, last);
  }

  @Test
  void areRefusedBeyondTheLimit() {
    String error =
        CommandRun.of("compile", "--max-instances", 999_999, "--filters", filters, binding)
            .refused();
    assertTrue(
        error.startsWith(filters.resolve("many.xml") + ":2:3: error: too-many-instances: "), error);
    assertTrue(error.contains("multiply to 1000000; the limit is 999999"), error);
  }

  @Test
  void aLimitOfNoneIsBadUsage() {
    CommandRun run = CommandRun.of("compile", "--max-instances", 0, binding);
    assertEquals(2, run.status());
    assertTrue(run.err().contains("--max-instances: 0 is less than 1"), run.err());
  }
}
