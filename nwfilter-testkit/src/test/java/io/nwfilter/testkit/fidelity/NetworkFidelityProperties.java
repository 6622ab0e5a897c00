package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.network.Network;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.fidelity.DaemonComparison.Outcome;
import io.nwfilter.testkit.generate.NetworkArbitrary;
import io.nwfilter.testkit.kernel.HostTools;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.xml.LibvirtXml;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** Generated networks have the rules that a live libvirtd gives them, one or two on a host. */
class NetworkFidelityProperties {

  private static @Nullable LibvirtDaemon daemon;
  private static @Nullable NetworkNamespace scratch;

  private static DaemonComparison comparison() {
    HostTools.requireDaemon();
    if (daemon == null) {
      daemon = LibvirtDaemon.start();
    }
    if (scratch == null) {
      scratch = NetworkNamespace.create();
    }
    return new DaemonComparison(daemon, scratch);
  }

  @Provide
  Arbitrary<List<Network>> hosts() {
    return NetworkArbitrary.hosts(1, 2);
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  @AddLifecycleHook(NetworkTries.class)
  void sameRules(@ForAll @From("hosts") List<Network> networks) {
    DaemonComparison comparison = comparison();
    networks.forEach(network -> comparison.start(LibvirtXml.write(network)));
    assertEquals(Outcome.INSTALLED, comparison.assertSame());
  }

  @AfterContainer
  static void stop() {
    if (daemon != null) {
      daemon.close();
      daemon = null;
    }
    if (scratch != null) {
      scratch.close();
      scratch = null;
    }
  }
}
