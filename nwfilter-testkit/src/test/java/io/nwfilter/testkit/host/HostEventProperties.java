package io.nwfilter.testkit.host;

import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * After each of many events in an order of chance, the rules of a real host are those that were
 * predicted. A sequence that differs is reported with its events.
 */
@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class HostEventProperties {

  private static final int SEQUENCES = Integer.getInteger("nwfilter.differential.tries", 150) / 30;
  private static final int EVENTS = 10;
  private static final long SEED = Long.getLong("nwfilter.differential.seed", System.nanoTime());

  @Test
  void anySequence(LibvirtDaemon daemon, NetworkNamespace scratch) {
    System.out.println("events on a host: " + SEQUENCES + " sequences, seed " + SEED);
    for (long seed = SEED; seed < SEED + SEQUENCES; seed++) {
      Random random = new Random(seed);
      HostAndDaemon both = new HostAndDaemon(daemon, scratch);
      for (int i = 0; i < EVENTS; i++) {
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
    possible.add(() -> both.script(HostScripts.ALL.get(random.nextInt(HostScripts.ALL.size()))));
    possible.add(() -> both.script(HostScripts.ALL.get(random.nextInt(HostScripts.ALL.size()))));
    possible.add(() -> both.restore(HostScripts.DUMP));
    possible.add(both::restart);
    possible.add(both::reload);
    possible.add(both::firewalldReload);
    return possible;
  }
}
