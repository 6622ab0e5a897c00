package io.nwfilter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.dumps.RealDump;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The inputs of one seed for readers of rules: each is a part of a real dump after some changes,
 * and can be made again. The first character is that of the family.
 */
final class DumpInputs {

  /** How many rules an input has, except for a few that are whole dumps. */
  private static final int MAX_RULES = 12;

  private final long seed;
  private final ImmutableList<RealDump> dumps = RealDump.all();
  private final ImmutableListMultimap<RealDump, String> lines =
      dumps.stream()
          .collect(
              ImmutableListMultimap.flatteningToImmutableListMultimap(
                  dump -> dump, dump -> dump.text().lines()));
  private final LineMutator mutator =
      new LineMutator(
          ImmutableListMultimap.copyOf(
              Multimaps.transformValues(
                  Multimaps.index(lines.entries(), entry -> entry.getKey().family()),
                  entry -> entry.getValue())));

  DumpInputs(long seed) {
    this.seed = seed;
  }

  /** {@return the family that the first character of an input names} */
  static Family family(byte[] input) {
    return switch (input.length == 0 ? ' ' : input[0]) {
      case 'b' -> Family.BRIDGE;
      case '6' -> Family.IPV6;
      default -> Family.IPV4;
    };
  }

  private static String mark(Family family) {
    return switch (family) {
      case BRIDGE -> "b";
      case IPV6 -> "6";
      case IPV4 -> "4";
    };
  }

  /** {@return the input of a number, the same whenever it is asked for} */
  byte[] get(long number) {
    // The generator's own increment, so that neighbours share nothing.
    SplittableRandom random = new SplittableRandom(seed ^ number * 0x9e37_79b9_7f4a_7c15L);
    RealDump dump = dumps.get(random.nextInt(dumps.size()));
    List<String> text = part(lines.get(dump), random);
    int structural = random.nextInt(4);
    for (int i = 0; i < structural; i++) {
      mutator.mutate(dump.family(), text, random);
    }
    byte[] bytes = (String.join("\n", text) + "\n").getBytes(UTF_8);
    int bytewise = structural == 0 ? 1 + random.nextInt(4) : Math.max(0, random.nextInt(10) - 7);
    for (int i = 0; i < bytewise; i++) {
      bytes = ByteMutator.mutate(bytes, ByteMutator.OF_RULES, random);
    }
    return (mark(dump.family()) + new String(bytes, UTF_8)).getBytes(UTF_8);
  }

  /** {@return all tables and chains, and some of the rules} */
  private static List<String> part(ImmutableList<String> dump, SplittableRandom random) {
    long rules = dump.stream().filter(DumpInputs::isRule).count();
    if (rules <= MAX_RULES || random.nextInt(200) == 0) {
      return new ArrayList<>(dump);
    }
    List<String> part = new ArrayList<>();
    for (String line : dump) {
      if (!isRule(line) || random.nextInt((int) rules) < MAX_RULES) {
        part.add(line);
      }
    }
    return part;
  }

  private static boolean isRule(String line) {
    return line.startsWith("-") || line.startsWith("[");
  }
}
