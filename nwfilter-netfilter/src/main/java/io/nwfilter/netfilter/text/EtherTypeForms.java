package io.nwfilter.netfilter.text;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.packet.Values.Range;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Forms of EtherTypes, which have names where people read them. */
final class EtherTypeForms {

  private EtherTypeForms() {}

  /** The EtherType of a frame, or that the field is a length. */
  static final ValueForm ETHER_TYPE = new EtherType();

  /** The EtherType after a VLAN tag: hexadecimal digits without a prefix. */
  static final ValueForm VLAN_ETHER_TYPE = new VlanEtherType();

  /** The type of protocol addresses in ARP, which the tool prints as a number. */
  static final ValueForm ARP_PROTOCOL_TYPE = new ArpProtocolType();

  private static final class EtherType implements ValueForm {

    private static final Values LENGTH = Values.range(0, Field.LEAST_ETHER_TYPE - 1);

    @Override
    public boolean takes(Field field, Values values) {
      return values.equals(LENGTH)
          || (NumberForms.isSingle(field, values)
              && NumberForms.single(values) >= Field.LEAST_ETHER_TYPE);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      if (values instanceof Range) {
        out.append(spelling != Spelling.RESTORE ? "Length" : "LENGTH");
        return;
      }
      long number = NumberForms.single(values);
      String name = spelling != Spelling.RESTORE ? KnownNames.ETHER_TYPES.get(number) : null;
      if (name != null) {
        out.append(name);
      } else {
        out.append("0x").append(Long.toHexString(number));
      }
    }

    /** A number is hexadecimal here, also without the prefix. */
    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      if (text.equalsIgnoreCase("LENGTH")) {
        return Optional.of(LENGTH);
      }
      Long known =
          text.equalsIgnoreCase("ip")
              ? Long.valueOf(0x800)
              : KnownNames.find(KnownNames.ETHER_TYPES, text);
      long number = known != null ? known : NumberForms.parse(field, text, 16);
      if (number < Field.LEAST_ETHER_TYPE) {
        throw new IllegalValueException(text, "an EtherType, 0x600 to 0xffff");
      }
      return Optional.of(Values.single(field, number));
    }
  }

  private static final class ArpProtocolType implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return NumberForms.HEX.takes(field, values);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      NumberForms.HEX.write(field, values, spelling, out);
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      Long known = KnownNames.find(KnownNames.ETHER_TYPES, words.get(0));
      return known != null
          ? Optional.of(Values.single(field, known))
          : NumberForms.HEX.read(field, words);
    }
  }

  private static final class VlanEtherType implements ValueForm {

    @Override
    public boolean takes(Field field, Values values) {
      return NumberForms.isSingle(field, values);
    }

    @Override
    public void write(Field field, Values values, Spelling spelling, StringBuilder out) {
      String digits = Long.toHexString(NumberForms.single(values));
      if (spelling != Spelling.RESTORE) {
        out.append("0".repeat(Math.max(0, 4 - digits.length())));
        out.append(digits.toUpperCase(Locale.ROOT));
      } else {
        out.append(digits);
      }
    }

    @Override
    public Optional<Values> read(Field field, List<String> words) {
      String text = words.get(0);
      Long known = KnownNames.find(KnownNames.ETHER_TYPES, text);
      return Optional.of(
          Values.single(field, known != null ? known : NumberForms.parse(field, text, 16)));
    }
  }
}
