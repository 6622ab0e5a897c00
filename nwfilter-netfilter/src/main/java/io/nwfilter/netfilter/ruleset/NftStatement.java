package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of nftables that is not known here, word for word.
 *
 * @param text the statement in one line, as {@code nft list ruleset} prints it: with braces and
 *     quotation marks in pairs, and without what ends a statement
 */
public record NftStatement(String text) {

  /** Statements after which some packets go on unchanged, and the others do not meet the rule. */
  private static final ImmutableSet<String> ASKING = ImmutableSet.of("limit", "quota", "meter");

  /** Words that would make a different part of a chain of a statement. */
  private static final ImmutableSet<String> OF_CHAIN =
      ImmutableSet.of("type", "policy", "comment", "flags", "include", "define", "undefine");

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*+\"");

  /** Words that nft takes inside blocks, too, and never prints. */
  private static final Pattern INCLUSION =
      Pattern.compile("(?<![\\w-])(?:include|define|redefine|undefine)(?![\\w-])");

  /**
   * Checks that it is one statement.
   *
   * @param text the statement
   * @throws IllegalValueException if a script cannot carry it
   */
  public NftStatement {
    if (!isOneLine(text) || OF_CHAIN.contains(keyword(text))) {
      throw new IllegalValueException(
          text.substring(0, Math.min(text.length(), 100)), "one statement of nftables");
    }
  }

  /** {@return the first word} */
  public String keyword() {
    return keyword(text);
  }

  private static String keyword(String text) {
    int end = text.indexOf(' ');
    return end < 0 ? text : text.substring(0, end);
  }

  /** {@return whether it only asks something, such as a rate limit, and changes nothing} */
  public boolean isQuestion() {
    return ASKING.contains(keyword());
  }

  /** Words that begin an expression which, with nothing set, is only compared. */
  private static final ImmutableSet<String> EXPRESSIONS =
      ImmutableSet.of(
          "meta", "ct", "fib", "rt", "socket", "osf", "ipsec", "exthdr", "ether", "vlan", "arp",
          "ip", "ip6", "icmp", "icmpv6", "igmp", "tcp", "udp", "udplite", "sctp", "dccp", "ah",
          "esp", "comp", "th", "iif", "oif", "iifname", "oifname", "mark", "jhash", "symhash",
          "numgen", "hbh", "frag", "dst", "mh", "srh", "pkttype", "skuid", "skgid", "l4proto");

  /** Octets that are compared by their place, which begin an expression as well. */
  private static final Pattern OCTETS = Pattern.compile("@(?:ll|nh|th|ih),\\d+,\\d+(?= |$)");

  private static final Pattern TRANSLATION =
      Pattern.compile(
          "(?:[sd]nat|redirect|masquerade) (?:ip6? )?(?:addr \\. port |interval |prefix )*to "
              + "((?!.* map .* map ).*) map .*");

  private static final Pattern PROTOCOL =
      Pattern.compile("(?<![\\w@])(tcp|udp|udplite|sctp|dccp) [sd]port\\b");

  private static final ImmutableMap<String, LayerType> PROTOCOLS =
      ImmutableMap.of(
          "tcp", LayerType.TCP,
          "udp", LayerType.UDP,
          "udplite", LayerType.UDP_LITE,
          "sctp", LayerType.SCTP,
          "dccp", LayerType.DCCP);

  private static final Pattern CHANGE_OF_SET =
      Pattern.compile("(?:set )?(?:add|update|delete) (?:.* )?@([\\w.-]+)(?: .*)?");

  private static final Pattern SETTING = Pattern.compile("([a-z0-9]+) (?:([a-z0-9]+) )?set .*");

  private static final Pattern NAMED = Pattern.compile("(?:counter|log)(?: .*)?");

  /** {@return whether all packets go on after it, changed in nothing but what is known} */
  public boolean isPassedByAll() {
    return changedFields().isPresent() && !text.matches(".*\\b(?:limit|quota|ct count)\\b.*");
  }

  /**
   * {@return the fields of packets that it changes, if that is known; empty also if it may end the
   * way of packets}
   */
  public Optional<Set<Field>> changedFields() {
    if (text.equals("notrack")) {
      return Optional.of(ImmutableSet.of(Field.CONNECTION_STATE));
    }
    Matcher setting = SETTING.matcher(text);
    if (setting.matches()) {
      return switch (setting.group(1) + " " + setting.group(2)) {
        case "meta mark", "mark null" -> Optional.of(ImmutableSet.of(Field.MARK));
        case "ct mark" -> Optional.of(ImmutableSet.of(Field.CONNECTION_MARK));
        case "meta priority", "meta nftrace", "ct label", "ct helper", "ct timeout" ->
            Optional.of(ImmutableSet.of());
        default -> Optional.empty();
      };
    }
    return NAMED.matcher(text).matches() || CHANGE_OF_SET.matcher(text).matches()
        ? Optional.of(ImmutableSet.of())
        : Optional.empty();
  }

  /** {@return the sets of the table, by their names, whose elements packets change by it} */
  public Set<String> changedSets() {
    Matcher change = CHANGE_OF_SET.matcher(text);
    return change.matches() ? ImmutableSet.of(change.group(1)) : ImmutableSet.of();
  }

  /** {@return whether it changes nothing, and packets that do not go on only miss the rule} */
  public boolean isOnlyAsking() {
    String fields = OCTETS.matcher(text).replaceAll("ether type");
    return isQuestion()
        || (EXPRESSIONS.contains(keyword(fields))
            && !fields.matches(".*\\b(?:set|vmap)\\b.*")
            && fields.indexOf('@') < 0);
  }

  /**
   * {@return whether it translates addresses by a map, as in {@code dnat to tcp dport map @hosts}}
   * Packets that the map has nothing for go on to the next rule; the others to no later one of the
   * chain.
   */
  public boolean isTranslation() {
    return TRANSLATION.matcher(text).matches();
  }

  /** {@return whether it translates sources, if it translates} */
  public boolean isTranslationOfSource() {
    return keyword().equals("snat") || keyword().equals("masquerade");
  }

  /** {@return what packets have to meet that a translation by a map looks for in it} */
  public List<FieldMatch> needs() {
    ImmutableList.Builder<FieldMatch> needed = ImmutableList.builder();
    Matcher translation = TRANSLATION.matcher(text);
    if (translation.matches()) {
      Matcher protocol = PROTOCOL.matcher(translation.group(1));
      while (protocol.find()) {
        LayerType type = requireNonNull(PROTOCOLS.get(protocol.group(1)));
        needed.add(
            FieldMatch.of(Field.IP_PROTOCOL, Values.single(Field.IP_PROTOCOL, type.protocol())));
      }
    }
    return needed.build();
  }

  /** {@return whether Linux tracks connections for it} */
  public boolean isAboutConnections() {
    return text.matches("(?:.* )?(?:ct|synproxy|flow|masquerade|snat|dnat|redirect)(?: .*)?");
  }

  private static boolean isOneLine(String text) {
    return !text.isBlank() && !Character.isWhitespace(text.charAt(0)) && isBalanced(text, Set.of());
  }

  /**
   * Refuses a text that would not be one block of a script.
   *
   * @param text a text whose last character closes a brace
   * @throws IllegalArgumentException if there are other braces or quotation marks open, or a line
   *     ends outside braces
   */
  public static void requireBlock(String text) {
    String bare = QUOTED.matcher(text).replaceAll("\"\"");
    checkArgument(
        isBalanced(text, Set.of('\n', '\t', ';'))
            && closing(bare) == bare.length() - 1
            && !INCLUSION.matcher(bare).find(),
        "not a block of nftables: %s",
        text.substring(0, Math.min(text.length(), 100)));
  }

  /** {@return where the first brace is closed, −1 if there is none} */
  private static int closing(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (depth == 0 && text.charAt(i) == '}') {
        return i;
      }
    }
    return -1;
  }

  /**
   * {@return whether braces and quotation marks are in pairs, and some characters inside braces}
   */
  private static boolean isBalanced(String text, Set<Character> inside) {
    int depth = 0;
    boolean quoted = false;
    boolean balanced = true;
    for (int i = 0; balanced && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted) {
        balanced = !Character.isISOControl(c);
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        balanced = --depth >= 0;
      } else {
        boolean ends = c == ';' || Character.isISOControl(c);
        balanced =
            c != '#' && c != '\\' && c != '$' && (!ends || (depth > 0 && inside.contains(c)));
      }
    }
    return balanced && !quoted && depth == 0;
  }
}
