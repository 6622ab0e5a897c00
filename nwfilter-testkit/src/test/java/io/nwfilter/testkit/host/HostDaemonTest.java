package io.nwfilter.testkit.host;

import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After each event, the rules of a real host are those that were predicted. */
@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class HostDaemonTest {

  /** The interface whose filter has chains of its own in ebtables. */
  private static final int CHAINS = 3;

  @AfterEach
  void reset(LibvirtDaemon daemon) {
    daemon.reset();
  }

  @Test
  void scriptBeforeAndAfterTheDaemon(LibvirtDaemon daemon, NetworkNamespace scratch) {
    HostAndDaemon both = new HostAndDaemon(daemon, scratch);
    both.script(HostScripts.OWN);
    both.start(1);
    both.bind(0);
    both.start(0);
    both.script("iptables -A INPUT -j DROP\niptables -I FORWARD -p sctp -j DROP\n");
    both.bind(2);
    both.destroy(1);
    both.unbind(0);
    both.start(1);
  }

  @Test
  void flushedAndRepaired(LibvirtDaemon daemon, NetworkNamespace scratch) {
    HostAndDaemon both = new HostAndDaemon(daemon, scratch);
    both.start(1);
    both.bind(0);
    both.script("iptables -F\n");
    both.start(2);
    both.reload();
    both.restart();
    both.script("iptables -F\niptables -X\n");
    both.start(0); // refused
    both.unbind(0);
    both.reload();
    both.restart();
    both.start(0);
  }

  @Test
  void wholeTablesRestored(LibvirtDaemon daemon, NetworkNamespace scratch) {
    HostAndDaemon both = new HostAndDaemon(daemon, scratch);
    both.start(2);
    both.bind(2);
    both.restore(HostScripts.DUMP);
    both.reload();
    both.bind(0);
    both.restart();
    both.destroy(2);
  }

  /** firewalld takes everything; a reload does not make the chains of networks again. */
  @Test
  void emptiedByFirewalld(LibvirtDaemon daemon, NetworkNamespace scratch) {
    HostAndDaemon both = new HostAndDaemon(daemon, scratch);
    both.script(HostScripts.OWN);
    both.start(1);
    both.bind(1);
    both.firewalldReload();
    both.start(2);
    both.script(HostScripts.EMPTY);
    both.reload();
    both.firewalldReload();
    both.destroy(1);
    both.unbind(1);
  }

  /** libvirt finds a machine's chains by the jumps to them: what nothing leads to stays. */
  @Test
  void machinesThatStopAfterTheirJumpsWereFlushed(LibvirtDaemon daemon, NetworkNamespace scratch) {
    HostAndDaemon both = new HostAndDaemon(daemon, scratch);
    for (String script : HostScripts.FLUSHES) {
      both.bind(CHAINS);
      both.script(script);
      both.unbind(CHAINS);
      both.empty();
    }
  }

  @Test
  void machinesThatStartWithChainsThatWereLeft(LibvirtDaemon daemon, NetworkNamespace scratch) {
    HostAndDaemon both = new HostAndDaemon(daemon, scratch);
    both.bind(CHAINS);
    both.script("ebtables -t nat -F\n");
    both.unbind(CHAINS);
    both.bind(CHAINS);
    both.unbind(CHAINS);
  }

  @Test
  void daemonsThatRestartWithChainsThatWereLeft(LibvirtDaemon daemon, NetworkNamespace scratch) {
    HostAndDaemon both = new HostAndDaemon(daemon, scratch);
    both.bind(CHAINS);
    both.script("ebtables -t nat -F\n");
    both.restart();
    both.unbind(CHAINS);
  }
}
