package io.nwfilter.netfilter.nft;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.RejectReason;
import io.nwfilter.netfilter.ruleset.Target.TranslationFlag;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.text.InexpressibleException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the last statement of a rule; nothing for one that only goes on. */
final class TargetText implements Target.Visitor<String> {

  private static final long ALL_BITS = 0xffff_ffffL;

  private final NftFamily family;
  private final Established established;
  private final boolean alone;

  /**
   * Creates a writer.
   *
   * @param established what the matches have established
   * @param alone whether no statement is before it
   */
  TargetText(NftFamily family, Established established, boolean alone) {
    this.family = family;
    this.established = established;
    this.alone = alone;
  }

  @Override
  public String visit(Target.Verdict target) {
    return target == Target.Verdict.CONTINUE && !alone
        ? ""
        : target.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String visit(Target.Jump target) {
    return "jump " + target.chain();
  }

  @Override
  public String visit(Target.Goto target) {
    return "goto " + target.chain();
  }

  @Override
  public String visit(Target.Reject target) {
    RejectReason reason = target.reason();
    if (reason == RejectReason.TCP_RESET) {
      return "reject with tcp reset";
    }
    return switch (family) {
      case IP -> ofOne(reason, "icmp " + ofIcmp(reason));
      case IP6 -> ofOne(reason, "icmpv6 " + ofIcmpv6(reason));
      case INET, BRIDGE -> "reject" + ofBoth(reason);
    };
  }

  private static String ofOne(RejectReason reason, String words) {
    return reason == RejectReason.PORT_UNREACHABLE ? "reject" : "reject with " + words;
  }

  /** nft lists a reason by the header that the rule has established. */
  private String ofBoth(RejectReason reason) {
    if (established.has(Header.IPV4)) {
      return " with icmp " + ofIcmp(reason);
    }
    if (established.has(Header.IPV6)) {
      return " with icmpv6 " + ofIcmpv6(reason);
    }
    if (reason == RejectReason.PORT_UNREACHABLE) {
      return "";
    }
    String name = RejectReasons.BOTH.inverse().get(reason);
    if (name == null) {
      throw new InexpressibleException("nft has no " + reason + " for both IPv4 and IPv6");
    }
    return " with icmpx " + name;
  }

  private static String ofIcmp(RejectReason reason) {
    String name = RejectReasons.ICMP.inverse().get(reason);
    return required(name, reason, Family.IPV4);
  }

  private static String ofIcmpv6(RejectReason reason) {
    String name = RejectReasons.ICMPV6.inverse().get(reason);
    return required(name, reason, Family.IPV6);
  }

  private static String required(@Nullable String name, RejectReason reason, Family packets) {
    if (name == null) {
      throw new InexpressibleException("nft has no " + reason + " for " + packets);
    }
    return name;
  }

  @Override
  public String visit(Target.AddressTranslation target) {
    StringBuilder text = new StringBuilder(target.kind().name().toLowerCase(Locale.ROOT));
    if (target.addresses().isPresent() && family == NftFamily.INET) {
      boolean ipv4 = isIpv4(target.addresses().get().first());
      if (!established.has(ipv4 ? Header.IPV4 : Header.IPV6)) {
        throw new InexpressibleException(
            "nft translates to " + target.addresses().get() + " only what is of its family");
      }
      text.append(ipv4 ? " ip" : " ip6");
    }
    if (target.addresses().isPresent() || target.ports().isPresent()) {
      text.append(" to ");
      target
          .addresses()
          .ifPresent(span -> text.append(addresses(span, target.ports().isPresent())));
      target.ports().ifPresent(span -> text.append(':').append(span));
    }
    return text.append(flags(target)).toString();
  }

  private static boolean isIpv4(IpAddress address) {
    return address instanceof Ipv4Address;
  }

  private static String addresses(AddressSpan span, boolean withPorts) {
    boolean brackets = withPorts && !isIpv4(span.first());
    String first = brackets ? "[" + span.first() + "]" : span.first().toString();
    String last = brackets ? "[" + span.last() + "]" : span.last().toString();
    return span.first().equals(span.last()) ? first : first + "-" + last;
  }

  private static String word(TranslationFlag flag) {
    return switch (flag) {
      case RANDOM -> "random";
      case RANDOM_FULLY -> "fully-random";
      case PERSISTENT -> "persistent";
    };
  }

  @Override
  public String visit(Target.SetMark target) {
    long value = target.value();
    long kept = ~target.mask() & ALL_BITS;
    if (kept == 0) {
      return "meta mark set " + mark(value);
    }
    String marked = "meta mark set meta mark";
    if ((value & kept) != 0) {
      return marked + (kept == ALL_BITS ? "" : " & " + mark(kept)) + " ^ " + mark(value);
    }
    long and = kept | value;
    return marked
        + (and == ALL_BITS ? "" : " & " + mark(and))
        + (value == 0 && and != ALL_BITS ? "" : " | " + mark(value));
  }

  private static String mark(long value) {
    return String.format(Locale.ROOT, "0x%08x", value);
  }

  @Override
  public String visit(VerdictMapTarget target) {
    List<Expression> key = RuleText.key(target.key(), established);
    if (target.translation().isPresent()) {
      return translation(key, target.translation().get(), target);
    }
    String map =
        target.map() instanceof VerdictMapTarget.Entries.Listed listed
            ? "{ "
                + listed.entries().entrySet().stream()
                    .map(
                        entry ->
                            RuleText.element(key, entry.getKey())
                                + " : "
                                + verdict(entry.getValue()))
                    .collect(Collectors.joining(", "))
                + " }"
            : target.map().toString();
    return RuleText.selectors(key) + " vmap " + map;
  }

  /** {@return a translation to what a map has} */
  private String translation(
      List<Expression> key, Target.AddressTranslation kind, VerdictMapTarget target) {
    StringBuilder text = new StringBuilder(kind.kind().name().toLowerCase(Locale.ROOT));
    boolean both = kind.addresses().isPresent() && kind.ports().isPresent();
    if (kind.addresses().isPresent() && (both || family == NftFamily.INET)) {
      text.append(isIpv4(kind.addresses().get().first()) ? " ip" : " ip6");
    }
    text.append(kind.addresses().isPresent() ? " to " : " to :")
        .append(RuleText.selectors(key))
        .append(" map { ")
        .append(
            ((VerdictMapTarget.Entries.Listed) target.map())
                .entries().entrySet().stream()
                    .map(
                        entry ->
                            RuleText.element(key, entry.getKey())
                                + " : "
                                + data((Target.AddressTranslation) entry.getValue()))
                    .collect(Collectors.joining(", ")))
        .append(" }");
    return text.append(flags(kind)).toString();
  }

  private static String data(Target.AddressTranslation target) {
    return Stream.concat(
            target.addresses().map(span -> addresses(span, false)).stream(),
            target.ports().map(PortSpan::toString).stream())
        .collect(Collectors.joining(" . "));
  }

  private static String flags(Target.AddressTranslation target) {
    return target.flags().isEmpty()
        ? ""
        : " " + target.flags().stream().map(TargetText::word).collect(Collectors.joining(","));
  }

  /** {@return the verdict of an element of a map} */
  static String verdict(Target target) {
    if (target instanceof Target.Jump jump) {
      return "jump " + jump.chain();
    }
    return target instanceof Target.Goto go
        ? "goto " + go.chain()
        : ((Target.Verdict) target).name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String visit(StatementTarget target) {
    return target.statement().text();
  }

  @Override
  public String visit(Target.FrameMark target) {
    throw refusal(target);
  }

  @Override
  public String visit(Target.MacTranslation target) {
    throw refusal(target);
  }

  @Override
  public String visit(Target.ArpReply target) {
    throw refusal(target);
  }

  @Override
  public String visit(Target.ExtensionTarget target) {
    throw refusal(target);
  }

  @Override
  public String visit(Target.OpaqueTarget target) {
    throw refusal(target);
  }

  private static InexpressibleException refusal(Target target) {
    return new InexpressibleException("nft has no statement for " + target);
  }
}
