package io.nwfilter.testkit.field;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.fidelity.DaemonComparison;
import io.nwfilter.testkit.fidelity.DaemonComparison.Outcome;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random trees of filters that give chains different priorities: what is compiled fails if and only
 * if the daemon does, and has the same rules otherwise.
 */
@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class ChainConflictProperties {

  private static final int TREES = Integer.getInteger("nwfilter.differential.tries", 150) / 10;
  private static final long SEED = Long.getLong("nwfilter.differential.seed", System.nanoTime());

  @Test
  void randomTrees(LibvirtDaemon daemon, NetworkNamespace scratch) {
    System.out.println("chain conflicts: " + TREES + " trees, seed " + SEED);
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < TREES || refused == 0; i++) { // about one in six is refused
      FilterTree tree = random(random);
      DaemonComparison comparison = new DaemonComparison(daemon, scratch);
      tree.documents().forEach(comparison::define);
      Outcome outcome = comparison.assertSame(tree.binding());
      if (!outcome.equals(Outcome.INSTALLED)) {
        refused++;
        assertTrue(
            outcome.compilerRefusal().contains("chain-made-late")
                && outcome.daemonRefusal().contains("No chain/target/match by that name"),
            outcome::toString);
      }
    }
  }

  /** {@return a tree whose chains have an order: the daemon's order of equal ones is by chance} */
  private static FilterTree random(Random random) {
    FilterTree tree;
    do {
      tree = FilterTree.random(random);
    } while (isOrderUnspecified(tree));
    return tree;
  }

  private static boolean isOrderUnspecified(FilterTree tree) {
    List<Filter> filters =
        tree.documents().stream()
            .map(xml -> LibvirtXml.readFilter(XmlSource.text(xml, "tree")).value())
            .toList();
    try {
      return FilterCompiler.compile(
              LibvirtXml.readFilterBinding(XmlSource.text(tree.binding(), "binding")).value(),
              CompileOptions.builder().library(FilterLibrary.of(filters)).build())
          .diagnostics()
          .stream()
          .anyMatch(said -> said.code() == LoweringCode.CHAIN_ORDER_UNSPECIFIED);
    } catch (NwfilterException refused) {
      return false;
    }
  }
}
