package io.nwfilter.testkit.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.generate.NftArbitraries;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.testbed.RequiresHost;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** What is written loads, and what nft lists of it is read as what was written. */
class NftKernelProperties {

  @Provide
  Arbitrary<List<NftTable>> tables() {
    return NftArbitraries.tables()
        .list()
        .ofMinSize(1)
        .ofMaxSize(20)
        .uniqueElements(NftTable::toString);
  }

  private static List<ChainRule> rules(NftTable table) {
    return table.chain("called").orElseThrow().rules();
  }

  private static NftRuleset read(String text) {
    return NftListing.read(TextSource.text(text, "nft list ruleset"));
  }

  /** {@return the rules that are not read as they were written} */
  private static String difference(NftRuleset written, NftRuleset read) {
    StringBuilder different = new StringBuilder();
    for (NftTable table : written.tables()) {
      NftTable other = read.table(table.family(), table.name().name()).orElse(table);
      table.chains().values().stream()
          .flatMap(chain -> chain.chain().rules().stream())
          .filter(
              rule ->
                  other.chains().values().stream()
                      .noneMatch(chain -> chain.chain().rules().contains(rule)))
          .forEach(rule -> different.append(rule).append('\n'));
    }
    return different.toString();
  }

  /**
   * {@return a script without the masks of all bits that keep comparisons apart and are not listed}
   */
  private static String listed(String script) {
    return script.replaceAll(
        " & (?:0xffff|65535|4095|255|7|(?:ff:){5}ff|255\\.255\\.255\\.255) != ", " != ");
  }

  @Property(tries = 200)
  void whatIsWrittenReadsBack(@ForAll("tables") List<NftTable> tables) {
    NftRuleset ruleset = new NftRuleset(tables, List.of());

    String text = NftScript.write(ruleset);
    NftRuleset read = read(text);
    assertEquals(ruleset, read, () -> difference(ruleset, read) + "\n" + text);
  }

  @Property(tries = 20)
  @AddLifecycleHook(RequiresHost.Kernel.class)
  void theKernelListsWhatIsWritten(@ForAll("tables") List<NftTable> tables) {
    String script = NftScript.replace(tables);
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      namespace.command("nft", "-c", "-f", "-").withInput(script).runSuccessfully();
      namespace.command("nft", "-f", "-").withInput(script).runSuccessfully();
      namespace.command("nft", "-f", "-").withInput(script).runSuccessfully(); // replaces them

      NftRuleset written = read(listed(NftScript.write(new NftRuleset(tables, List.of()))));
      NftRuleset listed =
          read(namespace.command("nft", "list", "ruleset").runSuccessfully().stdout());
      NftRuleset numbers =
          read(namespace.command("nft", "-n", "list", "ruleset").runSuccessfully().stdout());
      assertEquals(listed, numbers, () -> difference(listed, numbers));
      for (NftTable table : tables) {
        NftTable found = listed.table(table.family(), table.name().name()).orElseThrow();
        assertEquals(table.sets(), found.sets());
        assertEquals(table.maps(), found.maps());
        NftTable expected = written.table(table.family(), table.name().name()).orElseThrow();
        assertEquals(rules(expected), rules(found));
        assertEquals(expected, found);
      }
    }
  }

  /** Every kind of object of nft 1.0.6 but flow tables and security marks, which need modules. */
  private static final String OBJECTS =
      """
      table inet objects {
      \tct helper tftp-udp {
      \t\ttype "tftp" protocol udp
      \t\tl3proto inet
      \t\tcomment "of a connection"
      \t}
      \tct timeout short {
      \t\tprotocol tcp;
      \t\tl3proto ip
      \t\tpolicy = { established : 120, close : 20 }
      \t}
      \tct expectation later {
      \t\tprotocol udp
      \t\tdport 9876
      \t\ttimeout 2m
      \t\tsize 12
      \t\tl3proto ip
      \t}
      \tcounter c { comment "counts; {"; }
      \tquota q { over 25 mbytes; }
      \tlimit l { rate 400/minute; }
      \tsynproxy s { mss 1460; wscale 7; timestamp sack-perm; }
      \tmap counters { type inet_service : counter; elements = { 22 : "c" }; }
      \tmap translated {
      \t\ttype inet_service : interval ipv4_addr
      \t\tflags interval
      \t\telements = { 80 : 10.1.1.1-10.1.1.5 }
      \t}
      \tset typed { typeof ip saddr . tcp dport; elements = { 1.2.3.4 . 5 }; }
      \tset seen { type ipv4_addr; flags timeout,dynamic; timeout 1h; gc-interval 10m; size 100; }
      \tset described {
      \t\ttype ipv4_addr
      \t\tflags interval
      \t\tauto-merge
      \t\telements = { 10.0.0.0/8 comment "why" }
      \t}
      \tset counted { type ipv4_addr; counter; elements = { 10.0.0.1 }; }
      \tset slow { type ipv4_addr; flags dynamic; limit rate 10/second; }
      \tchain first {
      \t\ttype filter hook input priority 0; policy accept; comment "a chain";
      \t\tcounter name c quota name q limit name l synproxy name s
      \t\ttcp dport 22 counter name tcp dport map @counters
      \t\tudp dport 69 ct helper set "tftp-udp" comment "of TFTP"
      \t\tct timeout set "short" ct expectation set "later"
      \t\ttcp dport { 22 comment "ssh", 80 comment "web" } accept
      \t\tadd @seen { ip saddr timeout 10s counter }
      \t}
      }
      """;

  /** What a table has besides chains is kept, so that nft loads what is written of its listing. */
  @Example
  @AddLifecycleHook(RequiresHost.Kernel.class)
  void objectsOfEveryKindAreKept() {
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      String listed = listed(namespace, OBJECTS);
      NftRuleset read = read(listed);

      assertEquals(listed, listed(namespace, "flush ruleset\n" + NftScript.write(read)));
      assertEquals(14, read.tables().get(0).others().size());
    }
  }

  private static String listed(NetworkNamespace namespace, String script) {
    namespace.command("nft", "-f", "-").withInput(script).runSuccessfully();
    return namespace.command("nft", "list", "ruleset").runSuccessfully().stdout();
  }
}
