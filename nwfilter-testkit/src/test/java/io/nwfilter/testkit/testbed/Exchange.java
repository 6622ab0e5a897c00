package io.nwfilter.testkit.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets one after the other.
 *
 * @param name what they are
 * @param lines who sends each, and the packet
 */
record Exchange(String name, ImmutableList<String> lines) {

  /** Opens a connection of TCP, uses and closes it. */
  private static final String TCP =
      """
      %1$s tcp syn %2$s > %4$s seq 100 window 1000
      %3$s tcp syn,ack %4$s > %2$s seq 300 ack-seq 101 window 1000
      %1$s tcp ack %2$s > %4$s seq 101 ack-seq 301 window 1000
      %1$s tcp psh,ack %2$s > %4$s seq 101 ack-seq 301 window 1000 data "hello"
      %3$s tcp ack %4$s > %2$s seq 301 ack-seq 106 window 1000
      %3$s tcp psh,ack %4$s > %2$s seq 301 ack-seq 106 window 1000 data "hi"
      %1$s tcp fin,ack %2$s > %4$s seq 106 ack-seq 303 window 1000
      %3$s tcp fin,ack %4$s > %2$s seq 303 ack-seq 107 window 1000
      %1$s tcp ack %2$s > %4$s seq 107 ack-seq 304 window 1000
      """;

  private static final Splitter LINES = Splitter.on('\n').omitEmptyStrings();
  private static final Splitter WORDS = Splitter.on(' ');

  /** {@return all that are written down} */
  static List<Exchange> all() {
    try {
      String text = Resources.toString(Resources.getResource("testbed/conversations.txt"), UTF_8);
      return Splitter.on("\n\n")
          .splitToStream(text)
          .filter(paragraph -> !paragraph.startsWith("#"))
          .map(Exchange::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Exchange parse(String paragraph) {
    List<String> written = LINES.splitToList(paragraph);
    List<String> lines = new ArrayList<>();
    for (String line : written.subList(1, written.size())) {
      List<String> words = WORDS.splitToList(line.strip());
      if (words.get(0).equals("tcp")) {
        lines.addAll(LINES.splitToList(TCP.formatted(words.subList(1, words.size()).toArray())));
      } else {
        lines.add(line.strip());
      }
    }
    return new Exchange(written.get(0), ImmutableList.copyOf(lines));
  }
}
