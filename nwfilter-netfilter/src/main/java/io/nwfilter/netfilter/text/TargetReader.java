package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.Target.RejectReason;
import io.nwfilter.netfilter.ruleset.Target.TranslationFlag;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a target of iptables and its options. */
final class TargetReader {

  private static final long ALL = 0xffff_ffffL;
  private static final ImmutableSet<String> MARK_OPTIONS =
      ImmutableSet.of("--set-xmark", "--set-mark", "--and-mark", "--or-mark", "--xor-mark");

  /** Short names of reasons that are read, but not printed. */
  private static final ImmutableMap<String, RejectReason> SHORT_REASONS =
      ImmutableMap.<String, RejectReason>builder()
          .put("net-unreach", RejectReason.NET_UNREACHABLE)
          .put("host-unreach", RejectReason.HOST_UNREACHABLE)
          .put("proto-unreach", RejectReason.PROTOCOL_UNREACHABLE)
          .put("port-unreach", RejectReason.PORT_UNREACHABLE)
          .put("net-prohib", RejectReason.NET_PROHIBITED)
          .put("host-prohib", RejectReason.HOST_PROHIBITED)
          .put("admin-prohib", RejectReason.ADMIN_PROHIBITED)
          .put("no-route", RejectReason.NO_ROUTE)
          .put("adm-prohibited", RejectReason.ADMIN_PROHIBITED)
          .put("addr-unreach", RejectReason.HOST_UNREACHABLE)
          .put("policy-fail", RejectReason.POLICY_FAIL)
          .put("reject-route", RejectReason.REJECT_ROUTE)
          .put("tcp-rst", RejectReason.TCP_RESET)
          .buildOrThrow();

  private final PacketRuleReader reader;
  private final Token name;

  TargetReader(PacketRuleReader reader, Token name) {
    this.reader = reader;
    this.name = name;
  }

  /** {@return the target; empty if it, or what its options say, is not known} */
  Optional<Target> read() {
    return switch (name.text()) {
      case "REJECT" -> Optional.of(reject());
      case "MARK" -> mark();
      case "SNAT" -> translation(TranslationKind.SNAT, "--to-source");
      case "DNAT" -> translation(TranslationKind.DNAT, "--to-destination");
      case "MASQUERADE" -> translation(TranslationKind.MASQUERADE, "--to-ports");
      case "REDIRECT" -> translation(TranslationKind.REDIRECT, "--to-ports");
      default -> ExtensionTable.isKnownTarget(name.text()) ? extension() : Optional.empty();
    };
  }

  private boolean hasOption() {
    return reader.hasNext() && !reader.isOfRule(reader.at);
  }

  private Target reject() {
    if (!hasOption()) {
      return Target.Reject.DEFAULT;
    }
    Token option = reader.next();
    if (!option.is("--reject-with")) {
      throw reader.syntax(option, "'" + option.raw() + "' is not an option of REJECT");
    }
    Token word = reader.wordAfter(option);
    for (RejectReason reason : RejectReason.values()) {
      if (reason.name(reader.family).filter(word.text()::equals).isPresent()) {
        return new Target.Reject(reason);
      }
    }
    RejectReason known = SHORT_REASONS.get(word.text());
    if (known == null || known.name(reader.family).isEmpty()) {
      throw new TextException(
          TextCode.ILLEGAL_OPTION_VALUE,
          "'" + word.text() + "' is not a reason that " + reader.family.tool() + " can give",
          reader.lines.location(word.column()));
    }
    return new Target.Reject(known);
  }

  private Optional<Target> mark() {
    if (!hasOption()) {
      return Optional.empty();
    }
    Token option = reader.next();
    if (!MARK_OPTIONS.contains(option.text())) {
      return Optional.empty();
    }
    Token word = reader.wordAfter(option);
    Optional<Target> mark =
        reader.legal(word, () -> setMark(option.text(), word.text()).map(known -> known));
    return hasOption() ? Optional.empty() : mark;
  }

  /**
   * {@return what an option sets a mark to; empty if it is another option}
   *
   * @param option the option of MARK or CONNMARK, with its hyphens
   * @param word the word after it
   */
  static Optional<Target.SetMark> setMark(String option, String word) {
    if (!MARK_OPTIONS.contains(option)) {
      return Optional.empty();
    }
    long[] number = maskedNumber(word);
    long value = number[0];
    return Optional.of(
        switch (option) {
          case "--set-xmark" -> new Target.SetMark(value, number[1]);
          case "--set-mark" -> new Target.SetMark(value, value | number[1]);
          case "--and-mark" -> new Target.SetMark(0, ~value & ALL);
          case "--or-mark" -> new Target.SetMark(value, value);
          default -> new Target.SetMark(value, 0);
        });
  }

  private static long[] maskedNumber(String text) {
    int slash = text.indexOf('/');
    long value = NumberForms.parse(Field.MARK, slash < 0 ? text : text.substring(0, slash));
    long mask = slash < 0 ? ALL : NumberForms.parse(Field.MARK, text.substring(slash + 1));
    return new long[] {value, mask};
  }

  private Optional<Target> translation(TranslationKind kind, String wanted) {
    Optional<AddressSpan> addresses = Optional.empty();
    Optional<PortSpan> ports = Optional.empty();
    Set<TranslationFlag> flags = EnumSet.noneOf(TranslationFlag.class);
    while (hasOption()) {
      Token option = reader.next();
      if (option.is(wanted) && addresses.isEmpty() && ports.isEmpty()) {
        String text = reader.wordAfter(option).text();
        boolean onlyPorts = wanted.equals("--to-ports");
        int colon = onlyPorts ? -1 : portColon(text);
        String portText = onlyPorts ? text : colon < 0 ? "" : text.substring(colon + 1);
        String addressText = onlyPorts ? "" : colon < 0 ? text : text.substring(0, colon);
        if (portText.indexOf('/') >= 0) {
          return Optional.empty(); // ports that keep their distance from a base
        }
        ports = reader.legal(option, () -> ports(portText));
        addresses = reader.legal(option, () -> addresses(addressText));
      } else if (!addFlag(option, flags)) {
        return Optional.empty();
      }
    }
    if (!wanted.equals("--to-ports") && addresses.isEmpty() && ports.isEmpty()) {
      throw reader.syntax(name, "the target " + kind + " needs " + wanted);
    }
    return Optional.of(AddressTranslation.of(kind, addresses, ports, flags));
  }

  private static boolean addFlag(Token option, Set<TranslationFlag> flags) {
    for (TranslationFlag flag : TranslationFlag.values()) {
      if (option.is("--" + flag.option())) {
        return flags.add(flag);
      }
    }
    return false;
  }

  /** {@return where the ports begin: after the addresses, which in IPv6 have brackets then} */
  private int portColon(String text) {
    if (reader.family == Family.IPV6) {
      int bracket = text.lastIndexOf("]:");
      return text.startsWith(":") && !text.startsWith("::") ? 0 : bracket < 0 ? -1 : bracket + 1;
    }
    return text.indexOf(':');
  }

  private static Optional<PortSpan> ports(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int hyphen = text.indexOf('-');
    int first = port(hyphen < 0 ? text : text.substring(0, hyphen));
    return Optional.of(new PortSpan(first, hyphen < 0 ? first : port(text.substring(hyphen + 1))));
  }

  private static int port(String text) {
    return (int) NumberForms.parse(Field.SOURCE_PORT, text);
  }

  /** Reads addresses, which in IPv6 have brackets around them where ports follow. */
  private Optional<AddressSpan> addresses(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean brackets = text.length() > 2 && text.startsWith("[") && text.endsWith("]");
    String inside = brackets ? text.substring(1, text.length() - 1) : text;
    int hyphen = inside.indexOf('-');
    IpAddress first = address(hyphen < 0 ? inside : inside.substring(0, hyphen));
    return Optional.of(
        new AddressSpan(first, hyphen < 0 ? first : address(inside.substring(hyphen + 1))));
  }

  private IpAddress address(String text) {
    return reader.family == Family.IPV4
        ? Ipv4Address.parseDottedQuad(text)
        : Ipv6Address.parse(text);
  }

  private Optional<Target> extension() {
    List<OptionUse> uses = new ArrayList<>();
    boolean ambiguous = false;
    while (hasOption()) {
      boolean negated = reader.takeNegation();
      Token option = reader.hasNext() ? reader.next() : name;
      String word = option.text().startsWith("--") ? option.text().substring(2) : "";
      Optional<OptionShape> shape = ExtensionTable.targetOption(name.text(), word);
      if (shape.isEmpty() && ambiguous) {
        throw reader.syntax(option, "'" + option.raw() + "' is not known here");
      } else if (shape.isEmpty()) {
        return Optional.empty();
      }
      // Such as a prefix -m; kept word for word, the target would end there.
      ambiguous |= shape.get().words() > 0 && reader.hasNext() && !hasOption();
      ImmutableList<String> words = reader.words(option, shape.get().words());
      uses.add(reader.legal(option, () -> new OptionUse(word, negated, words)));
    }
    return Optional.of(new Target.ExtensionTarget(name.text(), ImmutableList.copyOf(uses)));
  }
}
