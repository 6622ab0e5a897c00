package io.nwfilter.fuzz;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.stock.StockFilters;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Changes documents as someone would who knows libvirt's elements: copies, moves, renames and nests
 * them, puts attributes where they do not belong, and values at and beyond every limit.
 */
final class StructureMutator {

  /** A document does not grow beyond this many characters, so that inputs stay many. */
  private static final int LARGE = 200_000;

  private static final ImmutableList<String> ELEMENTS =
      ImmutableList.<String>builder()
          .addAll(Arrays.stream(Protocol.values()).map(Protocol::elementName).iterator())
          .add("filter", "rule", "filterref", "parameter", "uuid", "interface", "owner", "mac")
          .build();

  private static final ImmutableList<String> ATTRIBUTES =
      Arrays.stream(Protocol.values())
          .flatMap(protocol -> protocol.attributes().stream())
          .map(spec -> spec.attribute().xmlName())
          .collect(ImmutableSet.toImmutableSet())
          .asList();

  private static final ImmutableList<String> MORE_ATTRIBUTES =
      ImmutableList.of(
          "match",
          "name",
          "chain",
          "priority",
          "statematch",
          "action",
          "direction",
          "filter",
          "value",
          "address",
          "dev",
          "type",
          "xmlns",
          "comment");

  private static final ImmutableList<String> VALUES =
      ImmutableList.of(
          "",
          " ",
          "0",
          "-0",
          "1",
          "-1",
          "+7",
          "007",
          "0x",
          "0x0",
          "0xffff",
          "0x10000",
          "255",
          "256",
          "65535",
          "65536",
          "4095",
          "4096",
          "63",
          "64",
          "1000",
          "1001",
          "-1000",
          "-1001",
          "4294967295",
          "4294967296",
          "99999999999999999999",
          "no",
          "yes",
          "in",
          "out",
          "inout",
          "accept",
          "drop",
          "reject",
          "return",
          "continue",
          "false",
          "root",
          "rootx",
          "arp-x",
          "mac-0123456789",
          "stp",
          "vlan",
          "ipv4",
          "ipv6",
          "tcp",
          "icmpv6",
          "$IP",
          "$A",
          "$A[1]",
          "$A[@1]",
          "$B[@2]",
          "$P[@3]",
          "$A[@1000]",
          "$A[@1001]",
          "$LONG",
          "$LONG[@1]",
          "$LONG[@2]",
          "$LONG6[@3]",
          "$A[999999999]",
          "$A[-1]",
          "$A[ 1]",
          "$",
          "$$",
          "$A[",
          "10.0.0.1",
          "10.0.0.0/8",
          "255.255.0.0",
          "255.0.255.0",
          "0.0.0.0",
          "fe80::1",
          "::ffff:1.2.3.4",
          "ffff::",
          "::",
          "52:54:00:9f:80:45",
          "01:80:c2:00:00:00",
          "ff:ff:ff:00:00:00",
          "NEW,ESTABLISHED",
          "NONE",
          "SYN,ACK/SYN",
          "ALL/NONE",
          "src,dst,src,dst,src,dst",
          "addresses",
          "COMMIT",
          "-j ACCEPT",
          "a&#10;b",
          "&quot;",
          "\\",
          "\ud83d\ude00",
          "\u00e9",
          "&#x202e;",
          "any",
          "dhcp",
          "none",
          "clean-traffic");

  private static final ImmutableList<String> FILTERS =
      StockFilters.library().filters().stream()
          .map(io.nwfilter.core.filter.Filter::name)
          .collect(ImmutableList.toImmutableList());

  private final ImmutableList<Markup> originals;
  private final ImmutableListMultimap<String, String> values;

  StructureMutator(ImmutableList<String> documents) {
    originals = documents.stream().map(Markup::of).collect(ImmutableList.toImmutableList());
    ImmutableListMultimap.Builder<String, String> known = ImmutableListMultimap.builder();
    for (Markup markup : originals) {
      for (Markup.Attribute a : markup.attributes()) {
        String text = markup.text();
        known.put(
            text.substring(a.start(), a.nameEnd()), text.substring(a.valueStart(), a.valueEnd()));
      }
    }
    values = known.build();
  }

  /** {@return the document after one change; the same one if there is nothing to change} */
  String mutate(String document, RandomGenerator random) {
    Markup markup = Markup.of(document);
    Optional<Markup.Attribute> attribute = markup.anyAttribute(random);
    Optional<Markup.Span> element = markup.anyElement(random);
    int choice = random.nextInt(20);
    if (choice < 10) {
      return attribute.map(a -> changed(markup, a, choice, random)).orElse(document);
    }
    return element.map(e -> changed(markup, e, choice, random)).orElse(document);
  }

  private String changed(
      Markup markup, Markup.Attribute attribute, int choice, RandomGenerator random) {
    return switch (choice) {
      case 0, 1 ->
          markup.replace(attribute.valueStart(), attribute.valueEnd(), one(VALUES, random));
      case 2, 3, 4 ->
          markup.replace(
              attribute.valueStart(), attribute.valueEnd(), fitting(markup, attribute, random));
      case 5 -> markup.replace(attribute.start(), attribute.start(), otherAttribute(random) + " ");
      case 6 -> markup.replace(attribute.start(), attribute.nameEnd(), attributeName(random));
      case 7 -> markup.replace(attribute.start(), attribute.valueEnd() + 1, "");
      default ->
          markup.replace(
              attribute.start(),
              attribute.start(),
              attributeName(random) + "='" + one(VALUES, random) + "' ");
    };
  }

  private String changed(Markup markup, Markup.Span element, int choice, RandomGenerator random) {
    return switch (choice) {
      case 10, 11 -> markup.replace(element.start(), element.end(), "");
      case 12 -> inserted(markup, element.end(), markup.cut(element), copies(random));
      case 13, 14 -> inserted(markup, element.end(), otherElement(random), 1);
      case 15 -> markup.replace(element.start(), element.end(), otherElement(random));
      case 16 -> markup.replace(element.start() + 1, element.nameEnd(), one(ELEMENTS, random));
      case 17 -> nested(markup, element, random);
      case 18 ->
          inserted(markup, element.end(), "<filterref filter='" + one(FILTERS, random) + "'/>", 1);
      default -> inserted(markup, element.end(), parameters(random), 1);
    };
  }

  private static String inserted(Markup markup, int at, String other, int times) {
    long size = markup.text().length() + (long) other.length() * times;
    return size > LARGE ? markup.text() : markup.replace(at, at, other.repeat(times));
  }

  /** Mostly few, but sometimes as many as a list, or a filter, may really have. */
  private static int copies(RandomGenerator random) {
    return random.nextInt(100) == 0 ? 1 << random.nextInt(12) : 1 + random.nextInt(3);
  }

  private static String nested(Markup markup, Markup.Span element, RandomGenerator random) {
    String name = one(ELEMENTS, random);
    int depth = copies(random);
    String inner = markup.cut(element);
    if (markup.text().length() + (long) depth * (2 * name.length() + 5) > LARGE) {
      return markup.text();
    }
    return markup.replace(
        element.start(),
        element.end(),
        ("<" + name + ">").repeat(depth) + inner + ("</" + name + ">").repeat(depth));
  }

  /** A list for one of the variables that other mutations refer to. */
  private static String parameters(RandomGenerator random) {
    String name =
        one(ImmutableList.of("A", "B", "P", "IP", "LONG", "MAC", "CTRL_IP_LEARNING"), random);
    StringBuilder list = new StringBuilder();
    for (int i = copies(random); i > 0; i--) {
      String value = random.nextInt(8) == 0 ? one(VALUES, random) : "10.9.0." + (i & 255);
      list.append("<parameter name='").append(name).append("' value='").append(value).append("'/>");
    }
    return list.toString();
  }

  /** {@return a value that an attribute of that name has in a real document} */
  private String fitting(Markup markup, Markup.Attribute attribute, RandomGenerator random) {
    String name = markup.text().substring(attribute.start(), attribute.nameEnd());
    if (name.endsWith("ipaddr") && random.nextBoolean()) {
      return "$LONG[@" + random.nextInt(3) + "]"; // two of these multiply beyond all measure
    }
    ImmutableList<String> known = values.get(name);
    return one(known.isEmpty() ? VALUES : known, random);
  }

  /** {@return an attribute of a real document, with its value} */
  private String otherAttribute(RandomGenerator random) {
    Markup markup = originals.get(random.nextInt(originals.size()));
    return markup
        .anyAttribute(random)
        .map(a -> markup.text().substring(a.start(), a.valueEnd() + 1))
        .orElse("");
  }

  /** {@return an element of a real document} */
  private String otherElement(RandomGenerator random) {
    Markup markup = originals.get(random.nextInt(originals.size()));
    return markup.anyElement(random).map(markup::cut).orElse("");
  }

  private static String attributeName(RandomGenerator random) {
    return one(random.nextInt(4) == 0 ? MORE_ATTRIBUTES : ATTRIBUTES, random);
  }

  private static <T> T one(ImmutableList<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
