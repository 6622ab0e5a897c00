package io.nwfilter.core.resolve;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How libvirt learns the address of a guest whose filter needs {@code IP} but defines none
 * (libvirt: Network Filters, Automatic IP address detection).
 */
public enum IpLearning {
  /** From any packet of the guest. */
  ANY,
  /** From DHCP replies only. */
  DHCP,
  /** Not at all: a missing address is an error. */
  NONE;

  /** The variable that chooses the method. */
  public static final String VARIABLE = "CTRL_IP_LEARNING";

  /** The variable that is learned. */
  public static final String LEARNED = "IP";

  /** The variable that lists the DHCP servers whose replies count. */
  public static final String DHCP_SERVERS = "DHCPSERVER";

  /**
   * Returns the method that a list of values chooses. Case does not matter.
   *
   * @param values the values of {@link #VARIABLE}; without any it is {@link #ANY}
   * @return the method; empty if nothing has that name
   */
  public static Optional<IpLearning> of(List<String> values) {
    if (values.isEmpty()) {
      return Optional.of(ANY);
    }
    String wanted = values.get(0);
    return Arrays.stream(values()).filter(m -> m.name().equalsIgnoreCase(wanted)).findFirst();
  }

  /** {@return the names of all methods, as they appear in the variable} */
  public static List<String> names() {
    return Arrays.stream(values()).map(IpLearning::toString).toList();
  }

  /** {@return the name as it appears in the variable} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
