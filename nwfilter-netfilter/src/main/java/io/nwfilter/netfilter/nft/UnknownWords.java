package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableSet;

/**
 * Finds the end of a statement that is not known. Words of an expression, and what operators join,
 * belong together even if they would be statements elsewhere: in {@code fib saddr . iif oif "eth0"}
 * nothing asks for the interface by which a packet leaves.
 */
final class UnknownWords {

  /** What joins what is before it with what is after it. */
  private static final ImmutableSet<String> OPERATORS =
      ImmutableSet.of(
          ".", "&", "|", "^", "<<", ">>", "and", "or", "xor", "lshift", "rshift", "map", "vmap",
          "-", "/", ":", ",");

  /** What is followed by a value or an expression. */
  private static final ImmutableSet<String> CONNECTORS =
      ImmutableSet.<String>builder()
          .addAll(OPERATORS)
          .add("==", "!=", "<", ">", "<=", ">=", "!", "eq", "ne", "lt", "gt", "le", "ge", "set")
          .add("mod", "offset", "seed", "to", "over", "until", "with", "device", "prefix")
          .build();

  /**
   * What begins expressions of two words (nft(8), "Primary expressions", "Payload expressions").
   */
  private static final ImmutableSet<String> OF_TWO_WORDS =
      ImmutableSet.of(
          "meta", "exthdr", "ether", "vlan", "arp", "ip", "ip6", "icmp", "icmpv6", "igmp", "tcp",
          "udp", "udplite", "sctp", "dccp", "ah", "esp", "comp", "th", "hbh", "frag", "dst", "mh",
          "srh", "rt0", "rt2", "rt4", "gre", "geneve", "gretap", "vxlan");

  private final WordStream words;

  private UnknownWords(WordStream words) {
    this.words = words;
  }

  /** {@return whether a word joins what is before it with what is after it} */
  static boolean isOperator(Word word) {
    return !word.quoted() && OPERATORS.contains(word.text());
  }

  /**
   * Reads words that belong to what begins with the next one: an expression, and what is joined
   * with it. The next statement is after these, or later.
   */
  static void read(WordStream words) {
    UnknownWords unknown = new UnknownWords(words);
    unknown.operand();
    while (unknown.isConnector() && !unknown.isOver()) {
      words.next();
      unknown.operand();
    }
  }

  private boolean isConnector() {
    return !words.peek().quoted() && CONNECTORS.contains(words.peek().text());
  }

  private boolean isOver() {
    return words.isAtEnd() || words.peek().isEnd() || words.peek().is("}");
  }

  private void operand() {
    if (isOver() || isConnector()) {
      return;
    }
    Word first = words.next();
    if (first.quoted()) {
      return;
    }
    switch (first.text()) {
      case "{" -> braces();
      case "fib" -> {
        some(1);
        while (words.take(".")) {
          some(1);
        }
        some(1);
      }
      case "socket" -> {
        boolean hasLevel = words.take("cgroupv2");
        some(hasLevel ? 2 : 1);
      }
      case "osf" -> {
        some(words.take("ttl") ? 1 : 0);
        some(1);
      }
      case "ct" -> {
        boolean isOfDirection = words.take("original") || words.take("reply");
        some(isOfDirection && (words.take("ip") || words.take("ip6")) ? 1 : 0);
        some(words.take("count") ? 0 : 1);
      }
      case "rt" -> ofFamily();
      case "ipsec" -> {
        some(1);
        some(words.take("spnum") ? 1 : 0);
        ofFamily();
      }
      default -> some(OF_TWO_WORDS.contains(first.text()) ? 1 : 0);
    }
  }

  private void ofFamily() {
    some(words.take("ip") || words.take("ip6") ? 1 : 0);
    some(1);
  }

  /** Reads words, as far as there are any. */
  private void some(int count) {
    for (int i = 0; i < count && !isOver() && !words.peek().is("{"); i++) {
      words.next();
    }
  }

  /** Reads up to the brace that closes one that has been read. */
  private void braces() {
    for (int depth = 1; depth > 0 && !words.isAtEnd(); ) {
      Word word = words.next();
      depth += word.is("{") ? 1 : word.is("}") ? -1 : 0;
    }
  }
}
