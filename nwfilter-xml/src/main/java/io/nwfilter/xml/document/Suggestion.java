package io.nwfilter.xml.document;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.value.ConnectionState;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the author of a value that an attribute does not take most likely meant. Each form is only
 * suggested if it is legal.
 *
 * @param protocol the element
 * @param spec the attribute's row
 * @param text the value
 */
record Suggestion(Protocol protocol, AttributeSpec<?> spec, String text) {

  /** The variables that libvirt itself gives values. */
  private static final ImmutableSet<String> KNOWN_VARIABLES = ImmutableSet.of("IP", "MAC");

  /** Longer values are not slips. */
  private static final int MAX_LENGTH = 200;

  /** Ports by the names of their services (IANA, Service Name and Port Number Registry). */
  private static final ImmutableMap<String, Integer> SERVICES =
      ImmutableMap.<String, Integer>builder()
          .put("ftp-data", 20)
          .put("ftp", 21)
          .put("ssh", 22)
          .put("telnet", 23)
          .put("smtp", 25)
          .put("domain", 53)
          .put("dns", 53)
          .put("bootps", 67)
          .put("bootpc", 68)
          .put("tftp", 69)
          .put("http", 80)
          .put("www", 80)
          .put("kerberos", 88)
          .put("pop3", 110)
          .put("sunrpc", 111)
          .put("ntp", 123)
          .put("netbios-ns", 137)
          .put("netbios-ssn", 139)
          .put("imap", 143)
          .put("snmp", 161)
          .put("bgp", 179)
          .put("ldap", 389)
          .put("https", 443)
          .put("microsoft-ds", 445)
          .put("submissions", 465)
          .put("syslog", 514)
          .put("dhcpv6-client", 546)
          .put("dhcpv6-server", 547)
          .put("submission", 587)
          .put("ldaps", 636)
          .put("domain-s", 853)
          .put("imaps", 993)
          .put("pop3s", 995)
          .put("nfs", 2049)
          .put("mysql", 3306)
          .put("ms-wbt-server", 3389)
          .put("rdp", 3389)
          .put("postgresql", 5432)
          .put("vnc", 5900)
          .put("redis", 6379)
          .buildOrThrow();

  /** ICMP types (RFC 792) by the names that iptables gives them. */
  private static final ImmutableMap<String, Integer> ICMP_TYPES =
      ImmutableMap.<String, Integer>builder()
          .put("echo-reply", 0)
          .put("pong", 0)
          .put("destination-unreachable", 3)
          .put("redirect", 5)
          .put("echo-request", 8)
          .put("ping", 8)
          .put("router-advertisement", 9)
          .put("router-solicitation", 10)
          .put("time-exceeded", 11)
          .put("parameter-problem", 12)
          .put("timestamp-request", 13)
          .put("timestamp-reply", 14)
          .buildOrThrow();

  /** ICMPv6 types (RFC 4443, RFC 4861) by the names that ip6tables gives them. */
  private static final ImmutableMap<String, Integer> ICMPV6_TYPES =
      ImmutableMap.<String, Integer>builder()
          .put("destination-unreachable", 1)
          .put("packet-too-big", 2)
          .put("time-exceeded", 3)
          .put("parameter-problem", 4)
          .put("echo-request", 128)
          .put("ping", 128)
          .put("echo-reply", 129)
          .put("router-solicitation", 133)
          .put("router-advertisement", 134)
          .put("neighbour-solicitation", 135)
          .put("neighbor-solicitation", 135)
          .put("neighbour-advertisement", 136)
          .put("neighbor-advertisement", 136)
          .put("redirect", 137)
          .buildOrThrow();

  /** What other packet filters call actions and directions. */
  private static final ImmutableMap<String, String> OTHER_WORDS =
      ImmutableMap.<String, String>builder()
          .put("allow", "accept")
          .put("pass", "accept")
          .put("permit", "accept")
          .put("block", "drop")
          .put("deny", "drop")
          .put("discard", "drop")
          .put("input", "in")
          .put("ingress", "in")
          .put("incoming", "in")
          .put("output", "out")
          .put("egress", "out")
          .put("outgoing", "out")
          .put("both", "inout")
          .put("any", "inout")
          .put("all", "inout")
          .buildOrThrow();

  /** {@return what to write instead, to be put after the message; empty if nothing is likely} */
  String orNothing() {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return "";
    }
    return Stream.<Supplier<Optional<String>>>of(
            this::spelling,
            this::negation,
            this::mask,
            this::list,
            this::range,
            this::otherVersion,
            this::number,
            this::nearestName,
            this::variable)
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst()
        .map(suggestion -> "; write " + suggestion)
        .orElse("");
  }

  /** {@return what to write instead of a word that is not one of an enum's} */
  static String orNothing(String text, Enum<?>[] known) {
    return orNothing(text, Arrays.stream(known).map(Enum::toString).toList());
  }

  /** {@return what to write instead of a word that is not one of those that are known} */
  static String orNothing(String text, Collection<String> words) {
    String lower = Ascii.toLowerCase(text.strip());
    String other = OTHER_WORDS.getOrDefault(lower, lower);
    return Optional.of(other)
        .filter(words::contains)
        .or(() -> NearestName.of(lower, words))
        .map(word -> "; write '" + word + "'")
        .orElse("");
  }

  private String name() {
    return spec.attribute().xmlName();
  }

  private boolean isLegal(String value) {
    return isLegal(spec, value);
  }

  private static boolean isLegal(AttributeSpec<?> row, String value) {
    try {
      row.parse(value);
      return true;
    } catch (IllegalValueException e) {
      return false;
    }
  }

  /** {@return whether the element has an attribute that takes a value} */
  private boolean isLegal(String attribute, String value) {
    return protocol.attribute(attribute).filter(row -> isLegal(row, value)).isPresent();
  }

  private static String assignment(String attribute, String value) {
    return attribute + "='" + value + "'";
  }

  /** Blanks, capital letters, and hyphens or dots in MAC addresses. */
  private Optional<String> spelling() {
    String stripped = text.strip();
    return Stream.of(
            stripped,
            Ascii.toLowerCase(stripped),
            Ascii.toUpperCase(stripped),
            stripped.replace('-', ':'),
            ciscoMac(stripped))
        .filter(value -> !value.equals(text) && isLegal(value))
        .findFirst()
        .map(value -> assignment(name(), value));
  }

  /** {@return {@code 5254.009f.8045} as other tools write it} */
  private static String ciscoMac(String value) {
    String digits = CharMatcher.is('.').removeFrom(value);
    return digits.length() == 12 && digits.length() == value.length() - 2
        ? String.join(":", Splitter.fixedLength(2).split(digits))
        : value;
  }

  private Optional<String> negation() {
    if (!text.startsWith("!")) {
      return Optional.empty();
    }
    String value = text.substring(1).strip();
    return isLegal(value)
        ? Optional.of("match='no' " + assignment(name(), value))
        : Optional.empty();
  }

  private Optional<String> mask() {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String mask = name().replace("addr", "mask");
    String address = text.substring(0, slash).strip();
    String length = text.substring(slash + 1).strip();
    return isLegal(address) && isLegal(mask, length)
        ? Optional.of(assignment(name(), address) + " " + assignment(mask, length))
        : Optional.empty();
  }

  private Optional<String> list() {
    List<String> values =
        Splitter.on(CharMatcher.anyOf(",; ")).trimResults().omitEmptyStrings().splitToList(text);
    return values.size() > 1 && values.stream().allMatch(this::isLegalAlone)
        ? Optional.of(
            "a rule for each value, or a variable that has them as a list: "
                + assignment(name(), "$LIST"))
        : Optional.empty();
  }

  private boolean isLegalAlone(String value) {
    return isLegal(value) || numberOf(value).isPresent();
  }

  /** Ports and numbers have a start and an end, addresses have attributes for both. */
  private Optional<String> range() {
    List<String> ends =
        Splitter.on(CharMatcher.anyOf(text.indexOf('-') >= 0 ? "-" : ":"))
            .trimResults()
            .splitToList(text);
    if (ends.size() != 2) {
      return Optional.empty();
    }
    String start = name().endsWith("addr") ? name().replace("addr", "from") : name();
    String end =
        name().endsWith("addr") ? name().replace("addr", "to") : name().replaceAll("start$", "end");
    return !end.equals(start) && isLegal(start, ends.get(0)) && isLegal(end, ends.get(1))
        ? Optional.of(assignment(start, ends.get(0)) + " " + assignment(end, ends.get(1)))
        : Optional.empty();
  }

  /** An address of the other version of IP belongs in another element. */
  private Optional<String> otherVersion() {
    if (!name().contains("ip")) {
      return Optional.empty();
    }
    String address = Splitter.on(CharMatcher.anyOf("/-")).splitToList(text).get(0);
    boolean other =
        isIpv6()
            ? isAddress(() -> Ipv4Address.parse(address))
            : isAddress(() -> Ipv6Address.parse(address));
    return other ? counterpart().map(element -> "it in <" + element + ">") : Optional.empty();
  }

  private boolean isIpv6() {
    return protocol.layer() == Layer.IPV6 || protocol == Protocol.IPV6;
  }

  private static boolean isAddress(Runnable parse) {
    try {
      parse.run();
      return true;
    } catch (IllegalValueException e) {
      return false;
    }
  }

  private Optional<Protocol> counterpart() {
    String own = protocol.toString();
    return switch (protocol) {
      case IP -> Optional.of(Protocol.IPV6);
      case IPV6 -> Optional.of(Protocol.IP);
      case ICMP -> Optional.of(Protocol.ICMPV6);
      case ICMPV6 -> Optional.of(Protocol.ICMP);
      default ->
          Protocol.of(isIpv6() ? own.replace("-ipv6", "") : own + "-ipv6")
              .filter(found -> found != protocol);
    };
  }

  private Optional<String> number() {
    return numberOf(text).map(number -> assignment(name(), number));
  }

  private Optional<String> numberOf(String word) {
    String lower = Ascii.toLowerCase(word.strip());
    Integer number = null;
    if (name().contains("port")) {
      number = SERVICES.get(lower);
    } else if (name().startsWith("type")) {
      number =
          (protocol == Protocol.ICMPV6 || protocol == Protocol.IPV6 ? ICMPV6_TYPES : ICMP_TYPES)
              .get(lower);
    }
    return Optional.ofNullable(number).map(String::valueOf);
  }

  /** {@code ${IP}}, {@code %IP} or {@code IP}; without a mark, other words are rather misspelt. */
  private Optional<String> variable() {
    String variable = CharMatcher.anyOf("${}%").removeFrom(text);
    boolean marked = text.startsWith("$") || text.startsWith("%");
    boolean likely =
        marked
            || KNOWN_VARIABLES.contains(variable)
            || (name().contains("port") && variable.matches("[A-Z][A-Z0-9_]+"));
    return likely && isLegal("$" + variable)
        ? Optional.of(assignment(name(), "$" + variable))
        : Optional.empty();
  }

  private Optional<String> nearestName() {
    return NearestName.of(text, words()).map(near -> assignment(name(), near));
  }

  private Iterable<String> words() {
    return spec.attribute() == Attributes.STATE
        ? Iterables.transform(EnumSet.allOf(ConnectionState.class), ConnectionState::name)
        : spec.type().names();
  }
}
