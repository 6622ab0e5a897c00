package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options that add to libvirt's rules, and the one that adjusts filters. */
class AdditionsCommandTest {

  private static final String FILTER =
      """
      <filter name='web' chain='root'>
        <rule action='accept' direction='in' priority='300'><tcp dstportstart='80'/></rule>
        <rule action='drop' direction='out' priority='400'><arp/></rule>
      </filter>
      """;

  private static final String BINDING =
      """
      <filterbinding>
        <portdev name='vnet0'/>
        <mac address='52:54:00:01:02:03'/>
        <filterref filter='web'/>
      </filterbinding>
      """;

  @TempDir private Path directory;
  private Path filter;
  private Path binding;

  @BeforeEach
  void write() throws IOException {
    filter = Files.writeString(directory.resolve("web.xml"), FILTER);
    binding = Files.writeString(directory.resolve("binding.xml"), BINDING);
  }

  private CommandRun compile(String... options) {
    List<Object> words = new ArrayList<>(ImmutableList.of("compile", "--filters", filter));
    words.addAll(ImmutableList.copyOf(options));
    words.add(binding);
    return CommandRun.of(words.toArray());
  }

  private static List<String> chain(String rules, String chain) {
    String prefix = "-A " + chain + " ";
    return rules
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  private Path adjustments(String text) throws IOException {
    return Files.writeString(directory.resolve("my.adjust"), text);
  }

  @Test
  void dropsByDefaultAndLogs() {
    String rules =
        compile(
                "--default-drop=ip:in",
                "--log=drops",
                "--log-level=info",
                "--log-limit=3/hour",
                "--log-prefix=%i %a: ")
            .compiled();

    assertEquals(
        List.of(
            "-p tcp -m tcp --dport 80 -m conntrack --ctstate NEW,ESTABLISHED -m conntrack --ctdir"
                + " ORIGINAL -j ACCEPT",
            "-m limit --limit 3/hour -j LOG --log-prefix \"vnet0 DROP: \" --log-level 6",
            "-j DROP",
            "-m limit --limit 3/hour -j LOG --log-prefix \"vnet0 DROP: \" --log-level 6",
            "-j DROP"),
        chain(rules, "FO-vnet0"));
    assertEquals(
        List.of(
            "-p 0x806 --limit 3/hour --limit-burst 5 --log-level info --log-prefix"
                + " \"vnet0 DROP: \" --log-ip --log-arp --log-ip6 -j CONTINUE",
            "-p 0x806 -j DROP"),
        chain(rules, "libvirt-I-vnet0"));
  }

  @Test
  void logsChosenRulesToAGroup() {
    String rules =
        compile("--log", "filter=web action=accept", "--log", "rule=2", "--nflog-group", "9")
            .compiled();

    assertEquals(
        List.of(
            "-p tcp -m tcp --dport 80 -m conntrack --ctstate NEW,ESTABLISHED -m conntrack --ctdir"
                + " ORIGINAL -j NFLOG --nflog-prefix \"vnet0 web: \" --nflog-group 9",
            "-p tcp -m tcp --dport 80 -m conntrack --ctstate NEW,ESTABLISHED -m conntrack --ctdir"
                + " ORIGINAL -j ACCEPT"),
        chain(rules, "FO-vnet0"));
    assertEquals(
        List.of(
            "-p 0x806 --nflog-prefix \"vnet0 web: \" --nflog-group 9 -j CONTINUE",
            "-p 0x806 -j DROP"),
        chain(rules, "libvirt-I-vnet0"));
  }

  @Test
  void rulesToBeLoggedThatNoFilterHasAreAWarning() {
    assertEquals(
        "<command line>: warning: unused-option: --log: no rule meets filter=wbe",
        compile("--log=filter=wbe")
            .err()
            .lines()
            .filter(line -> line.contains("unused"))
            .collect(Collectors.joining("\n")));
  }

  @Test
  void adjustsFilters() throws IOException {
    Path adjust =
        adjustments(
            """
            # what the guest must not do is no concern of ours
            web action=drop: remove
            web rule=1: replace <rule action='accept' direction='in'><tcp dstportstart='443'/></rule>
            """);
    String rules = compile("--explain-origin", "--adjust=" + adjust).compiled();

    assertEquals(
        List.of(
            "# " + filter + ":2 web (adjusted: " + adjust + ":3:1)",
            "-A FO-vnet0 -p tcp -m tcp --dport 443 -m conntrack --ctstate NEW,ESTABLISHED -m"
                + " conntrack --ctdir ORIGINAL -j ACCEPT"),
        rules.lines().dropWhile(line -> !line.startsWith("-A FI-vnet0")).skip(1).limit(2).toList());
    assertEquals(List.of(), chain(rules, "libvirt-I-vnet0"));
  }

  @Test
  void anAdjustmentThatChangesNothingIsAWarning() throws IOException {
    Path adjust = adjustments("web rule=3: remove\nclean-trafic include=x: remove\n");

    assertEquals(
        List.of(
            adjust
                + ":1:1: warning: adjustment-without-effect: the adjustment changes nothing: no"
                + " rule meets filter=web rule=3",
            adjust
                + ":2:1: warning: adjustment-without-effect: the adjustment changes nothing: there"
                + " is no filter 'clean-trafic'; did you mean 'clean-traffic'?"),
        compile("--adjust=" + adjust)
            .err()
            .lines()
            .filter(line -> line.contains("adjust"))
            .toList());
  }

  @Test
  void aWrongAdjustmentIsRefusedWithItsLine() throws IOException {
    Path adjust = adjustments("web rule=1: priority 5\n\nweb rule=1: prority 5\n");

    assertEquals(
        adjust
            + ":3:13: error: adjustment-syntax: 'prority' is not one of priority, remove, replace;"
            + " did you mean 'priority'?\n",
        compile("--adjust=" + adjust).refused());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--default-drop=ip:both|--default-drop: 'both' is not a direction (in, out, inout)",
        "--log-limit=5/day|--log-limit needs --log",
        "--log=drop|--log: 'drop' is not drops, default-drops or a selector of rules; did you mean"
            + " 'drops'?",
        "--log=acton=drop|--log: 'acton' is not one of filter, rule, action, direction, protocol,"
            + " priority, comment; did you mean 'action'?",
        "--log=drops --nflog-group=0|--nflog-group: NFLOG group 0 is outside 1..65535",
        "--log=drops --nflog-group=1 --log-level=info|--log-level cannot be used with"
            + " --nflog-group, which has no levels",
        "--log=drops --log-limit=often|--log-limit: 'often' is not a rate such as 10/minute"
            + " (second, minute, hour, day) or, with a burst, 10/minute:20",
        "--log=drops --log-prefix=%x|--log-prefix: '%x' is not a log prefix: after % comes i"
            + " (interface), f (filter), a (action) or %",
      })
  void badUsage(String options, String message) {
    CommandRun run = compile(Splitter.on(' ').splitToList(options).toArray(String[]::new));

    assertEquals(2, run.status());
    assertEquals(message, run.err().lines().findFirst().orElseThrow());
  }
}
