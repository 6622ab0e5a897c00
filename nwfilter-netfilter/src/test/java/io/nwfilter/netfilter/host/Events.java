package io.nwfilter.netfilter.host;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.netfilter.text.ScriptText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.Arrays;
import java.util.List;

/** Events that happen to a host without rules, one after the other. */
final class Events {

  private Events() {}

  /** {@return a script of the host} */
  static HostEvent script(String text) {
    return new HostEvent.ScriptRuns(
        "own.sh", ScriptText.read(TextSource.text(text, "own.sh"), List.of()));
  }

  /** {@return a host without rules after some events} */
  static Host after(HostEvent... events) {
    return Host.empty().after(events);
  }

  /** {@return why the last of some events cannot happen} */
  static String refused(HostEvent... events) {
    HostEvent[] before = Arrays.copyOf(events, events.length - 1);
    Host host = after(before);
    return assertThrows(HostException.class, () -> host.after(events[before.length]))
        .diagnostic()
        .toString();
  }
}
