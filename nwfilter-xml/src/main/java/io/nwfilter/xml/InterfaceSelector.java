package io.nwfilter.xml;

import static java.util.Objects.requireNonNull;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.value.MacAddress;

/**
 * Selects one interface of a domain.
 *
 * <ul>
 *   <li>{@link ByMac}: its MAC address
 *   <li>{@link ByTargetDev}: the interface of the host
 *   <li>{@link ByNumber}: its place in the document
 * </ul>
 */
public sealed interface InterfaceSelector {

  /**
   * {@return whether an interface is the one that is selected}
   *
   * @param candidate the interface
   * @param number its number in the domain, counted from 1
   */
  boolean selects(NetworkInterface candidate, int number);

  /**
   * {@return the interface with a MAC address}
   *
   * @param mac the address, such as {@code 52:54:00:9f:80:45}
   * @throws io.nwfilter.core.value.IllegalValueException if it is not one
   */
  static InterfaceSelector mac(String mac) {
    return new ByMac(MacAddress.parse(requireNonNull(mac, "mac")));
  }

  /**
   * {@return the interface that is connected to an interface of the host}
   *
   * @param dev the name of the interface of the host, such as {@code vnet0}
   * @throws io.nwfilter.core.value.IllegalValueException if it cannot be one
   */
  static InterfaceSelector targetDev(String dev) {
    return new ByTargetDev(new InterfaceName(requireNonNull(dev, "dev")));
  }

  /**
   * {@return the interface at a place of the document}
   *
   * @param number its number, counted from 1
   * @throws IllegalArgumentException if the number is less than 1
   */
  static InterfaceSelector number(int number) {
    return new ByNumber(number);
  }

  /**
   * The interface with a MAC address.
   *
   * @param mac the address
   */
  record ByMac(MacAddress mac) implements InterfaceSelector {

    /**
     * Checks that it is given.
     *
     * @param mac the address
     */
    public ByMac {
      requireNonNull(mac, "mac");
    }

    @Override
    public boolean selects(NetworkInterface candidate, int number) {
      return candidate.mac().filter(mac::equals).isPresent();
    }

    /** {@return what is looked for, for messages} */
    @Override
    public String toString() {
      return "the MAC address " + mac;
    }
  }

  /**
   * The interface that is connected to an interface of the host.
   *
   * @param dev the name of the interface of the host
   */
  record ByTargetDev(InterfaceName dev) implements InterfaceSelector {

    /**
     * Checks that it is given.
     *
     * @param dev the name of the interface of the host
     */
    public ByTargetDev {
      requireNonNull(dev, "dev");
    }

    @Override
    public boolean selects(NetworkInterface candidate, int number) {
      return candidate.targetDev().filter(dev::equals).isPresent();
    }

    /** {@return what is looked for, for messages} */
    @Override
    public String toString() {
      return "the target dev " + dev;
    }
  }

  /**
   * The interface at a place of the document: it may have neither address nor target before libvirt
   * has seen it.
   *
   * @param number its number, counted from 1
   */
  record ByNumber(int number) implements InterfaceSelector {

    /**
     * Checks the number.
     *
     * @param number its number, counted from 1
     */
    public ByNumber {
      if (number < 1) {
        throw new IllegalArgumentException("interface number " + number + " is less than 1");
      }
    }

    @Override
    public boolean selects(NetworkInterface candidate, int of) {
      return of == number;
    }

    /** {@return what is looked for, for messages} */
    @Override
    public String toString() {
      return "the number " + number;
    }
  }
}
