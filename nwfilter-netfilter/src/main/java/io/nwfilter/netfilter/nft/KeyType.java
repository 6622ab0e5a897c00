package io.nwfilter.netfilter.nft;

import io.nwfilter.netfilter.packet.FieldKind;
import java.util.Arrays;
import java.util.Optional;

/** The type of a part of a set's elements (nft(8), "Data types"). */
public enum KeyType {
  /** An interface by its index; values are the octets of its name. */
  INTERFACE_INDEX("iface_index", 128, FieldKind.INTERFACE),
  /** An interface by its name. */
  INTERFACE_NAME("ifname", 128, FieldKind.INTERFACE),
  /** A MAC address. */
  MAC_ADDRESS("ether_addr", 48, FieldKind.MAC),
  /** An EtherType. */
  ETHER_TYPE("ether_type", 16, FieldKind.BITS),
  /** An IPv4 address. */
  IPV4_ADDRESS("ipv4_addr", 32, FieldKind.IPV4),
  /** An IPv6 address. */
  IPV6_ADDRESS("ipv6_addr", 128, FieldKind.IPV6),
  /** A protocol of IP. */
  PROTOCOL("inet_proto", 8, FieldKind.NUMBER),
  /** A port. */
  PORT("inet_service", 16, FieldKind.NUMBER),
  /** A mark. */
  MARK("mark", 32, FieldKind.BITS);

  private final String word;
  private final int width;
  private final FieldKind kind;

  KeyType(String word, int width, FieldKind kind) {
    this.word = word;
    this.width = width;
    this.kind = kind;
  }

  /**
   * {@return the type of a word, if it is modelled}
   *
   * @param word the word, such as {@code ipv4_addr}
   */
  public static Optional<KeyType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }

  /** {@return the word for it, such as {@code ipv4_addr}} */
  public String word() {
    return word;
  }

  /**
   * {@return the width of its values in bits, as {@link io.nwfilter.netfilter.packet.Field} has}
   */
  public int width() {
    return width;
  }

  /** {@return the kind of its values} */
  public FieldKind kind() {
    return kind;
  }
}
