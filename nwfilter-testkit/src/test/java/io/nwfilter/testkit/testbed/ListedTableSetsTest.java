package io.nwfilter.testkit.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import io.nwfilter.netfilter.CompileException;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Through tables as nft lists them, the packets arrive that arrive through the tables that were
 * loaded, but for frames with a tag: nft 1.0.6 lists {@code ether type ip ip saddr 10.0.0.1}
 * without its first half.
 */
@AddLifecycleHook(RequiresHost.Kernel.class)
class ListedTableSetsTest {

  private static final Simulator WITHOUT_TAG =
      host(
          NftListing.read(
              TextSource.text(
                  """
                  table bridge untagged {
                    chain pre {
                      type filter hook prerouting priority -301; policy accept;
                      ether type { 0x8100, 0x88a8 } drop
                    }
                    chain out {
                      type filter hook output priority -301; policy accept;
                      ether type { 0x8100, 0x88a8 } drop
                    }
                  }
                  """,
                  "untagged")));

  /** How many filters there are with lists of each kind of values. */
  private static final int LISTS = 3;

  /** What the filter has that nft 1.0.6 lists without the protocol: octets of ICMPv6. */
  private static final Set<String> LISTED_IN_PART = Set.of("ipv6-frames");

  private final Map<String, String> differences = new LinkedHashMap<>();
  private int compared;
  private int ambiguous;

  private static Simulator host(NftRuleset ruleset) {
    return Simulator.of(
        Testbed.situation().neighborsAtEachPort(true).build(), HostRules.NONE.with(ruleset));
  }

  @Example
  void theSamePacketsArrive() {
    Map<String, CompiledRules> filters = new LinkedHashMap<>();
    filters.putAll(RuleCorpus.compiledStock());
    filters.putAll(RuleCorpus.compiledFidelity());
    filters.putAll(ListCorpus.compiled(1, LISTS));
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      filters.forEach((name, compiled) -> compare(name, compiled, namespace));
    }
    System.out.printf(
        "listings: %d compared, %d ambiguous, %d differ%n",
        compared, ambiguous, differences.size());
    assertEquals(LISTED_IN_PART, differences.keySet(), () -> differences.toString());
    assertTrue(compared >= 30, () -> compared + " compared");
  }

  private void compare(String name, CompiledRules compiled, NetworkNamespace namespace) {
    FilterTable table;
    try {
      table = FilterTable.of(compiled);
    } catch (CompileException e) {
      return;
    }
    String script = table.script();
    if (FilterTableLoadTest.TRACKED.matcher(script).find()) {
      return; // this kernel does not load it
    }
    nft(namespace, "flush ruleset\n" + script, "-f", "-");
    String listing = nft(namespace, "", "list", "ruleset");
    PacketSets loaded = PacketSets.of(host(new NftRuleset(table.tables(), ImmutableList.of())));
    NftRuleset read = NftListing.read(TextSource.text(listing, name));
    PacketSets listed = loaded.on(host(read));
    boolean open =
        read.tables().stream()
            .flatMap(one -> one.chains().values().stream())
            .flatMap(chain -> chain.chain().rules().stream())
            .flatMap(rule -> rule.matches().stream())
            .anyMatch(StatementMatch.class::isInstance);
    compared += open ? 0 : 1;
    ambiguous += open ? 1 : 0;
    for (Entry entry :
        Streams.concat(
                Arrays.stream(Place.values()).map(Place::entry), List.of(Entry.host()).stream())
            .toList()) {
      for (End end : loaded.ends(entry)) {
        PacketSet untagged =
            loaded.possible(entry).and(loaded.on(WITHOUT_TAG).arriving(entry, Optional.of(end)));
        PacketSet one = loaded.arriving(entry, Optional.of(end)).and(untagged);
        PacketSet other = listed.arriving(entry, Optional.of(end)).and(untagged);
        boolean same =
            open
                ? other.certain().without(one.certain()).isEmpty()
                    && one.perhaps().without(other.perhaps()).isEmpty()
                : one.without(other).isEmpty() && other.without(one).isEmpty();
        if (!same) {
          differences.put(name, "from " + entry + " to " + end + ":\n" + listing);
        }
      }
    }
  }

  private static String nft(NetworkNamespace namespace, String input, String... options) {
    String[] words = new String[options.length + 1];
    words[0] = "nft";
    System.arraycopy(options, 0, words, 1, options.length);
    CommandResult result = namespace.command(words).withInput(input).run();
    assertTrue(result.succeeded(), () -> result + input);
    return result.stdout();
  }
}
