package io.nwfilter.netfilter.packet;

import java.util.List;
import java.util.Optional;

/** The name that a query of DNS is about. */
final class DnsName {

  private static final int HEADER = 12;

  private DnsName() {}

  /** {@return the name in a packet's payload, if there is one of legal characters} */
  static Optional<String> of(List<Layer> layers) {
    return layers.stream()
        .filter(layer -> layer.type() == LayerType.PAYLOAD)
        .findFirst()
        .map(layer -> name(layer.octets()))
        .filter(name -> name.matches("[A-Za-z0-9._-]+"));
  }

  private static String name(Octets octets) {
    StringBuilder name = new StringBuilder();
    int at = HEADER;
    while (at < octets.length() && octets.get(at) != 0 && at + octets.get(at) < octets.length()) {
      name.append(name.isEmpty() ? "" : ".");
      for (int i = 1; i <= octets.get(at); i++) {
        name.append((char) octets.get(at + i));
      }
      at += octets.get(at) + 1;
    }
    return name.toString();
  }
}
