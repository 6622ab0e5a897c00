package io.nwfilter.core.network;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import java.util.List;
import java.util.Optional;

/**
 * How a network reaches what is beyond the host (libvirt: Network XML, {@code <forward>}).
 *
 * @param mode the way
 * @param dev the interface by which packets leave and come, as the attribute {@code dev} names it;
 *     empty for any
 * @param interfaces the interfaces that the children {@code <interface>} name, in order
 * @param nat what is translated; empty unless the mode is {@link ForwardMode#NAT}
 * @param devices devices of the host that the machines get
 */
public record Forwarding(
    ForwardMode mode,
    Optional<InterfaceName> dev,
    List<InterfaceName> interfaces,
    Optional<NetworkNat> nat,
    ForwardDevices devices) {

  /**
   * Checks that all components are given.
   *
   * @param mode the way
   * @param dev the interface by which packets leave and come
   * @param interfaces the interfaces that the children name
   * @param nat what is translated
   * @param devices devices of the host that the machines get
   */
  public Forwarding {
    requireNonNull(mode, "mode");
    requireNonNull(dev, "dev");
    interfaces = ImmutableList.copyOf(requireNonNull(interfaces, "interfaces"));
    requireNonNull(nat, "nat");
    requireNonNull(devices, "devices");
  }

  /**
   * Makes a forwarding without devices that the machines get.
   *
   * @param mode the way
   * @param dev the interface by which packets leave and come
   * @param interfaces the interfaces that the children name
   * @param nat what is translated
   */
  public Forwarding(
      ForwardMode mode,
      Optional<InterfaceName> dev,
      List<InterfaceName> interfaces,
      Optional<NetworkNat> nat) {
    this(mode, dev, interfaces, nat, ForwardDevices.NONE);
  }

  /**
   * {@return forwarding by any interface}
   *
   * @param mode the way
   */
  public static Forwarding of(ForwardMode mode) {
    return new Forwarding(mode, Optional.empty(), ImmutableList.of(), Optional.empty());
  }

  /**
   * {@return the interfaces as libvirt has them: those of the children, or else the one of the
   * attribute {@code dev}, as if it were a child}
   */
  public List<InterfaceName> effectiveInterfaces() {
    return interfaces.isEmpty()
        ? dev.stream().collect(ImmutableList.toImmutableList())
        : interfaces;
  }
}
