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
}
