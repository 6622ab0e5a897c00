package io.nwfilter.testkit.host;

import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After each event, the rules of a real host are those that were predicted. */
@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class HostDaemonTest {

  /** How many events happen in sequences of chance. */
  private static final int EVENTS = Integer.getInteger("nwfilter.differential.tries", 150) / 3;

  private static final long SEED = Long.getLong("nwfilter.differential.seed", System.nanoTime());

  private static final String OWN =
      """
      iptables -P INPUT DROP
      iptables -A INPUT -i lo -j ACCEPT
      iptables -A INPUT -p tcp --dport 22 -j ACCEPT
      iptables -A FORWARD -p icmp -j DROP
      iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
      ip6tables -A INPUT -p ipv6-icmp -j ACCEPT
      ebtables -A FORWARD -p ARP -j ACCEPT
      """;

  private static final List<String> SCRIPTS =
      List.of(
          OWN,
          "iptables -F\n",
          "iptables -F\niptables -X\n",
          "iptables -F INPUT\niptables -F FORWARD\n",
          "iptables -t nat -F\niptables -t nat -X\n",
          "ip6tables -F\nip6tables -X\n",
          "iptables -I FORWARD -p sctp -j DROP\n",
          "iptables -A FORWARD -p udp --dport 514 -j ACCEPT\n",
          "iptables -P FORWARD DROP\n",
          "iptables -I INPUT 1 -s 192.0.2.0/24 -j DROP\n");

  private static final String DUMP =
      """
      *nat
      :PREROUTING ACCEPT [0:0]
      :INPUT ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :POSTROUTING ACCEPT [0:0]
      -A POSTROUTING -o eth1 -j MASQUERADE
      COMMIT
      *filter
      :INPUT DROP [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :mine - [0:0]
      -A INPUT -j mine
      -A FORWARD -i eth1 -j ACCEPT
      -A mine -p tcp -m tcp --dport 443 -j ACCEPT
      COMMIT
      """;

  @AfterEach
  void reset(LibvirtDaemon daemon) {
    daemon.reset();
  }

  @Test
  void scriptBeforeAndAfterTheDaemon(LibvirtDaemon daemon, NetworkNamespace scratch) {
    HostAndDaemon both = new HostAndDaemon(daemon, scratch);
    both.script(OWN);
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
    both.restore(DUMP);
    both.reload();
    both.bind(0);
    both.restart();
    both.destroy(2);
  }

  @Test
  void sequencesOfChance(LibvirtDaemon daemon, NetworkNamespace scratch) {
    System.out.println("events on a host: " + EVENTS + ", seed " + SEED);
    Random random = new Random(SEED);
    for (int left = EVENTS; left > 0; left -= 10) {
      HostAndDaemon both = new HostAndDaemon(daemon, scratch);
      for (int i = 0; i < 10; i++) {
        List<Runnable> possible = possible(both, random);
        possible.get(random.nextInt(possible.size())).run();
      }
      daemon.reset();
    }
  }

  private static List<Runnable> possible(HostAndDaemon both, Random random) {
    List<Runnable> possible = new ArrayList<>();
    for (int i = 0; i < both.networkCount(); i++) {
      int number = i;
      possible.add(both.runs(i) ? () -> both.destroy(number) : () -> both.start(number));
    }
    for (int i = 0; i < both.interfaceCount(); i++) {
      int number = i;
      possible.add(both.isBound(i) ? () -> both.unbind(number) : () -> both.bind(number));
    }
    possible.add(() -> both.script(SCRIPTS.get(random.nextInt(SCRIPTS.size()))));
    possible.add(() -> both.script(SCRIPTS.get(random.nextInt(SCRIPTS.size()))));
    possible.add(() -> both.restore(DUMP));
    possible.add(both::restart);
    possible.add(both::reload);
    return possible;
  }
}
