package io.nwfilter.fuzz;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Changes dumps as someone would who knows the tools: mixes the words and lines of all of them, and
 * puts values at and beyond every limit.
 */
final class LineMutator {

  /** A line does not grow beyond this many words, so that inputs stay many. */
  private static final int LONG = 5_000;

  private static final Splitter BLANK = Splitter.on(' ');
  private static final Joiner SPACED = Joiner.on(' ');

  private static final ImmutableList<String> WORDS =
      ImmutableList.of(
          "",
          "!",
          "! !",
          "\"",
          "\"\"",
          "\"a b\"",
          "\"a\\\"b\"",
          "\\",
          "'a b'",
          "0",
          "-1",
          "+1",
          "00",
          "08",
          "0x",
          "0x0",
          "0xffffffff",
          "0x100000000",
          "65535",
          "65536",
          "0:65535",
          "65535:0",
          ":",
          "1:",
          ":1",
          "1-2",
          "-",
          "255",
          "256",
          "255/255",
          "any",
          "4294967295",
          "4294967296",
          "18446744073709551615",
          "99999999999999999999",
          "0/0",
          "1/",
          "/1",
          "0xff/0x0f",
          "0.0.0.0",
          "0.0.0.0/0",
          "10.0.0.0/255.0.255.0",
          "10.0.0.9-10.0.0.1",
          "10.0.0.1:80",
          "10.0.0.1:80-90/100",
          ":80",
          "::",
          "::/0",
          "::1/ffff::ffff",
          "::ffff:1.2.3.4",
          "[::1]:80",
          "[::1]-[::2]:80-90",
          "52:54:00:00:00:01/ff:ff:ff:00:00:00",
          "52:54:0:0:0:1=10.0.0.1,",
          "Multicast",
          "+",
          "eth+",
          "a/b",
          "abcdefghijklmnop",
          "NEW,ESTABLISHED,NEW",
          ",",
          "ALL",
          "NONE",
          "SYN,ACK",
          "src,dst,src,dst,src,dst,src",
          "80,443,1000:2000",
          "COMMIT",
          "*filter",
          ":INPUT",
          "INPUT",
          "[1:2]",
          "[18446744073709551616:0]",
          "[:]",
          "\t",
          "\u00e9",
          "\ud83d\ude00",
          "\u0085",
          "-A",
          "-I",
          "-D",
          "-N",
          "-F",
          "-X",
          "-P",
          "-m",
          "-j",
          "-g",
          "-p",
          "-f",
          "-c",
          "--",
          "--set-counters",
          "--syn",
          "--no-such-option",
          "no_such_extension",
          "ACCEPT",
          "RETURN",
          "CONTINUE",
          "REJECT",
          "MARK",
          "DNAT");

  private final ImmutableListMultimap<Family, String> lines;

  LineMutator(ImmutableListMultimap<Family, String> lines) {
    this.lines = lines;
  }

  /** Changes one line, or the order of lines. */
  void mutate(Family family, List<String> text, RandomGenerator random) {
    if (text.isEmpty()) {
      text.add(anyLine(family, random));
      return;
    }
    int at = random.nextInt(text.size());
    switch (random.nextInt(24)) {
      case 0 -> text.remove(at);
      case 1 -> text.add(random.nextInt(text.size()), text.get(at));
      case 2 -> Collections.swap(text, at, random.nextInt(text.size()));
      case 3, 4 -> text.add(at, anyLine(family, random));
      case 5 -> text.addAll(at, Collections.nCopies(copies(random), text.get(at)));
      case 6 -> text.set(at, one(WORDS, random));
      case 7 -> text.set(at, text.get(at) + " " + anyLine(family, random));
      default -> text.set(at, changed(family, text.get(at), random));
    }
  }

  private String anyLine(Family family, RandomGenerator random) {
    Family from =
        random.nextInt(4) == 0 ? one(ImmutableList.copyOf(Family.values()), random) : family;
    return one(lines.get(from), random);
  }

  private String changed(Family family, String line, RandomGenerator random) {
    List<String> words = new ArrayList<>(BLANK.splitToList(line));
    int at = random.nextInt(words.size());
    switch (random.nextInt(10)) {
      case 0 -> words.remove(at);
      case 1, 2 -> words.set(at, one(WORDS, random));
      case 3 -> words.add(at, one(WORDS, random));
      case 4 -> words.set(at, words.get(at) + one(WORDS, random));
      case 5 -> Collections.swap(words, at, random.nextInt(words.size()));
      case 6 -> words.add(at, "!");
      case 7 -> repeat(words, at, random);
      default -> exchange(words, at, BLANK.splitToList(anyLine(family, random)), random);
    }
    return SPACED.join(words);
  }

  private static void repeat(List<String> words, int at, RandomGenerator random) {
    int end = Math.min(words.size(), at + 1 + random.nextInt(4));
    List<String> some = ImmutableList.copyOf(words.subList(at, end));
    for (int i = copies(random); i > 0 && words.size() < LONG; i--) {
      words.addAll(at, some);
    }
  }

  /** Puts some words of another line in the place of some of this one. */
  private static void exchange(
      List<String> words, int at, List<String> others, RandomGenerator random) {
    int from = random.nextInt(others.size());
    int to = Math.min(others.size(), from + 1 + random.nextInt(4));
    for (int i = random.nextInt(3); i > 0 && words.size() > at; i--) {
      words.remove(at);
    }
    words.addAll(at, others.subList(from, to));
  }

  /** Mostly few, but sometimes very many. */
  private static int copies(RandomGenerator random) {
    return random.nextInt(100) == 0 ? 1 << random.nextInt(11) : 1 + random.nextInt(3);
  }

  private static <T> T one(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
