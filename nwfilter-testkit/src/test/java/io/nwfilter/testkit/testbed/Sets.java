package io.nwfilter.testkit.testbed;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.dumps.MentionedSets;
import java.util.List;
import java.util.Map;

/** The ipsets that rules mention, with some members. */
final class Sets {

  private Sets() {}

  /** {@return the members of each set that rules mention, and how to make it} */
  static Map<String, Made> of(Map<Family, String> texts) {
    ImmutableMap.Builder<String, Made> sets = ImmutableMap.builder();
    texts.forEach(
        (family, text) ->
            MentionedSets.of(family, text)
                .lines()
                .forEach(
                    line -> {
                      List<String> words = Splitter.on(' ').splitToList(line);
                      sets.put(words.get(1), new Made(line, members(words.get(2), words.get(4))));
                    }));
    return sets.buildKeepingLast();
  }

  /**
   * A set.
   *
   * @param create the line that makes it
   * @param members its members, as ipset takes them
   */
  record Made(String create, List<String> members) {}

  private static ImmutableList<String> members(String type, String family) {
    boolean ipv4 = family.equals("inet");
    String guest = (ipv4 ? Place.GUEST.ipv4 : Place.GUEST.ipv6).toString();
    String neighbor = (ipv4 ? Place.NEIGHBOR.ipv4 : Place.NEIGHBOR.ipv6).toString();
    return switch (type) {
      case "hash:ip" -> ImmutableList.of(guest, neighbor);
      case "hash:ip,port" -> ImmutableList.of(guest + ",tcp:22", neighbor + ",udp:53");
      default -> ImmutableList.of(guest + ",tcp:22," + neighbor, neighbor + ",udp:53," + guest);
    };
  }
}
