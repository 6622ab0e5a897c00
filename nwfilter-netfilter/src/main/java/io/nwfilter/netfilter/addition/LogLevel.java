package io.nwfilter.netfilter.addition;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How urgent the kernel's log takes a message to be, in the order of syslog(3). */
public enum LogLevel {
  /** The system is unusable. */
  EMERG(0),
  /** Somebody must act at once. */
  ALERT(1),
  /** Critical. */
  CRIT(2),
  /** An error. */
  ERROR(3),
  /** A warning, the level of iptables unless another one is asked for. */
  WARNING(4),
  /** Normal, but worth a notice. */
  NOTICE(5),
  /** Informational. */
  INFO(6),
  /** For debugging. */
  DEBUG(7);

  private final int number;

  LogLevel(int number) {
    this.number = number;
  }

  /** {@return the number, 0 to 7, as iptables and the kernel have it} */
  public int number() {
    return number;
  }

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
