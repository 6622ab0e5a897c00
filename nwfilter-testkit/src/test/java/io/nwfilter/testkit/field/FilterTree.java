package io.nwfilter.testkit.field;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A tree of two to four filters in few chains, whose priorities often conflict.
 *
 * @param documents the filters' documents; those that are referenced come first
 */
record FilterTree(List<String> documents) {

  private static final List<String> CHAINS =
      List.of(
          "root",
          "mac",
          "vlan",
          "stp",
          "arp",
          "rarp",
          "ipv4",
          "ipv6",
          "vlan-a",
          "vlan-b",
          "ipv4-foo",
          "arp-x");
  private static final List<String> DIRECTIONS = List.of("in", "out", "inout");

  /** Around the default priorities of chains, and at the ends of the range. */
  private static final int[] PRIORITIES = {
    -1000, -900, -800, -750, -700, -600, -500, -400, -1, 0, 1, 130, 368, 500, 670, 999, 1000
  };

  /** Out of range: such a rule has priority 500. */
  private static final int[] ILLEGAL = {1500, -3000, 4000};

  static FilterTree random(Random random) {
    List<String> chains = new ArrayList<>(CHAINS);
    Collections.shuffle(chains, random);
    List<String> used = chains.subList(0, 1 + random.nextInt(3));
    int size = 2 + random.nextInt(3);
    List<List<String>> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      entries.add(rules(random));
    }
    for (int i = 1; i < size; i++) {
      List<String> outer = entries.get(random.nextInt(i));
      outer.add(random.nextInt(outer.size() + 1), "<filterref filter='tree%d'/>".formatted(i));
    }
    List<String> documents = new ArrayList<>();
    for (int i = size - 1; i >= 0; i--) {
      String chain = used.get(random.nextInt(used.size()));
      String priority = random.nextInt(100) < 65 ? attribute(priority(random)) : "";
      documents.add(
          "<filter name='tree%d' chain='%s'%s>%s</filter>"
              .formatted(i, chain, priority, String.join("", entries.get(i))));
    }
    return new FilterTree(List.copyOf(documents));
  }

  String binding() {
    return """
    <filterbinding>
      <owner><name>guest</name><uuid>5c6a3f20-1111-4222-8333-444455556666</uuid></owner>
      <portdev name='vnet4'/>
      <mac address='52:54:00:9f:80:45'/>
      <filterref filter='tree0'/>
    </filterbinding>
    """;
  }

  private static List<String> rules(Random random) {
    List<String> rules = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      rules.add(
          "<rule action='%s' direction='%s'%s>%s</rule>"
              .formatted(
                  random.nextBoolean() ? "accept" : "drop",
                  DIRECTIONS.get(random.nextInt(DIRECTIONS.size())),
                  rulePriority(random),
                  random.nextInt(100) < 15 ? "<tcp dstportstart='22'/>" : ""));
    }
    return rules;
  }

  private static String rulePriority(Random random) {
    int kind = random.nextInt(100);
    if (kind < 10) {
      return "";
    }
    return attribute(kind < 15 ? ILLEGAL[random.nextInt(ILLEGAL.length)] : priority(random));
  }

  private static int priority(Random random) {
    return random.nextInt(100) < 60
        ? PRIORITIES[random.nextInt(PRIORITIES.length)]
        : random.nextInt(2001) - 1000;
  }

  private static String attribute(int priority) {
    return " priority='%d'".formatted(priority);
  }
}
