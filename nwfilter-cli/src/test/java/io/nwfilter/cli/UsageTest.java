package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, version, and calls that are none. */
class UsageTest {

  private static final String FILE = inCheckout("examples/two-interfaces.xml").toString();
  private static final Set<String> COMMANDS =
      Set.of(
          "check", "compile", "dumpxml", "filterref", "filters", "list", "set", "remove", "rules");
  private static final String DUMP =
      inCheckout("nwfilter-netfilter/src/test/resources/dumps/lxd/ip6tables.save").toString();
  private static final String MAC = "52:54:00:3c:11:01";

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpNamesTheCommandsAndExitStatuses(String option) {
    String help = CommandRun.of(option).compiled();
    assertTrue(help.startsWith("Usage: nwfilter "), help);
    assertTrue(help.contains("\n  check  "), help);
    assertTrue(help.contains("\n  compile  "), help);
    assertTrue(help.contains("\n  filters  "), help);
    assertTrue(help.contains("\n  help  "), help);
    assertTrue(help.contains("\n  generate-completion  "), help);
    assertTrue(help.contains("\n  dumpxml  "), help);
    assertTrue(help.contains("\n  filterref  "), help);
    assertTrue(help.contains("\n  rules  "), help);
    assertTrue(help.contains("\nExit status:\n  0   "), help);
  }

  /** An example that is wrapped cannot be copied. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "check", "compile", "diff", "dumpxml", "explain", "merge", "prove", "rules", "upgrade",
        "verify"
      })
  void examplesAreNotWrapped(String command) {
    String help = CommandRun.of(command, "--help").compiled();
    String examples = "\nExamples:\n";

    assertTrue(help.contains(examples), help);
    assertEquals(
        List.of(),
        help.substring(help.indexOf(examples) + examples.length())
            .lines()
            .filter(line -> !line.startsWith("  "))
            .toList());
  }

  /** Lines may end before the mask of an address, where it would be copied without it. */
  @ParameterizedTest
  @ValueSource(strings = {"diff", "explain", "prove", "rules", "upgrade", "verify"})
  void valuesAreNotWrapped(String command) {
    String help = CommandRun.of(command, "--help").compiled();

    assertFalse(Pattern.compile("[0-9.:=]\\R *[/.,:=]").matcher(help).find(), help);
    assertEquals(!command.equals("rules"), help.contains("10.1.0.0/16=eth1\n"), help);
    assertEquals(
        command.equals("rules"), !help.contains("allowed='10.0.0.1;10.0.1.0/24,udp:53'\n"), help);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpOfCompileNamesAllThatItTakes(String option) {
    String help = CommandRun.of("compile", option).compiled();
    assertTrue(help.startsWith("Usage: nwfilter compile "), help);
    for (String word :
        List.of(
            "--filters=DIR",
            "--format=FORM",
            "--collapse=NUMBER",
            "--adjust=FILE",
            "--default-drop=TRAFFIC",
            "--log=WHAT",
            "--log-prefix=TEXT",
            "--log-level=LEVEL",
            "--log-limit=RATE",
            "--nflog-group=NUMBER",
            "--explain-origin",
            "--line-numbers",
            "--learned=DEV=ADDRESS",
            "--target-dev=MAC=DEV",
            "FILE...",
            "iptables-restore",
            "ip6tables-restore",
            "ebtables-restore",
            "listing",
            "\n  0   ",
            "\n  1   ",
            "\n  2   ")) {
      assertTrue(help.contains(word), () -> word + " in " + help);
    }
  }

  @Test
  void helpOfRulesNamesAllThatItTakes() {
    String help = CommandRun.of("rules", "--help").compiled();
    assertTrue(help.startsWith("Usage: nwfilter rules "), help);
    for (String word :
        List.of(
            "--diff",
            "--family=FAMILY",
            "--format=FORM",
            "--line-numbers",
            "DUMP...",
            "ipv4, ipv6, bridge",
            "listing, save,",
            "--collapse=NUMBER",
            "\n  0   printed; with --diff, the rules are the same",
            "\n  1   bad input, ",
            "\n  2   bad usage; with --diff, also bad input")) {
      assertTrue(help.contains(word), () -> word + " in " + help);
    }
  }

  @Test
  void helpWinsOverWhatIsMissing() {
    assertEquals(
        CommandRun.of("compile", "--help"), CommandRun.of("compile", "--help", "--learned", "x=y"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void versionIsOneLine(String option) {
    String version = CommandRun.of(option).compiled();
    assertTrue(version.matches("nwfilter \\S.*\\R"), version);
    assertEquals(version, CommandRun.of("compile", option).compiled());
  }

  static Stream<Arguments> badCalls() {
    return Stream.of(
        bad("Missing required subcommand"),
        bad("'xyzzy'", "xyzzy"),
        bad("'--nope'", "--nope"),
        bad("--format", "--format", "ebtables-restore", "compile", FILE),
        bad("'--nope'", "compile", "--nope", FILE),
        bad("'FILE'", "compile"),
        bad("'FILE'", "compile", "--filters", "somewhere"),
        bad("--filters", "compile", FILE, "--filters"),
        bad("--format", "compile", FILE, "--format"),
        bad(
            "'pf' is not one of iptables-restore, ip6tables-restore, ebtables-restore, nft,"
                + " listing, mermaid, dot, svg",
            "compile",
            "--format",
            "pf",
            FILE),
        bad("'pf' is not one of iptables, nftables", "compile", "--network-backend", "pf", FILE),
        bad("'EBTABLES-RESTORE' is not", "compile", "--format=EBTABLES-RESTORE", FILE),
        bad("'' is not", "compile", "--format=", FILE),
        bad("--format", "compile", "--format=ebtables-restore", "--format=iptables-restore", FILE),
        bad(
            "'--target-dev' (MAC=DEV): 'vnet4' has no '='",
            "compile",
            "--target-dev",
            "vnet4",
            FILE),
        bad("'--target-dev' (MAC=DEV): '' has no '='", "compile", "--target-dev=", FILE),
        bad("--target-dev: '52:54:00' is not", "compile", "--target-dev", "52:54:00=vnet4", FILE),
        bad("--target-dev: 'vnet 4' is not", "compile", "--target-dev", MAC + "=vnet 4", FILE),
        bad("--target-dev: '' is not", "compile", "--target-dev", MAC + "=", FILE),
        bad("--target-dev: 'a\\u000ab' is not", "compile", "--target-dev", MAC + "=a\nb", FILE),
        bad(MAC, "compile", "--target-dev", MAC + "=vnet4", "--target-dev", MAC + "=vnet5", FILE),
        bad("'--learned' (DEV=ADDRESS): 'vnet4' has no '='", "compile", "--learned", "vnet4", FILE),
        bad("--learned: 'fe80::4' is not an IPv4", "compile", "--learned", "vnet4=fe80::4", FILE),
        bad("--learned: '192.0.2.256' is not", "compile", "--learned", "vnet4=192.0.2.256", FILE),
        bad("--learned: '' is not", "compile", "--learned", "vnet4=", FILE),
        bad("--line-numbers needs --format listing", "compile", "--line-numbers", FILE),
        bad("--collapse needs --format mermaid, dot or svg", "compile", "--collapse", "2", FILE),
        bad(
            "--collapse: 1 is neither 0 nor at least 2",
            "compile",
            "--format=dot",
            "--collapse=1",
            FILE),
        bad(
            "--explain-origin cannot be used with listings and pictures",
            "compile",
            "--format=dot",
            "--explain-origin",
            FILE),
        bad("--collapse needs --format mermaid, dot or svg", "rules", "--collapse", "2", DUMP),
        bad(
            "--line-numbers can only be used with listings",
            "rules",
            "--format=mermaid",
            "--line-numbers",
            DUMP),
        bad(
            "--collapse needs --format mermaid, dot or svg",
            "rules",
            "--diff",
            "--collapse=2",
            DUMP,
            DUMP),
        bad(
            "--format dot draws one host, but " + DUMP + " and " + DUMP + " are both of ip6tables",
            "rules",
            "--format=dot",
            DUMP,
            DUMP),
        bad(
            "--line-numbers needs --format listing",
            "compile",
            "--line-numbers",
            "--format=ebtables-restore",
            FILE),
        bad(
            "--explain-origin cannot be used with listings",
            "compile",
            "--explain-origin",
            "--format=listing",
            FILE),
        bad("'DUMP'", "rules"),
        bad("'DUMP'", "rules", "--diff"),
        bad("--counters needs --format nft", "compile", "--counters", FILE),
        bad("--filter-routed needs --format nft", "compile", "--filter-routed", FILE),
        bad("'nft' is not one of listing, save", "rules", "--format", "nft", FILE),
        bad("'IPV4' is not one of ipv4, ipv6, bridge", "rules", "--family", "IPV4", FILE),
        bad(
            "--line-numbers can only be used with listings",
            "rules",
            "--line-numbers",
            "--format=save",
            "-"),
        bad("standard input can be read only once", "rules", "-", "-"),
        bad("standard input can be read only once", "rules", "--diff", "-", "-"),
        bad("--diff compares two dumps, not 1", "rules", "--diff", FILE),
        bad("--diff compares two dumps, not 3", "rules", "--diff", FILE, FILE, FILE),
        bad(
            "--diff cannot be used with --format or",
            "rules",
            "--diff",
            "--format=save",
            FILE,
            FILE),
        bad(
            "--diff cannot be used with --format or",
            "rules",
            "--diff",
            "--line-numbers",
            FILE,
            FILE),
        bad(
            DUMP + " is a dump of ip6tables, which is ipv6, not ipv4",
            "rules",
            "--family=ipv4",
            DUMP),
        bad("DUMP: ", "rules", "a\0b"),
        bad("one of 'FILE' and --stock=NAME is needed, not both", "dumpxml"),
        bad("one of 'FILE' and --stock=NAME", "dumpxml", "--stock=allow-arp", FILE),
        bad("no stock filter 'alow-arp'; did you mean 'allow-arp'?", "dumpxml", "--stock=alow-arp"),
        bad("'FILE|DIR'", "check"),
        bad("standard input can be read only once", "check", "-", "-"),
        bad("standard input can be read only once", "compile", "-", FILE, "-"),
        bad("'xml' is not one of text, json, sarif, github", "check", "--diagnostics=xml", FILE),
        bad("'x' is not the code of a diagnostic", "check", "--no-warn=x", FILE),
        bad("did you mean 'mirrored'?", "compile", "--no-warn", "mirored", FILE),
        bad("did you mean 'mirrored'?", "dumpxml", "--werror=mirored", FILE),
        bad("'--no-warn' (CODE)", "rules", FILE, "--no-warn"),
        bad("Missing required subcommand", "filters"),
        bad("'somewhere'", "filters", "list", "somewhere"),
        bad(
            "standard input cannot be edited --in-place",
            "filterref",
            "remove",
            "--number=1",
            "--in-place",
            "-"),
        bad("'b.xml'", "dumpxml", "a.xml", "b.xml"),
        bad("Missing required subcommand", "filterref"),
        bad("--mac=MAC | --target-dev=DEV | --number=N", "filterref", "remove", FILE),
        bad("mutually exclusive", "filterref", "remove", "--mac", MAC, "--number", "1", FILE),
        bad("'FILE'", "filterref", "remove", "--mac", MAC),
        bad("--mac: 'x' is not", "filterref", "remove", "--mac", "x", FILE),
        bad("--target-dev: 'a/b' is not", "filterref", "remove", "--target-dev", "a/b", FILE),
        bad("--number: interface number 0 is", "filterref", "remove", "--number", "0", FILE),
        bad("'--filter=NAME'", "filterref", "set", "--mac", MAC, FILE),
        badFilter("''"),
        badFilter("'a/b'"),
        badFilter("'" + "n".repeat(248) + "'"),
        badParameter("'--parameter' (NAME=VALUE): 'a\\u000ab' has no '='", "a\nb"),
        badParameter("'--parameter' (NAME=VALUE): 'IP' has no '='", "IP"),
        badParameter("--parameter: 'I-P' is not", "I-P=10.0.0.1"),
        badParameter("--parameter: '10.0.0.1/8' is not", "IP=10.0.0.1/8"),
        badParameter("--parameter: '' is not", "IP="),
        bad("--learned: '-j' is not", "compile", "--learned", "-j=192.0.2.4", FILE));
  }

  private static Arguments badFilter(String quoted) {
    return bad(
        "--filter: " + quoted + " is not a legal filter name: 1 to 247 bytes without '/', ",
        "filterref",
        "set",
        "--number=1",
        "--filter",
        quoted.substring(1, quoted.length() - 1),
        FILE);
  }

  private static Arguments badParameter(String message, String parameter) {
    return bad(
        message,
        "filterref",
        "set",
        "--number=1",
        "--filter=f",
        "--parameter=A=1",
        "--parameter",
        parameter,
        FILE);
  }

  private static Arguments bad(String message, String... args) {
    return arguments(message, List.of(args));
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void badCallsGetTheReasonAndAHint(String message, List<String> args) {
    CommandRun run = CommandRun.of(args.toArray());
    assertEquals(2, run.status(), run::toString);
    assertEquals("", run.out(), "standard output");
    List<String> lines = run.err().lines().toList();
    assertTrue(lines.get(0).contains(message), run.err());
    String commands =
        args.stream().takeWhile(COMMANDS::contains).map(word -> " " + word).collect(joining());
    assertEquals(
        List.of("Try 'nwfilter" + commands + " --help'."),
        lines.subList(1, lines.size()),
        run.err());
  }

  @Test
  void aBadCallIsTwoLines() {
    assertEquals(
        new CommandRun(
            2, "", "Missing required parameter: 'FILE'\nTry 'nwfilter compile --help'.\n"),
        CommandRun.of("compile"));
    assertEquals(
        new CommandRun(
            2,
            "",
            """
            Unmatched argument at index 0: 'comple'; did you mean 'compile'?
            Try 'nwfilter --help'.
            """),
        CommandRun.of("comple"));
    assertEquals(
        new CommandRun(
            2,
            "",
            """
            Unknown option: '--fitlers=x'; did you mean '--filters'?
            Try 'nwfilter check --help'.
            """),
        CommandRun.of("check", "--fitlers=x", FILE));
  }

  @Test
  void aCallWithoutACommandNamesThem() {
    assertEquals(
        new CommandRun(
            2,
            "",
            """
            Missing required subcommand: one of check, compile, diff, dumpxml, explain, filterref, filters, merge, prove, rules, upgrade, verify, \
            generate-completion
            Try 'nwfilter --help'.
            """),
        CommandRun.of());
    assertEquals(
        new CommandRun(
            2,
            "",
            "Missing required subcommand: one of set, remove\nTry 'nwfilter filterref --help'.\n"),
        CommandRun.of("filterref"));
  }

  @Test
  void helpOfACommandIsAlsoACommand() {
    assertEquals(CommandRun.of("compile", "--help"), CommandRun.of("help", "compile"));
    assertEquals(
        CommandRun.of("filterref", "set", "--help"), CommandRun.of("filterref", "help", "set"));
    assertEquals(CommandRun.of("--help"), CommandRun.of("help"));
    assertEquals(
        CommandRun.of("filterref", "set", "--help"), CommandRun.of("help", "filterref", "set"));
    assertEquals(
        new CommandRun(
            2,
            "",
            "there is no command 'comple'; did you mean 'compile'?\nTry 'nwfilter --help'.\n"),
        CommandRun.of("help", "comple"));
    assertEquals(
        new CommandRun(2, "", "there is no command 'xyzzy'\nTry 'nwfilter filterref --help'.\n"),
        CommandRun.of("help", "filterref", "xyzzy"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compile --learned vnet4",
        "compile --learned vnet4=x",
        "filterref set --number 1 --filter a/b",
        "filterref set --number 1 --filter a --parameter IP=/",
        "filterref remove --number 0"
      })
  void badOptionsAreFoundBeforeAFileIsRead(String call) {
    CommandRun run = CommandRun.of((Object[]) (call + " no-such-file.xml").split(" "));
    assertEquals(2, run.status(), run::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--\u001b[31mx", "--semantics=x\u001b[31m", "--format=x\u001b[31m"})
  void argumentsDoNotSteerTheTerminal(String argument) {
    CommandRun run = CommandRun.of("compile", FILE, argument);

    assertEquals(2, run.status(), run::toString);
    assertTrue(run.err().contains("\\u001b[31m"), run.err());
    assertTrue(run.err().indexOf('\u001b') < 0, run.err());
  }

  @Test
  void argumentsThatCannotBeDecodedAreBadUsage() {
    CommandRun run = CommandRun.of("filterref", "set", "--number", 1, "--filter", "a\ufffd", FILE);

    assertEquals(2, run.status(), run::toString);
    assertEquals(
        "nwfilter: an argument is not text in the encoding of this locale", run.err().strip());
  }
}
