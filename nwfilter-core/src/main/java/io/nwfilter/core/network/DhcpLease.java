package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.value.IllegalValueException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long an address is lent (libvirt: Network XML, {@code <lease>}).
 *
 * @param expiry the time in the unit, 0 for ever
 * @param unit the unit
 */
public record DhcpLease(long expiry, Unit unit) {

  /**
   * Checks the components.
   *
   * @param expiry the time in the unit, 0 for ever
   * @param unit the unit
   * @throws IllegalValueException if the time is out of range, or shorter than two minutes
   */
  public DhcpLease {
    requireNonNull(unit, "unit");
    if (expiry < 0 || expiry > 0xffffffffL) {
      throw new IllegalValueException(Long.toString(expiry), "a number from 0 to 4294967295");
    }
    if (expiry != 0 && unit.seconds * expiry < MIN_SECONDS) {
      throw new IllegalValueException(expiry + " " + unit, "a time of two minutes or more");
    }
  }

  /** The shortest lease that dnsmasq has (dnsmasq(8), --dhcp-range). */
  private static final int MIN_SECONDS = 120;

  /** A unit of time. */
  public enum Unit {
    /** Seconds. */
    SECONDS(1),
    /** Minutes, which is meant where a document does not say. */
    MINUTES(60),
    /** Hours. */
    HOURS(3600);

    private final int seconds;

    Unit(int seconds) {
      this.seconds = seconds;
    }

    /**
     * {@return the unit of a name}
     *
     * @param text the name as documents have it, in lower case
     */
    public static Optional<Unit> of(String text) {
      return Stream.of(values()).filter(unit -> unit.toString().equals(text)).findFirst();
    }

    /** {@return the name as documents have it} */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
