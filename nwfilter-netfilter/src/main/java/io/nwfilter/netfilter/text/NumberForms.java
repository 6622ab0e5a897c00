package io.nwfilter.netfilter.text;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Range;
import io.nwfilter.netfilter.packet.Values.Union;
import java.util.List;
import java.util.Optional;

/** Forms of numbers: single ones, ranges, lists, values under a mask. All have at most 64 bits. */
final class NumberForms {

  private static final Splitter COMMA = Splitter.on(',');

  private NumberForms() {}

  /** A single number in decimal. */
  static final ValueForm DECIMAL = new Single(10, "", 1, false, 0);

  /** A single number in hexadecimal, with as few digits as it needs. */
  static final ValueForm HEX = new Single(16, "0x", 1, false, 0);

  /** A single octet in hexadecimal, with two digits where the tool prints it. */
  static final ValueForm OCTET = new Single(16, "0x", 2, false, 0);

  /** The same, with letters in upper case where the tool prints it. */
  static final ValueForm UPPER_OCTET = new Single(16, "0x", 2, true, 0);

  /** Two octets in hexadecimal, with four digits where the tool prints it. */
  static final ValueForm TWO_OCTETS = new Single(16, "0x", 4, false, 0);

  /** A single number in decimal, not zero. */
  static final ValueForm POSITIVE = new Single(10, "", 1, false, 1);

  /** A number or a range of two with a colon between, in decimal. */
  static final ValueForm RANGE = new Spans(':', false, false);

  /** A number or a range of two with a colon between, in which the ends may be in any order. */
  static final ValueForm ANY_RANGE = new Spans(':', false, true);

  /** A number or a range of two with a hyphen between. */
  static final ValueForm HYPHEN_RANGE = new Spans('-', false, false);

  /** The numbers below one that is given. */
  static final ValueForm BELOW = new Bound(true);

  /** The numbers above one that is given. */
  static final ValueForm ABOVE = new Bound(false);

  /** Numbers and ranges separated by commas. */
  static final ValueForm LIST = new Spans(':', true, false);

  /** A number in hexadecimal, with a mask after a slash unless all bits count. */
  static final ValueForm MASKED = new MaskedNumber(false);

  /** An octet with two digits and a mask after a slash in any case. */
  static final ValueForm MASKED_OCTET = new MaskedNumber(true);

  /** The upper six bits of an octet, as a number of their own. */
  static final ValueForm UPPER_SIX = new UpperSix();

  /** 1 where an option is given, without an argument. */
  static final ValueForm FLAG = new Flag(1);

  /** 0 where an option is given, without an argument. */
  static final ValueForm ZERO_FLAG = new Flag(0);

  static boolean isSingle(Field field, Values values) {
    return values instanceof Masked masked && masked.isSingle(field.width());
  }

  static long single(Values values) {
    return ((Masked) values).value().low();
  }

  /** Reads a decimal, hexadecimal (0x) or octal (0) number, as the tools do, that a field holds. */
  static long parse(Field field, String text) {
    return parse(field, text, 0);
  }

  static long parse(Field field, String text, int radix) {
    long number;
    try {
      number = digits(text, radix);
    } catch (NumberFormatException e) {
      throw illegal(field, text, radix);
    }
    if (number < 0 || !Bits.of(number).fits(field.width())) {
      throw illegal(field, text, radix);
    }
    return number;
  }

  private static long digits(String text, int radix) {
    if (text.isEmpty()
        || text.charAt(0) == '-'
        || text.charAt(0) == '+'
        || !CharMatcher.ascii().matchesAllOf(text)) { // Java takes the digits of other scripts, too
      throw new NumberFormatException(text);
    }
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    if (hex && (radix == 0 || radix == 16)) {
      String rest = text.substring(2);
      if (rest.isEmpty() || rest.charAt(0) == '-' || rest.charAt(0) == '+') {
        throw new NumberFormatException(text);
      }
      return Long.parseLong(rest, 16);
    }
    boolean octal = radix == 0 && text.length() > 1 && text.charAt(0) == '0';
    return Long.parseLong(text, octal ? 8 : radix == 0 ? 10 : radix);
  }

  private static IllegalValueException illegal(Field field, String text, int radix) {
    long last = field.width() >= 63 ? Long.MAX_VALUE : (1L << field.width()) - 1;
    return new IllegalValueException(
        text, "a" + (radix == 16 ? " hexadecimal" : "") + " number from 0 to " + last);
  }

  private record Single(int radix, String prefix, int digits, boolean upperCase, long least)
      implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return isSingle(field, values) && single(values) >= least;
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      String number = Long.toString(single(values), radix);
      out.append(prefix);
      if (spelling == Spelling.RESTORE) {
        out.append(number);
        return;
      }
      out.append("0".repeat(Math.max(0, digits - number.length())));
      out.append(upperCase ? Ascii.toUpperCase(number) : number);
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      long number = parse(field, words.get(0), radix == 16 ? 16 : 0);
      if (number < least) {
        throw illegal(field, words.get(0), radix);
      }
      return Optional.of(Values.single(field, number));
    }
  }

  private record Spans(char separator, boolean list, boolean anyOrder) implements ValueForm {

    /** The longest list (iptables-extensions(8), multiport). */
    private static final int MAX_PORTS = 15;

    @Override
    public boolean takes(Field field, Values values) {
      if (values instanceof Union union) {
        return list
            && union.parts().size() > 1
            && ports(union.parts()) <= MAX_PORTS
            && union.parts().stream().allMatch(part -> isSpan(field, part));
      }
      return isSpan(field, values);
    }

    /** {@return how many ports they are in a list, where a range counts as two} */
    private static long ports(List<Values> parts) {
      return parts.size() + parts.stream().filter(Range.class::isInstance).count();
    }

    private boolean isSpan(Field field, Values values) {
      return isSingle(field, values)
          || (values instanceof Range range
              && (anyOrder || range.low().compareTo(range.high()) < 0)
              && !range.low().equals(range.high()));
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      if (values instanceof Union union) {
        String comma = "";
        for (Values part : union.parts()) {
          out.append(comma);
          span(part, out);
          comma = ",";
        }
      } else {
        span(values, out);
      }
    }

    private void span(Values values, StringBuilder out) {
      if (values instanceof Range range) {
        out.append(Long.toUnsignedString(range.low().low())).append(separator);
        out.append(Long.toUnsignedString(range.high().low()));
      } else {
        out.append(Long.toUnsignedString(single(values)));
      }
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      if (list && text.indexOf(',') >= 0) {
        List<Values> parts = COMMA.splitToStream(text).map(part -> span(field, part)).toList();
        if (ports(parts) > MAX_PORTS) {
          throw new IllegalValueException(
              text, "at most " + MAX_PORTS + " ports, where a range counts as two");
        }
        return Optional.of(new Union(ImmutableList.copyOf(parts)));
      }
      return Optional.of(span(field, text));
    }

    private Values span(Field field, String text) {
      int at = text.indexOf(separator);
      if (at < 0) {
        return Values.single(field, parse(field, text));
      }
      long low = at == 0 ? 0 : parse(field, text.substring(0, at));
      long high =
          at == text.length() - 1
              ? Bits.ones(field.width()).low()
              : parse(field, text.substring(at + 1));
      if (high < low && !anyOrder) {
        throw new IllegalValueException(text, "a range in ascending order");
      }
      return Values.between(field, low, high);
    }
  }

  /** All numbers on one side of one, of which there must be some. */
  private record Bound(boolean below) implements ValueForm {

    @Override
    public boolean isNegatable() {
      return false; // iptables 1.8.9
    }

    @Override
    public boolean takes(Field field, Values values) {
      if (!(values instanceof Range range) || range.low().compareTo(range.high()) > 0) {
        return false;
      }
      boolean fromFirst = range.low().isZero();
      boolean toLast = range.high().equals(Bits.ones(field.width()));
      return below ? fromFirst && !toLast : toLast && !fromFirst;
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      Range range = (Range) values;
      out.append(below ? range.high().low() + 1 : range.low().low() - 1);
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      long number = parse(field, words.get(0));
      long last = Bits.ones(field.width()).low();
      if (number == (below ? 0 : last)) {
        return Optional.empty(); // which no packet has
      }
      return Optional.of(below ? Values.range(0, number - 1) : Values.range(number + 1, last));
    }
  }

  private record MaskedNumber(boolean octet) implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return values instanceof Masked;
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      Masked masked = (Masked) values;
      hex(masked.value().low(), out);
      if (octet || !masked.isSingle(field.width())) {
        hex(masked.mask().low(), out.append('/'));
      }
    }

    private void hex(long number, StringBuilder out) {
      String digits = Long.toHexString(number);
      out.append(octet && digits.length() < 2 ? "0x0" : "0x").append(digits);
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      int slash = text.indexOf('/');
      if (slash < 0) {
        return Optional.of(Values.single(field, parse(field, text)));
      }
      if (slash == 0) {
        return Optional.empty(); // ebtables: at least one of the mask's bits is set
      }
      long value = parse(field, text.substring(0, slash));
      long mask = parse(field, text.substring(slash + 1));
      return Optional.of(new Masked(Bits.of(value), Bits.of(mask)));
    }
  }

  private static final class UpperSix implements ValueForm {

    private static final Bits MASK = Bits.of(0xfc);

    @Override
    public boolean takes(Field field, Values values) {
      return values instanceof Masked masked && masked.mask().equals(MASK) && !masked.isEmpty();
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      String digits = Long.toHexString(single(values) >>> 2);
      out.append(spelling != Spelling.RESTORE && digits.length() < 2 ? "0x0" : "0x").append(digits);
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      long number = parse(field, words.get(0));
      if (number > 63) {
        throw new IllegalValueException(words.get(0), "a number from 0 to 63");
      }
      return Optional.of(new Masked(Bits.of(number << 2), MASK));
    }
  }

  private record Flag(long value) implements ValueForm {

    @Override
    public int words() {
      return 0;
    }

    @Override
    public boolean takes(Field field, Values values) {
      return isSingle(field, values) && single(values) == value;
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {}

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      return Optional.of(Values.single(field, value));
    }
  }
}
