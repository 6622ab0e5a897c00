package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.packet.Values.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Forms of addresses: IPv4, IPv6 and MAC addresses, and names of interfaces. */
final class AddressForms {

  private AddressForms() {}

  /** An IP address with a mask after a slash in any case, as iptables prints it. */
  static final ValueForm NETWORK = new Network(true);

  /** An IP address, with a mask after a slash unless it has all bits, as ebtables prints it. */
  static final ValueForm ADDRESS = new Network(false);

  /** Two IP addresses with a hyphen between. */
  static final ValueForm ADDRESS_RANGE = new AddressRange();

  /** A MAC address. */
  static final ValueForm MAC = new Mac(false, false);

  /** A MAC address, with a mask after a slash unless it has all bits. */
  static final ValueForm MASKED_MAC = new Mac(true, false);

  /** The same, with names for some where the tool prints it. */
  static final ValueForm NAMED_MAC = new Mac(true, true);

  /** The name of an interface, or the beginning of names. */
  static final ValueForm INTERFACE = new Interface();

  static void writeAddress(FieldKind kind, Bits bits, StringBuilder out) {
    if (kind == FieldKind.IPV6) {
      new Ipv6Address(bits.high(), bits.low()).appendTo(out);
    } else {
      new Ipv4Address((int) bits.low()).appendTo(out);
    }
  }

  static Bits readAddress(FieldKind kind, String text) {
    return kind == FieldKind.IPV6
        ? Bits.of(Ipv6Address.parse(text))
        : Bits.of(Ipv4Address.parseDottedQuad(text));
  }

  private record Network(boolean maskAlways) implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return values instanceof Masked masked && !masked.isEmpty();
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      Masked masked = (Masked) values;
      writeAddress(field.kind(), masked.value(), out);
      int length = masked.mask().prefixLength(field.width());
      if (length < 0) {
        writeAddress(field.kind(), masked.mask(), out.append('/'));
      } else if ((maskAlways && spelling != Spelling.LISTING) || length != field.width()) {
        out.append('/').append(length);
      }
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      int slash = text.indexOf('/');
      String address = slash < 0 ? text : text.substring(0, slash);
      Bits bits = readAddress(field.kind(), address);
      Bits mask = slash < 0 ? Bits.ones(field.width()) : mask(field, text.substring(slash + 1));
      return Optional.of(new Masked(bits.and(mask), mask));
    }

    private static Bits mask(Field field, String text) {
      if (text.isEmpty()
          || text.length() > 3
          || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return readAddress(field.kind(), text);
      }
      int length = Integer.parseInt(text);
      if (length > field.width()) {
        throw new IllegalValueException(text, "a prefix length from 0 to " + field.width());
      }
      return Bits.prefix(length, field.width());
    }
  }

  private static final class AddressRange implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return values instanceof Range;
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      Range range = (Range) values;
      writeAddress(field.kind(), range.low(), out);
      writeAddress(field.kind(), range.high(), out.append('-'));
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      int hyphen = text.indexOf('-');
      Bits low = readAddress(field.kind(), hyphen < 0 ? text : text.substring(0, hyphen));
      Bits high = hyphen < 0 ? low : readAddress(field.kind(), text.substring(hyphen + 1));
      return Optional.of(new Range(low, high));
    }
  }

  private record Mac(boolean masks, boolean names) implements ValueForm {

    private static final long ALL = 0xffff_ffff_ffffL;
    private static final long GROUP = 0x0100_0000_0000L;
    private static final ImmutableMap<String, Masked> NAMES =
        ImmutableMap.of(
            "Unicast", Values.masked(0, GROUP),
            "Multicast", Values.masked(GROUP, GROUP),
            "Broadcast", Values.masked(ALL, ALL),
            "BGA", Values.masked(0x0180_c200_0000L, ALL));

    @Override
    public boolean takes(Field field, Values values) {
      return values instanceof Masked masked
          && !masked.isEmpty()
          && (masks || masked.isSingle(field.width()));
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      Masked masked = (Masked) values;
      if (names && spelling != Spelling.RESTORE) {
        for (Map.Entry<String, Masked> name : NAMES.entrySet()) {
          if (name.getValue().equals(masked)) {
            out.append(name.getKey());
            return;
          }
        }
      }
      new MacAddress(masked.value().low()).appendTo(out);
      if (!masked.isSingle(field.width())) {
        new MacAddress(masked.mask().low()).appendTo(out.append('/'));
      }
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      if (names) {
        for (Map.Entry<String, Masked> name : NAMES.entrySet()) {
          if (name.getKey().equalsIgnoreCase(text)) {
            return Optional.of(name.getValue());
          }
        }
      }
      int slash = text.indexOf('/');
      if (slash < 0 || !masks) {
        return Optional.of(Values.single(field, MacAddress.parse(text).bits()));
      }
      return Optional.of(
          Values.masked(
              MacAddress.parse(text.substring(0, slash)).bits(),
              MacAddress.parse(text.substring(slash + 1)).bits()));
    }
  }

  private static final class Interface implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return values instanceof Masked masked && InterfaceText.takes(masked);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      InterfaceText.write((Masked) values, out);
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      return Optional.of(InterfaceText.read(words.get(0)));
    }
  }
}
