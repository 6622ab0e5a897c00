package io.nwfilter.testkit.dumps;

import com.google.common.base.CharMatcher;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ipsets that rules mention: a kernel takes no rule whose sets it does not have. */
public final class MentionedSets {

  private static final Pattern MENTION =
      Pattern.compile("--(?:match|add|del|map)-set (\\S+) ([a-z,]+)");

  private static final String[] TYPES = {"hash:ip", "hash:ip,port", "hash:ip,port,ip"};

  private MentionedSets() {}

  /**
   * {@return the text for {@code ipset restore} that makes the sets, one per line}
   *
   * @param family the family of the rules
   * @param rules the rules as text
   */
  public static String of(Family family, String rules) {
    Map<String, Integer> dimensions = new TreeMap<>();
    Matcher mentions = MENTION.matcher(rules);
    while (mentions.find()) {
      int count = CharMatcher.is(',').countIn(mentions.group(2));
      dimensions.merge(mentions.group(1), count, Math::max);
    }
    StringBuilder text = new StringBuilder();
    String last = family == Family.IPV6 ? "inet6" : "inet";
    // Rules may ask for what only sets with these extensions keep.
    dimensions.forEach(
        (set, count) ->
            text.append(
                "create %s %s family %s timeout 0 counters skbinfo%n"
                    .formatted(set, TYPES[count], last)));
    return text.toString();
  }
}
