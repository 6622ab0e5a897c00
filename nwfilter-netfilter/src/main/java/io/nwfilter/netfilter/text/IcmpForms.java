package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableBiMap;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.IcmpValues;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Range;
import io.nwfilter.netfilter.packet.Values.Union;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Forms of messages of ICMP and ICMPv6: types and codes. */
final class IcmpForms {

  private IcmpForms() {}

  /** One type and all its codes or one of them, or any message, as iptables accepts it. */
  static final ValueForm ICMP = new Message(KnownNames.ICMP_MESSAGES, true);

  /** One type and all its codes or one of them, as ip6tables accepts it. */
  static final ValueForm ICMPV6 = new Message(KnownNames.ICMPV6_MESSAGES, false);

  /** Ranges of types and codes, as ebtables accepts them for ICMP. */
  static final ValueForm ICMP_RANGES = new Box(KnownNames.ICMP_MESSAGES);

  /** Ranges of types and codes, as ebtables accepts them for ICMPv6. */
  static final ValueForm ICMPV6_RANGES = new Box(KnownNames.ICMPV6_MESSAGES);

  private static Values box(Interval types, Interval codes) {
    return IcmpValues.box(types.first(), types.last(), codes.first(), codes.last());
  }

  /**
   * Numbers between two, 0 to 255.
   *
   * @param first the first
   * @param last the last
   */
  record Interval(int first, int last) {

    static final Interval ALL = new Interval(0, 255);

    boolean isSingle() {
      return first == last;
    }

    boolean isAll() {
      return equals(ALL);
    }

    static Interval parse(String text) {
      Field octet = Field.IGMP_TYPE; // any field of eight bits
      int colon = text.indexOf(':');
      int first =
          (int)
              (colon == 0
                  ? 0
                  : NumberForms.parse(octet, colon < 0 ? text : text.substring(0, colon)));
      int last =
          colon < 0
              ? first
              : colon == text.length() - 1
                  ? 255
                  : (int) NumberForms.parse(octet, text.substring(colon + 1));
      if (last < first) {
        throw new IllegalValueException(text, "a range in ascending order");
      }
      return new Interval(first, last);
    }

    void appendTo(StringBuilder out) {
      out.append(first);
      if (!isSingle()) {
        out.append(':').append(last);
      }
    }
  }

  /** Types and codes of one message or several. */
  private record Messages(Interval types, Interval codes) {

    /** {@return the ranges that a set is the product of, or null if it is not one} */
    static @Nullable Messages of(Field field, Values values) {
      if (values instanceof Union union) {
        return product(field, union);
      }
      if (values instanceof Range range) {
        return range.low().equals(range.high())
            ? null
            : span((int) range.low().low(), (int) range.high().low());
      }
      Masked masked = (Masked) values;
      if (masked.isEmpty()) {
        return null;
      }
      int value = (int) masked.value().low();
      if (masked.mask().equals(Bits.of(0xff00))) {
        return new Messages(new Interval(value >> 8, value >> 8), Interval.ALL);
      }
      return masked.isSingle(field.width()) ? span(value, value) : null;
    }

    private static @Nullable Messages span(int low, int high) {
      Interval types = new Interval(low >> 8, high >> 8);
      Interval codes = new Interval(low & 0xff, high & 0xff);
      if (low > high) {
        return null;
      }
      return types.isSingle() || codes.isAll() ? new Messages(types, codes) : null;
    }

    private static @Nullable Messages product(Field field, Union union) {
      Messages first = union.parts().isEmpty() ? null : of(field, union.parts().get(0));
      if (first == null) {
        return null;
      }
      int last = first.types.first() + union.parts().size() - 1;
      Messages whole = new Messages(new Interval(first.types.first(), last), first.codes);
      return last <= 255 && box(whole.types, whole.codes).equals(union) ? whole : null;
    }

    String key(String beforeCode) {
      return codes.isAll() ? "" + types.first() : types.first() + beforeCode + codes.first();
    }
  }

  private static @Nullable Messages named(ImmutableBiMap<String, String> names, String text) {
    String key = names.inverse().get(text);
    if (key == null) {
      return null;
    }
    int slash = key.indexOf('/');
    int type = Integer.parseInt(slash < 0 ? key : key.substring(0, slash));
    int code = slash < 0 ? 0 : Integer.parseInt(key.substring(slash + 1));
    return new Messages(
        new Interval(type, type), slash < 0 ? Interval.ALL : new Interval(code, code));
  }

  private record Message(ImmutableBiMap<String, String> names, boolean any) implements ValueForm {

    private static final int ANY_TYPE = 255;
    private static final Values EVERY = Values.range(0, 0xffff);

    @Override
    public boolean takes(Field field, Values values) {
      if (any && (values.equals(EVERY) || despite(values).isPresent())) {
        return true;
      }
      Messages messages = Messages.of(field, values);
      return messages != null
          && messages.types.isSingle()
          && (messages.codes.isSingle() || messages.codes.isAll())
          && !(any && messages.types.first() == ANY_TYPE && messages.codes.isAll());
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      if (any && values.equals(EVERY)) {
        out.append(spelling == Spelling.SAVE ? "any" : "255");
        return;
      }
      String beforeCode = spelling == Spelling.LISTING ? " code " : "/";
      OptionalInt despite = any ? despite(values) : OptionalInt.empty();
      if (despite.isPresent()) {
        out.append(ANY_TYPE).append(beforeCode).append(despite.getAsInt());
        return;
      }
      Messages messages = Messages.of(field, values);
      if (messages != null) {
        out.append(messages.key(beforeCode));
      }
    }

    /** {@return the code that was given with the type that means any} */
    private static OptionalInt despite(Values values) {
      if (values instanceof Union union
          && union.parts().size() == 2
          && union.parts().get(1) instanceof Masked code
          && IcmpValues.allDespite((int) code.value().low() & 0xff).equals(values)) {
        return OptionalInt.of((int) code.value().low() & 0xff);
      }
      return OptionalInt.empty();
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      return read(field, words, ToolVersion.V1_8_9);
    }

    @Override
    public Optional<Values> read(Field field, List<String> words, ToolVersion tools) {
      String text = words.get(0);
      if (any && text.equals("any")) {
        return Optional.of(EVERY);
      }
      Messages known = named(names, text);
      if (known != null) {
        return Optional.of(box(known.types, known.codes));
      }
      int slash = text.indexOf('/');
      Interval types = Interval.parse(slash < 0 ? text : text.substring(0, slash));
      Interval codes = slash < 0 ? Interval.ALL : Interval.parse(text.substring(slash + 1));
      if (!types.isSingle() || (slash >= 0 && !codes.isSingle())) {
        throw new IllegalValueException(text, "an ICMP type or TYPE/CODE");
      }
      // To iptables, the type 255 means any type, to some versions whatever the code.
      if (any && types.first() == ANY_TYPE && slash < 0) {
        return Optional.of(EVERY);
      }
      if (any && types.first() == ANY_TYPE && tools.ignoresCodeOfIcmp255()) {
        return Optional.of(IcmpValues.allDespite(codes.first()));
      }
      return Optional.of(box(types, codes));
    }
  }

  private record Box(ImmutableBiMap<String, String> names) implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return Messages.of(field, values) != null;
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      Messages messages = Messages.of(field, values);
      if (messages == null) {
        return;
      }
      if (spelling == Spelling.RESTORE) {
        out.append(messages.types.first()).append(':').append(messages.types.last()).append('/');
        out.append(messages.codes.first()).append(':').append(messages.codes.last());
        return;
      }
      boolean one =
          messages.types.isSingle() && (messages.codes.isSingle() || messages.codes.isAll());
      String name = one ? names.get(messages.key("/")) : null;
      if (name != null) {
        out.append(name);
        return;
      }
      messages.types.appendTo(out);
      messages.codes.appendTo(out.append('/'));
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      if (text.equals("any")) {
        return Optional.of(box(Interval.ALL, Interval.ALL));
      }
      Messages known = named(names, text);
      if (known != null) {
        return Optional.of(box(known.types, known.codes));
      }
      int slash = text.indexOf('/');
      Interval types = Interval.parse(slash < 0 ? text : text.substring(0, slash));
      Interval codes = slash < 0 ? Interval.ALL : Interval.parse(text.substring(slash + 1));
      return Optional.of(box(types, codes));
    }
  }
}
