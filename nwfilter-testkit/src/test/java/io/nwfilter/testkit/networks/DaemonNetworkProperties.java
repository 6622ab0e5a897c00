package io.nwfilter.testkit.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.network.Network;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.kernel.HostTools;
import io.nwfilter.xml.LibvirtXml;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** Generated networks are printed as a live libvirtd does, and it starts them. */
class DaemonNetworkProperties {

  private static @Nullable LibvirtDaemon daemon;

  private static LibvirtDaemon daemon() {
    HostTools.requireDaemon();
    if (daemon == null) {
      daemon = LibvirtDaemon.start();
    }
    return daemon;
  }

  // A build repeats the same cases; to look for differences, take the seed out and raise the tries.
  @Property(tries = 150, seed = "20261126", shrinking = ShrinkingMode.BOUNDED)
  void samePrint(@ForAll Network network) {
    DefinedNetwork.assertSame(daemon(), LibvirtXml.write(network));
  }

  @Property(tries = 15, seed = "20261126", shrinking = ShrinkingMode.BOUNDED)
  void libvirtStartsThem(@ForAll Network network) {
    daemon().networks().create(LibvirtXml.write(network));
    try {
      assertEquals(ImmutableList.of(network.name()), daemon().networks().running());
    } finally {
      daemon().networks().destroy(network.name());
    }
  }

  @AfterContainer
  static void stop() {
    if (daemon != null) {
      daemon.close();
      daemon = null;
    }
  }
}
