package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.CompileException;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.nftfilter.FilterTableOptions;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Tables of filters load, again and again, and read back as what was written. */
@AddLifecycleHook(RequiresHost.Kernel.class)
class FilterTableLoadTest {

  private static final int GENERATED = 200;

  /** How many filters there are with lists of each kind of values. */
  private static final int LISTS = 10;

  /** This kernel cannot track connections on bridges; it refuses rules that ask for them. */
  static final Pattern TRACKED = Pattern.compile("\\bct (state|direction) ");

  private int loaded;
  private int refused;
  private int tracked;

  @Example
  void tablesLoadAndReadBack() {
    Map<String, CompiledRules> filters = new LinkedHashMap<>();
    filters.putAll(RuleCorpus.compiledStock());
    filters.putAll(RuleCorpus.compiledFidelity());
    filters.putAll(RuleCorpus.compiledGenerated(SimulatorKernelTest.seed(), GENERATED));
    filters.putAll(ListCorpus.compiled(SimulatorKernelTest.seed(), LISTS));
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      filters.forEach((name, compiled) -> load(name, compiled, namespace));
    }
    System.out.printf(
        "tables: %d loaded, %d of them asking for connections only checked, %d refused%n",
        loaded, tracked, refused);
    assertAll(
        () -> assertTrue(loaded >= 80, () -> loaded + " loaded"),
        () -> assertTrue(tracked >= 10, () -> tracked + " tracked"));
  }

  private void load(String name, CompiledRules compiled, NetworkNamespace namespace) {
    FilterTable table;
    try {
      table =
          FilterTable.of(
              compiled,
              FilterTableOptions.builder()
                  .counters(loaded % 2 == 0)
                  .filterRouted(loaded % 3 == 0)
                  .build());
    } catch (CompileException e) {
      refused++;
      return;
    }
    loaded++;
    NftRuleset tables = new NftRuleset(table.tables(), List.of());
    NftRuleset read = NftListing.read(TextSource.text(NftScript.write(tables), name));
    for (NftTable one : table.tables()) {
      NftTable other = read.table(one.family(), one.name().name()).orElseThrow();
      for (NftChain chain : one.chains().values()) {
        List<ChainRule> rules = chain.chain().rules();
        for (int i = 0; i < rules.size(); i++) {
          assertEquals(rules.get(i), other.chain(chain.name()).orElseThrow().rules().get(i), name);
        }
      }
      assertEquals(one, other, name);
    }
    String script = table.script();
    CommandResult result = nft(namespace, script, "-f", "-");
    if (TRACKED.matcher(script).find()) {
      tracked++;
      assertEquals("", unexpected(result.stderr()), name);
      return;
    }
    assertTrue(result.succeeded(), () -> name + ": " + result + script);
    assertEquals("", nft(namespace, script, "-c", "-f", "-").stderr(), name);
    assertTrue(nft(namespace, script, "-f", "-").succeeded(), name); // replaces them
  }

  private static CommandResult nft(NetworkNamespace namespace, String script, String... options) {
    String[] words = new String[options.length + 1];
    words[0] = "nft";
    System.arraycopy(options, 0, words, 1, options.length);
    return namespace.command(words).withInput(script).run();
  }

  /** {@return errors other than that there is no connection tracking} */
  private static String unexpected(String errors) {
    return String.join(
        "\n",
        errors
            .lines()
            .filter(line -> line.contains("Error") && !line.contains("Protocol error"))
            .toList());
  }
}
