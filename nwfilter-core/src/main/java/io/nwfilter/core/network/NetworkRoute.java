package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import java.util.OptionalInt;

/**
 * A route of the host by way of the network (libvirt: Network XML, {@code <route>}).
 *
 * @param address the first address of the destinations
 * @param mask how many leading bits the destinations share
 * @param familyGiven whether the document names the family, which IPv6 has to
 * @param gateway the machine that forwards to them
 * @param metric the metric, from 1; empty for the default of libvirt
 */
public record NetworkRoute(
    IpAddress address,
    NetworkMask mask,
    boolean familyGiven,
    IpAddress gateway,
    OptionalInt metric) {

  /**
   * Checks the components.
   *
   * @param address the first address of the destinations
   * @param mask how many leading bits the destinations share
   * @param familyGiven whether the document names the family, which IPv6 has to
   * @param gateway the machine that forwards to them
   * @param metric the metric, from 1
   * @throws IllegalValueException if the gateway is of the other family, or the metric below 1
   */
  public NetworkRoute {
    requireNonNull(address, "address");
    requireNonNull(mask, "mask");
    requireNonNull(gateway, "gateway");
    requireNonNull(metric, "metric");
    if (address.length() != gateway.length()) {
      throw new IllegalValueException(gateway.toString(), "a gateway of the family of " + address);
    }
    if (metric.isPresent() && metric.getAsInt() < 1) {
      throw new IllegalValueException(Integer.toString(metric.getAsInt()), "a metric from 1");
    }
  }

  /**
   * {@return how many leading bits the destinations share, 0 to the length of the address, and 0 if
   * the document does not say: these are all destinations; -1 for a mask with a one after a zero}
   */
  public int prefixLength() {
    return mask.netmask().isPresent()
        ? mask.netmask().get().contiguousPrefix()
        : mask.prefix().orElse(0);
  }
}
