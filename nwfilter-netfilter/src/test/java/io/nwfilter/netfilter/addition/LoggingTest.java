package io.nwfilter.netfilter.addition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.Iterables;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.RuleSelector;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is logged: the rule that writes the log, and where it is. */
class LoggingTest {

  private static final Filter FILTER =
      Filter.builder("f")
          .rule(Rule.accept(Direction.IN, Protocol.TCP).toPort(22).priority(100))
          .rule(
              Rule.reject(Direction.OUT, Protocol.TCP)
                  .toPort(25)
                  .priority(200)
                  .where(Attributes.COMMENT, "no mail"))
          .rule(Rule.drop(Direction.OUT, Protocol.ARP).priority(300))
          .rule(Rule.builder(Action.CONTINUE, Direction.OUT).protocol(Protocol.RARP).priority(400))
          .build();

  private static CompiledInterface compile(Filter filter, Logging logging, Traffic... dropped) {
    return FilterCompiler.compile(
        FilterBinding.of(
            new InterfaceName("vnet0"),
            MacAddress.parse("52:54:00:01:02:03"),
            FilterReference.of(filter.name())),
        CompileOptions.builder()
            .library(StockFilters.library().with(filter))
            .dropUndecided(dropped)
            .logging(logging)
            .build());
  }

  private static List<String> rules(CompiledInterface compiled, Family family, String chain) {
    String prefix = "-A " + chain + " ";
    return compiled
        .text(family)
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  @Test
  void drops() {
    CompiledInterface compiled = compile(FILTER, Logging.drops());

    assertEquals(
        List.of(
            "-p tcp -m tcp --sport 22 -m conntrack --ctstate ESTABLISHED -m conntrack --ctdir REPLY"
                + " -j RETURN",
            "-p tcp -m tcp --dport 25 -m comment --comment \"no mail\" -j LOG --log-prefix"
                + " \"vnet0 f: \"",
            "-p tcp -m tcp --dport 25 -m comment --comment \"no mail\" -j REJECT"
                + " --reject-with icmp-port-unreachable"),
        rules(compiled, Family.IPV4, "FI-vnet0"));
    assertEquals(
        List.of(
            "-p 0x806 --log-level warning --log-prefix \"vnet0 f: \" --log-ip --log-arp --log-ip6"
                + " -j CONTINUE",
            "-p 0x806 -j DROP",
            "-p 0x8035 -j CONTINUE"),
        rules(compiled, Family.BRIDGE, "libvirt-I-vnet0"));
  }

  @Test
  void groupWithALimit() {
    CompiledInterface compiled =
        compile(
            FILTER,
            Logging.drops().to(LogTarget.nflog(7)).prefix("%a %% %f ").limit("10/minute:20"),
            Traffic.IPV6_IN);

    assertEquals(
        List.of(
            "-p tcp -m tcp --sport 22 -m conntrack --ctstate ESTABLISHED -m conntrack --ctdir REPLY"
                + " -j RETURN",
            "-p tcp -m tcp --dport 25 -m comment --comment \"no mail\" -m limit --limit 10/min"
                + " --limit-burst 20 -j NFLOG --nflog-prefix \"REJECT % f \" --nflog-group 7",
            "-p tcp -m tcp --dport 25 -m comment --comment \"no mail\" -j REJECT"
                + " --reject-with icmp-port-unreachable"),
        rules(compiled, Family.IPV4, "HI-vnet0"));
    assertEquals(
        List.of(
            "-m limit --limit 10/min --limit-burst 20 -j NFLOG --nflog-prefix"
                + " \"DROP % default-drop \" --nflog-group 7",
            "-j DROP"),
        rules(compiled, Family.IPV6, "FO-vnet0"));
    assertEquals(
        List.of(
            "-p 0x806 --limit 10/min --limit-burst 20 --nflog-prefix \"DROP % f \" --nflog-group 7"
                + " -j CONTINUE",
            "-p 0x806 -j DROP", "-p 0x8035 -j CONTINUE"),
        rules(compiled, Family.BRIDGE, "libvirt-I-vnet0"));
  }

  @Test
  void chosenRules() {
    Logging logging =
        Logging.ofRules(RuleSelector.parse("filter=f protocol=tcp direction=in"))
            .and(RuleSelector.of("f", 4))
            .to(LogTarget.kernel(LogLevel.DEBUG))
            .prefix("");

    CompiledInterface compiled = compile(FILTER, logging, Traffic.values());

    assertEquals(
        List.of(
            "-p tcp -m tcp --dport 22 -m conntrack --ctstate NEW,ESTABLISHED -m conntrack --ctdir"
                + " ORIGINAL -j LOG --log-level 7",
            "-p tcp -m tcp --dport 22 -m conntrack --ctstate NEW,ESTABLISHED -m conntrack --ctdir"
                + " ORIGINAL -j ACCEPT",
            "-p tcp -m tcp --sport 25 -m comment --comment \"no mail\" -j REJECT"
                + " --reject-with icmp-port-unreachable",
            "-j DROP"),
        rules(compiled, Family.IPV4, "FO-vnet0"));
    assertEquals(
        List.of(
            "-p 0x806 -j DROP",
            "-p 0x8035 --log-level debug --log-ip --log-arp --log-ip6 -j CONTINUE",
            "-p 0x8035 -j CONTINUE",
            "-j DROP"),
        rules(compiled, Family.BRIDGE, "libvirt-I-vnet0"));
  }

  @Test
  void defaultDropsOnly() {
    CompiledInterface compiled = compile(FILTER, Logging.defaultDrops(), Traffic.ETHERNET_OUT);

    assertEquals(
        List.of(
            "-p 0x806 -j DROP",
            "-p 0x8035 -j CONTINUE",
            "--log-level warning --log-prefix \"vnet0 default-drop: \" --log-ip --log-arp --log-ip6"
                + " -j CONTINUE",
            "-j DROP"),
        rules(compiled, Family.BRIDGE, "libvirt-I-vnet0"));
  }

  @Test
  void interimRules() {
    Filter filter =
        Filter.builder("f")
            .rule(Rule.drop(Direction.OUT, Protocol.IP).whereText(Attributes.SRCIPADDR, "$IP"))
            .build();

    assertEquals(
        List.of(
            "-s ! 52:54:00:01:02:03 --nflog-prefix \"vnet0 interim-rules: \" --nflog-group 1 -j"
                + " CONTINUE",
            "-s ! 52:54:00:01:02:03 -j DROP",
            "-p 0x800 -j ACCEPT",
            "-p 0x806 -j ACCEPT",
            "--nflog-prefix \"vnet0 interim-rules: \" --nflog-group 1 -j CONTINUE",
            "-j DROP"),
        rules(
            compile(filter, Logging.drops().to(LogTarget.nflog(1))),
            Family.BRIDGE,
            "libvirt-I-vnet0"));
  }

  @Test
  void namesOfFiltersCannotBreakTheText() {
    Filter filter =
        Filter.builder("a\"b\n-A INPUT\\ ü'x very long name")
            .rule(Rule.drop(Direction.IN, Protocol.UDP))
            .build();

    assertEquals(
        "-p udp -j LOG --log-prefix \"vnet0 a_b_-A INPUT_ __x ver: \"",
        rules(compile(filter, Logging.drops().prefix("%i %f: ")), Family.IPV4, "FO-vnet0").get(0));
    assertEquals(
        "-p udp -j NFLOG --nflog-prefix \"a_b_-A INPUT_ __x very long vnet0"
            + "a_b_-A INPUT_ __x very long |\" --nflog-group 1",
        rules(
                compile(filter, Logging.drops().to(LogTarget.nflog(1)).prefix("%f%i%f|")),
                Family.IPV4,
                "FO-vnet0")
            .get(0));
  }

  @Test
  void rulesThatListsMultiplyAreEachLogged() {
    Filter filter =
        Filter.builder("f")
            .rule(Rule.drop(Direction.IN, Protocol.UDP).whereText(Attributes.DSTPORTSTART, "$P"))
            .build();
    CompiledInterface compiled =
        FilterCompiler.compile(
            FilterBinding.of(
                new InterfaceName("vnet0"),
                MacAddress.parse("52:54:00:01:02:03"),
                new FilterReference("f", manyPorts(), SourceLocation.NONE)),
            CompileOptions.builder()
                .library(StockFilters.library().with(filter))
                .logging(Logging.drops().prefix(""))
                .build());

    List<String> rules = rules(compiled, Family.IPV4, "FO-vnet0");
    assertEquals(2 * 20_000, rules.size());
    assertEquals("-p udp -m udp --dport 20000 -j LOG", rules.get(2 * 19_999));
    assertEquals("-p udp -m udp --dport 20000 -j DROP", Iterables.getLast(rules));
  }

  private static Parameters manyPorts() {
    Parameters ports = Parameters.NONE;
    for (int port = 1; port <= 20_000; port++) {
      ports = ports.with("P", Integer.toString(port));
    }
    return ports;
  }

  @Test
  void refused() {
    Logging logging = Logging.drops();
    assertEquals(
        "'a\"b' is not a log prefix: printable ASCII without quotation marks, apostrophes and \\",
        assertThrows(IllegalValueException.class, () -> logging.prefix("a\"b")).getMessage());
    assertEquals(
        "'100%' is not a log prefix: after % comes i (interface), f (filter), a (action) or %",
        assertThrows(IllegalValueException.class, () -> logging.prefix("100%")).getMessage());
    assertEquals(
        "'%i %f 01234567890' is not a log prefix that fits: with an interface of 15 characters and"
            + " 4 characters of the filter's name it may have 32 characters, but there is room for"
            + " 29",
        assertThrows(IllegalValueException.class, () -> logging.prefix("%i %f 01234567890"))
            .getMessage());
    assertEquals(
        "NFLOG group 0 is outside 1..65535",
        assertThrows(IllegalArgumentException.class, () -> LogTarget.nflog(0)).getMessage());
    assertEquals(
        "a rate of 10001 is outside 1..10000",
        assertThrows(IllegalArgumentException.class, () -> logging.limit("10001/s")).getMessage());
    assertEquals(
        "'fast' is not a rate such as 10/minute (second, minute, hour, day) or, with a burst,"
            + " 10/minute:20",
        assertThrows(IllegalValueException.class, () -> logging.limit("fast")).getMessage());
    Logging long63 = logging.to(LogTarget.nflog(1)).prefix("x".repeat(63));
    assertThrows(IllegalValueException.class, () -> long63.to(LogTarget.kernel()));
  }
}
