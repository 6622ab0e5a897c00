package io.nwfilter.core.filter;

import io.nwfilter.core.value.IllegalValueException;

/**
 * The name of a chain: {@code root}, or a name that begins with a protocol, such as {@code arp-ip}.
 *
 * @param name the name, at most 12 letters, digits, underscores, dots, colons and hyphens
 * @param protocol what enters the chain
 */
public record ChainName(String name, ChainProtocol protocol) implements Comparable<ChainName> {

  /** The longest name that libvirt accepts, in characters. */
  public static final int MAX_LENGTH = 12;

  /** The chain that every frame of an interface enters. */
  public static final ChainName ROOT = new ChainName("root", ChainProtocol.ROOT);

  private static final String EXPECTED =
      "a legal chain name: root, or mac, vlan, stp, arp, rarp, ipv4 or ipv6 with any suffix, at"
          + " most "
          + MAX_LENGTH
          + " letters, digits, '_', '.', ':' and '-'";

  /**
   * Checks the name.
   *
   * @param name the name
   * @param protocol what enters the chain
   */
  public ChainName {
    if (name.length() > MAX_LENGTH
        || !name.startsWith(protocol.prefix())
        || (protocol == ChainProtocol.ROOT && !name.equals("root"))
        || !name.chars().allMatch(ChainName::isLegal)) {
      throw new IllegalValueException(name, EXPECTED);
    }
  }

  /**
   * {@return the chain of a name}
   *
   * @param name the name
   * @throws IllegalValueException if a chain cannot have that name
   */
  public static ChainName of(String name) {
    for (ChainProtocol protocol : ChainProtocol.values()) {
      if (name.startsWith(protocol.prefix())) {
        return protocol == ChainProtocol.ROOT && name.equals("root")
            ? ROOT
            : new ChainName(name, protocol);
      }
    }
    throw new IllegalValueException(name, EXPECTED);
  }

  private static boolean isLegal(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || "_.:-".indexOf(c) >= 0;
  }

  /** {@return whether this is the chain that every frame enters} */
  public boolean isRoot() {
    return protocol == ChainProtocol.ROOT;
  }

  /** Compares by name, in the order of the characters' codes. */
  @Override
  public int compareTo(ChainName other) {
    return name.compareTo(other.name);
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return name;
  }
}
