package io.nwfilter.netfilter.packet;

import java.util.Map;
import java.util.Set;

/**
 * The words of packets' {@linkplain PacketText texts}, with what they mean. Whatever else names
 * packets takes its words from here and from {@link Slot#word()}.
 */
public final class PacketWords {

  private PacketWords() {}

  /**
   * {@return the words for kinds of packets, such as {@code tcp}, with the layer that each is
   * about; {@code ip} is IPv4} Ready-made packets are not among them.
   */
  public static Map<String, LayerType> kinds() {
    return Clauses.PROTOCOLS;
  }

  /** {@return the words for ready-made packets, such as {@code dhcp}} */
  public static Set<String> readyMade() {
    return ReadyMade.WORDS;
  }

  /**
   * {@return the names of a protocol's messages, with their numbers: type and code of ICMP and
   * ICMPv6, the type in the upper octet; types of IGMP and of BPDUs; operations of ARP and RARP}
   *
   * @param type the protocol; others than these have no names of messages
   */
  public static Map<String, Integer> messages(LayerType type) {
    return MessageNames.of(type);
  }

  /** {@return the names of TCP's control bits, with their bits} */
  public static Map<String, Integer> controlBits() {
    return MessageNames.flagNames();
  }

  /**
   * {@return the value that a text such as {@code 80}, {@code 0x50} or {@code 10.0.0.1} means}
   *
   * @param slot the slot that it is a value of
   * @param text the text
   * @throws IllegalArgumentException if the slot has no such value
   */
  public static Bits read(Slot slot, String text) {
    return TextValues.value(slot, text);
  }

  /**
   * {@return the text that {@link #read} reads}
   *
   * @param slot the slot
   * @param value a value of it
   */
  public static String print(Slot slot, Bits value) {
    return TextValues.print(slot, value);
  }
}
