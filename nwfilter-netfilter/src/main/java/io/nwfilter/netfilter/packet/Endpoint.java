package io.nwfilter.netfilter.packet;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv6Address;

/**
 * One end of a packet: {@code 10.0.0.1:22}, {@code [fe80::1]:22}, or an address alone.
 *
 * @param address the address
 * @param port the port; −1 if there is none
 */
record Endpoint(IpAddress address, int port) {

  private static final int LAST_PORT = 65_535;

  boolean hasPort() {
    return port >= 0;
  }

  static Endpoint parse(String text) {
    int bracket = text.indexOf(']');
    int colon = text.lastIndexOf(':');
    boolean ipv6 = text.startsWith("[") ? colon < bracket : text.indexOf(':') != colon;
    if (colon < 0 || ipv6) {
      return new Endpoint(TextValues.address(text), -1);
    }
    return new Endpoint(
        TextValues.address(text.substring(0, colon)),
        (int) TextValues.number(text.substring(colon + 1), LAST_PORT));
  }

  @Override
  public String toString() {
    if (!hasPort()) {
      return address.toString();
    }
    String host = address instanceof Ipv6Address ? "[" + address + "]" : address.toString();
    return host + ":" + port;
  }
}
