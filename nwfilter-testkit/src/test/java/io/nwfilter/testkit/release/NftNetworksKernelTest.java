package io.nwfilter.testkit.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.kernel.HostTools;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.networks.NetworkDocuments;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A kernel takes the tables of networks, and lists them as they were compiled. */
class NftNetworksKernelTest {

  @BeforeAll
  static void requireKernel() {
    HostTools.requireKernel();
  }

  @ParameterizedTest
  @EnumSource(names = {"V11_3", "V12_8"})
  void theKernelListsWhatIsCompiled(AskedRelease release) {
    int loaded = 0;
    for (ImmutableList<String> documents : NetworkDocuments.all()) {
      CompiledHost host = StartedNetworks.of(documents, release, FirewallBackend.NFTABLES);
      NftRuleset tables = host.nftables();
      if (tables.tables().isEmpty()) {
        continue; // networks without rules, such as those of the mode bridge
      }
      try (NetworkNamespace kernel = NetworkNamespace.create()) {
        // Rules ask for a bridge by its index, so it has to exist.
        host.networks().stream()
            .flatMap(network -> network.bridge().stream())
            .distinct()
            .forEach(
                b ->
                    kernel
                        .command("ip", "link", "add", b.name(), "type", "bridge")
                        .runSuccessfully());
        kernel
            .command("nft", "-f", "-")
            .withInput(NftScript.replace(tables.tables()))
            .runSuccessfully();

        String listed = kernel.command("nft", "list", "ruleset").runSuccessfully().stdout();
        assertEquals(tables, NftListing.read(TextSource.text(listed, documents.toString())));
        loaded++;
      }
    }
    assertFalse(loaded < 40, loaded + " hosts");
  }
}
