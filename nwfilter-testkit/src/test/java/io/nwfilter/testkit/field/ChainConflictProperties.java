package io.nwfilter.testkit.field;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.fidelity.DaemonComparison;
import io.nwfilter.testkit.fidelity.DaemonComparison.Outcome;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
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
      FilterTree tree = FilterTree.random(random);
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
}
