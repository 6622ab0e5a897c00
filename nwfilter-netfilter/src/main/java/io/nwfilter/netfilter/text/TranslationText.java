package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;

/** Where a translation leads, as an argument of {@code --to-source} or {@code --to-destination}. */
final class TranslationText {

  private TranslationText() {}

  /**
   * {@return addresses and ports; in IPv6, the addresses have brackets if there are ports}
   *
   * @throws InexpressibleException if there are neither, or the addresses are of another family
   */
  static String destination(Family family, AddressTranslation target) {
    int width = family == Family.IPV6 ? 128 : 32;
    if ((target.addresses().isEmpty() && target.ports().isEmpty())
        || target.addresses().filter(span -> span.first().length() != width).isPresent()) {
      throw InexpressibleException.of(family, target);
    }
    boolean brackets = width == 128 && target.ports().isPresent();
    String addresses = target.addresses().map(TranslationText::span).orElse("");
    return (brackets && !addresses.isEmpty() ? "[" + addresses + "]" : addresses)
        + target.ports().map(ports -> ":" + ports).orElse("");
  }

  private static String span(AddressSpan span) {
    return span.first().equals(span.last()) ? "" + span.first() : span.first() + "-" + span.last();
  }
}
