package io.nwfilter.netfilter.simulate;

import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What matches ask for and what packets have, in words. */
final class Wording implements Match.Visitor<String> {

  /** How many elements of a set are told. */
  private static final int SHOWN = 8;

  private static final Wording WORDING = new Wording();

  private Wording() {}

  static String wanted(Match match) {
    return match.accept(WORDING);
  }

  /** {@return the name of a field: {@code ethernet source}} */
  static String name(Field field) {
    return field.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** {@return a value of a field} */
  static String value(Field field, Bits value) {
    if (field == Field.CONNECTION_DIRECTION) {
      return value.isZero() ? "ORIGINAL" : "REPLY";
    }
    return switch (field.kind()) {
      case MAC -> new MacAddress(value.low()).toString();
      case IPV4 -> new Ipv4Address((int) value.low()).toString();
      case IPV6 -> new Ipv6Address(value.high(), value.low()).toString();
      case INTERFACE -> value.isZero() ? "none" : value.name();
      case TYPE_AND_CODE -> (value.low() >> 8) + "/" + (value.low() & 0xff);
      case FLAG -> value.isZero() ? "no" : "yes";
      case NAMES -> names(field, value);
      case BITS -> value.toString();
      case NUMBER, NAME -> Long.toUnsignedString(value.low());
    };
  }

  private static String names(Field field, Bits value) {
    return field != Field.CONNECTION_STATE
        ? value.toString()
        : Arrays.stream(TrackedState.values())
            .filter(state -> (state.bit() & value.low()) != 0)
            .map(TrackedState::name)
            .collect(Collectors.joining(","));
  }

  private static String values(Field field, Values values) {
    return values.accept(
        new Values.Visitor<>() {
          @Override
          public String visit(Values.Masked masked) {
            return masked(field, masked);
          }

          @Override
          public String visit(Values.Range range) {
            return value(field, range.low()) + " to " + value(field, range.high());
          }

          @Override
          public String visit(Values.Union union) {
            return union.parts().stream()
                .map(part -> values(field, part))
                .collect(Collectors.joining(", "));
          }
        });
  }

  private static String masked(Field field, Values.Masked masked) {
    String value = value(field, masked.value());
    int length = masked.mask().prefixLength(field.width());
    return switch (field.kind()) {
      case INTERFACE -> length == field.width() ? value : masked.value().name() + "+";
      case NAMES -> value;
      case IPV4, IPV6 ->
          length == field.width()
              ? value
              : value + "/" + (length < 0 ? value(field, masked.mask()) : length);
      case NUMBER, BITS, MAC, NAME, FLAG, TYPE_AND_CODE ->
          length == field.width()
              ? value
              : value
                  + "/"
                  + (field.kind() == FieldKind.MAC ? value(field, masked.mask()) : masked.mask());
    };
  }

  @Override
  public String visit(FieldMatch match) {
    return name(match.field())
        + (match.negated() ? " not " : " ")
        + values(match.field(), match.values());
  }

  @Override
  public String visit(EitherPortMatch match) {
    return (match.negated() ? "neither port " : "a port ")
        + values(Field.SOURCE_PORT, match.ports());
  }

  @Override
  public String visit(GratuitousArpMatch match) {
    return match.negated() ? "ARP that is not gratuitous" : "gratuitous ARP";
  }

  @Override
  public String visit(AmongMatch match) {
    return name(match.field())
        + (match.negated() ? " not" : "")
        + " among "
        + match.members().stream().map(Object::toString).collect(Collectors.joining(","));
  }

  @Override
  public String visit(SetMatch match) {
    return (match.negated() ? "not in set " : "in set ") + match.set() + " " + match.flags();
  }

  @Override
  public String visit(ConnectionLimitMatch match) {
    return (match.negated() ? "at most " : "more than ") + match.above() + " connections";
  }

  @Override
  public String visit(CommentMatch match) {
    return "comment";
  }

  @Override
  public String visit(ExtensionMatch match) {
    return match.extension();
  }

  @Override
  public String visit(OpaqueMatch match) {
    return match.extension();
  }

  @Override
  public String visit(LookupMatch match) {
    String key =
        match.key().stream().map(part -> name(part.field())).collect(Collectors.joining(" . "));
    return key + (match.negated() ? " not in " : " in ") + elements(match);
  }

  private static String elements(LookupMatch match) {
    if (!(match.set() instanceof LookupMatch.Elements.Listed listed)) {
      return match.set().toString();
    }
    String first =
        listed.elements().stream()
            .limit(SHOWN)
            .map(element -> element(match.key(), element))
            .collect(Collectors.joining(", "));
    return "{ " + first + (listed.elements().size() > SHOWN ? ", … }" : " }");
  }

  private static String element(List<Selector> key, SetKey element) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      parts.add(values(key.get(i).field(), element.parts().get(i)));
    }
    return String.join(" . ", parts);
  }

  @Override
  public String visit(CounterMatch match) {
    return "counter";
  }

  @Override
  public String visit(LogMatch match) {
    return "log";
  }

  @Override
  public String visit(StatementMatch match) {
    return match.statement().keyword();
  }
}
