package io.nwfilter.netfilter.packet;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Words.Word;

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

  /** Reads a word; exceptions are about the address, or about the port. */
  static Endpoint read(Words words, Word word) {
    String text = word.text();
    if (text.indexOf('>') >= 0) {
      throw words.wrong(word, "spaces are missing around '>'");
    }
    int bracket = text.indexOf(']');
    int colon = text.lastIndexOf(':');
    boolean ipv6 = text.startsWith("[") ? colon < bracket : text.indexOf(':') != colon;
    if (colon < 0 || ipv6) {
      return new Endpoint(words.read(word, TextValues::address), -1);
    }
    Word address = new Word(text.substring(0, colon), word.start());
    Word port = new Word(text.substring(colon + 1), word.start() + colon + 1);
    return new Endpoint(
        words.read(address, TextValues::address),
        words.read(port, digits -> (int) TextValues.number(digits, LAST_PORT)));
  }

  /** Reads a word of a packet that has no ports. */
  static IpAddress readAddress(Words words, Word word) {
    Endpoint end = read(words, word);
    if (end.hasPort()) {
      throw words.wrong(word, "this kind of packet has no ports");
    }
    return end.address();
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
