package io.nwfilter.netfilter.text;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words of a rule as people write them in scripts, made into those that rules are read from:
 * {@code --dport=22} becomes two words, names of services numbers, and a list of addresses several
 * rules (iptables(8), {@code -s}).
 */
final class RuleWords {

  private static final Splitter COMMA = Splitter.on(',');

  /** Options of the tools themselves by their other names. */
  private static final ImmutableMap<String, String> OWN =
      ImmutableMap.<String, String>builder()
          .put("--source", "-s")
          .put("--src", "-s")
          .put("--destination", "-d")
          .put("--dst", "-d")
          .put("--in-interface", "-i")
          .put("--in-if", "-i")
          .put("--out-interface", "-o")
          .put("--out-if", "-o")
          .put("--protocol", "-p")
          .put("--proto", "-p")
          .put("--jump", "-j")
          .put("--goto", "-g")
          .put("--match", "-m")
          .buildOrThrow();

  /** Options that iptables 1.8.9 takes an argument for only as the next word. */
  private static final ImmutableSet<String> APART =
      ImmutableSet.of("-s", "-d", "-i", "-o", "-p", "-j");

  private static final ImmutableSet<String> ONCE = ImmutableSet.of("-s", "-d", "-i", "-o", "-p");

  /** Options whose argument is a text that may look like an option. */
  private static final ImmutableSet<String> TEXTS =
      ImmutableSet.of("--comment", "--log-prefix", "--nflog-prefix", "--string", "--hex-string");

  private static final ImmutableSet<String> PORTS =
      ImmutableSet.of(
          "--sport",
          "--dport",
          "--source-port",
          "--destination-port",
          "--sports",
          "--dports",
          "--ports",
          "--source-ports",
          "--destination-ports",
          "--ip-sport",
          "--ip-dport",
          "--ip-source-port",
          "--ip-destination-port",
          "--ip6-sport",
          "--ip6-dport",
          "--ip6-source-port",
          "--ip6-destination-port");

  private final Family family;
  private final SourceLocation location;
  private final List<String> words = new ArrayList<>();

  private RuleWords(Family family, SourceLocation location) {
    this.family = family;
    this.location = location;
  }

  /**
   * {@return the words of each rule that the words of one command stand for}
   *
   * @throws TextException if the tool does not take them
   */
  static List<List<String>> of(Family family, List<String> written, SourceLocation location) {
    RuleWords rule = new RuleWords(family, location);
    rule.split(written);
    rule.requireOnce();
    rule.nameServices();
    rule.numberClasses();
    rule.requireProtocolFirst();
    return family == Family.BRIDGE ? ImmutableList.of(rule.words) : rule.expanded();
  }

  /** {@return whether an option is followed by a text that may look like another option} */
  static boolean isText(String option) {
    return TEXTS.contains(option);
  }

  private void split(List<String> written) {
    String before = "";
    for (String word : written) {
      if (TEXTS.contains(before)) {
        words.add(word);
      } else {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        boolean joined = word.length() > 2 && isOwn(word.substring(0, 2));
        if (equals > 0) {
          split(word, word.substring(0, equals), word.substring(equals + 1));
        } else if (joined) {
          split(word, word.substring(0, 2), word.substring(2));
        } else {
          words.add(word);
        }
      }
      before = words.get(words.size() - 1);
    }
  }

  private static boolean isOwn(String option) {
    return OWN.containsValue(option);
  }

  private void split(String word, String option, String value) {
    String name = OWN.getOrDefault(option, option);
    if (family != Family.BRIDGE && APART.contains(name)) {
      throw refused(
          family.tool()
              + " does not take '"
              + Diagnostic.printable(word)
              + "': write "
              + option
              + " "
              + Diagnostic.printable(value));
    }
    words.add(option);
    words.add(value);
  }

  private void requireOnce() {
    Set<String> seen = new HashSet<>();
    String before = "";
    for (String word : words) {
      String name = OWN.getOrDefault(word, word);
      if (!TEXTS.contains(before) && ONCE.contains(name) && !seen.add(name)) {
        throw refused("a rule has " + name + " only once");
      }
      before = word;
    }
  }

  private void nameServices() {
    for (int at = 1; at < words.size(); at++) {
      String option = words.get(at - 1);
      int value = at;
      if (words.get(at).equals("!") && at + 1 < words.size()) {
        value = at + 1;
      }
      if (PORTS.contains(option)) {
        words.set(value, ports(words.get(value)));
      }
    }
  }

  /** Names of classes of traffic become the numbers that the tools print for them. */
  private void numberClasses() {
    for (int at = 1; at < words.size(); at++) {
      int value = words.get(at).equals("!") && at + 1 < words.size() ? at + 1 : at;
      String word = words.get(value);
      switch (words.get(at - 1)) {
        case "--tos", "--set-tos" ->
            TrafficClasses.typeOfService(word).ifPresent(number -> words.set(value, number));
        case "--dscp-class" -> nameClass(at - 1, "--dscp", value);
        case "--set-dscp-class" -> nameClass(at - 1, "--set-dscp", value);
        default -> {}
      }
    }
  }

  /** The tools look at the protocol when they read the port that a target changes. */
  private void requireProtocolFirst() {
    int protocol = indexOf("-p");
    for (int at = 0; at + 1 < protocol; at++) {
      String value = words.get(at + 1);
      boolean port =
          switch (words.get(at)) {
            case "--to-ports" -> true;
            case "--to-source", "--to-destination" ->
                family == Family.IPV6 ? value.contains("]:") : value.contains(":");
            default -> false;
          };
      if (port) {
        throw refused(words.get(at) + " with a port needs the protocol (-p) before it");
      }
    }
  }

  private void nameClass(int option, String other, int value) {
    TrafficClasses.codePoint(words.get(value))
        .ifPresent(
            number -> {
              words.set(option, other);
              words.set(value, number);
            });
  }

  private String ports(String text) {
    return COMMA
        .splitToStream(text)
        .map(
            range ->
                Splitter.on(':')
                    .splitToStream(range)
                    .map(this::port)
                    .collect(Collectors.joining(":")))
        .collect(Collectors.joining(","));
  }

  private String port(String text) {
    if (text.isEmpty() || text.chars().noneMatch(Character::isLetter) || text.startsWith("0x")) {
      return text;
    }
    return Services.port(text)
        .orElseThrow(
            () ->
                new TextException(
                    TextCode.ILLEGAL_OPTION_VALUE,
                    "the service '"
                        + Diagnostic.printable(text)
                        + "' is not known here: write the number of its port",
                    location));
  }

  private List<List<String>> expanded() {
    List<List<String>> rules = new ArrayList<>(List.of(words));
    for (String option : new String[] {"-s", "-d"}) {
      int at = indexOf(option);
      if (at >= 0 && at + 1 < words.size() && words.get(at + 1).indexOf(',') >= 0) {
        if (at > 0 && words.get(at - 1).equals("!")) {
          throw refused("a list of addresses cannot be negated");
        }
        List<String> addresses = COMMA.splitToList(words.get(at + 1));
        rules =
            rules.stream()
                .flatMap(rule -> addresses.stream().map(address -> with(rule, at + 1, address)))
                .toList();
      }
    }
    return rules;
  }

  private int indexOf(String option) {
    for (int at = 0; at < words.size(); at++) {
      if (OWN.getOrDefault(words.get(at), words.get(at)).equals(option)
          && (at == 0 || !TEXTS.contains(words.get(at - 1)))) {
        return at;
      }
    }
    return -1;
  }

  private static List<String> with(List<String> rule, int at, String word) {
    List<String> changed = new ArrayList<>(rule);
    changed.set(at, word);
    return changed;
  }

  private TextException refused(String message) {
    return new TextException(TextCode.RULES_SYNTAX, message, location);
  }
}
