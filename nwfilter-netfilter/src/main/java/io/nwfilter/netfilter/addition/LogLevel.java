package io.nwfilter.netfilter.addition;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How urgent the kernel's log takes a message to be, in the order of syslog(3). */
public enum LogLevel {
  /** The system is unusable. */
  EMERG,
  /** Somebody must act at once. */
  ALERT,
  /** Critical. */
  CRIT,
  /** An error. */
  ERROR,
  /** A warning, the level of iptables unless another one is asked for. */
  WARNING,
  /** Normal, but worth a notice. */
  NOTICE,
  /** Informational. */
  INFO,
  /** For debugging. */
  DEBUG;

  /**
   * Returns the level of a name.
   *
   * @param text the name, in small letters
   * @return the level; empty if nothing has that name
   */
  public static Optional<LogLevel> of(String text) {
    return Arrays.stream(values()).filter(level -> level.toString().equals(text)).findFirst();
  }

  /** {@return the name that both tools know} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
