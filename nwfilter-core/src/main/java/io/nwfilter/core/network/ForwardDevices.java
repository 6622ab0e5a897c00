package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * Devices of the host that the machines of a network get (libvirt: Network XML, {@code <forward>}).
 *
 * @param driver {@code vfio} or {@code kvm}, the driver of the devices; empty for the default
 * @param managed whether libvirt detaches them from the host
 * @param physicalFunction the interface whose virtual functions they are; empty for none
 * @param addresses the devices by their addresses, in order
 */
public record ForwardDevices(
    Optional<String> driver,
    boolean managed,
    Optional<String> physicalFunction,
    List<PciAddress> addresses) {

  /**
   * Checks the components.
   *
   * @param driver {@code vfio} or {@code kvm}, the driver of the devices
   * @param managed whether libvirt detaches them from the host
   * @param physicalFunction the interface whose virtual functions they are
   * @param addresses the devices by their addresses, in order
   */
  public ForwardDevices {
    requireNonNull(driver, "driver");
    requireNonNull(physicalFunction, "physicalFunction");
    addresses = ImmutableList.copyOf(requireNonNull(addresses, "addresses"));
  }

  /** No devices. */
  public static final ForwardDevices NONE =
      new ForwardDevices(Optional.empty(), false, Optional.empty(), ImmutableList.of());

  /**
   * The place of a device on the PCI bus.
   *
   * @param domain the domain, 0 to 0xffff
   * @param bus the bus, 0 to 0xff
   * @param slot the slot, 0 to 0x1f
   * @param function the function, 0 to 7
   */
  public record PciAddress(int domain, int bus, int slot, int function) {

    /**
     * Checks the components.
     *
     * @param domain the domain, 0 to 0xffff
     * @param bus the bus, 0 to 0xff
     * @param slot the slot, 0 to 0x1f
     * @param function the function, 0 to 7
     */
    public PciAddress {}
  }
}
