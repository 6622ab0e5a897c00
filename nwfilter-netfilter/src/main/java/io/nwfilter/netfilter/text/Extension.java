package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An extension with those of its options that ask for no field of a packet.
 *
 * @param heading what a listing of iptables prints before its options, or nothing
 * @param column what a listing prints as the name of a target, or nothing if that is its name
 * @param options the options by name, in the order in which a listing prints them
 */
record Extension(String heading, String column, ImmutableMap<String, OptionShape> options) {

  static final Extension PLAIN = headed("");

  static Extension headed(String heading) {
    return new Extension(heading, "", ImmutableMap.of());
  }

  Extension inColumn(String name) {
    return new Extension(heading, name, options);
  }

  Extension words(String... names) {
    return with(
        Arrays.stream(names).map(name -> Map.entry(name, OptionShape.of(name, 1))).toList());
  }

  Extension flags(String... names) {
    return with(Arrays.stream(names).map(name -> Map.entry(name, OptionShape.flag(name))).toList());
  }

  Extension with(String name, OptionShape shape) {
    return with(List.of(Map.entry(name, shape)));
  }

  /** {@return the extension with an option that has one word} */
  Extension word(String name, OptionListing listing) {
    return with(name, OptionShape.of(name, 1).listed(listing));
  }

  Extension word(String name, ListingLabel label) {
    return word(name, OptionListing.of(label));
  }

  /** {@return the extension with an option that has no words} */
  Extension flag(String name, OptionListing listing) {
    return with(name, OptionShape.flag(name).listed(listing));
  }

  Extension flag(String name, ListingLabel label) {
    return flag(name, OptionListing.of(label));
  }

  private Extension with(List<Map.Entry<String, OptionShape>> more) {
    Map<String, OptionShape> all = new LinkedHashMap<>(options);
    more.forEach(option -> all.put(option.getKey(), option.getValue()));
    return new Extension(heading, column, ImmutableMap.copyOf(all));
  }
}
