package io.nwfilter.testkit.kernel;

import java.util.concurrent.atomic.AtomicBoolean;

/** Removes, once per JVM, the namespaces of runs that were killed before they could clean up. */
final class LeftoverNamespaces {
  private static final AtomicBoolean REMOVED = new AtomicBoolean();

  private LeftoverNamespaces() {}

  static void removeOnce() {
    if (!REMOVED.compareAndSet(false, true)) {
      return;
    }
    // Each line is a name, or a name and an id in parentheses.
    Command.of("ip", "netns", "list")
        .run()
        .stdout()
        .lines()
        .map(line -> line.replaceFirst(" .*", ""))
        .filter(RunName::isLeftover)
        .forEach(name -> Command.of("ip", "netns", "delete", name).run());
  }
}
