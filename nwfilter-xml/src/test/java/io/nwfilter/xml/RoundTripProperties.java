package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What is written comes back equal, and is written the same again. */
class RoundTripProperties {

  /** Texts of all types; each attribute takes those that are legal for it. */
  private static final ImmutableList<String> TEXTS =
      ImmutableList.of(
          "1",
          "17",
          "0x1f",
          "1999",
          "0x888",
          "$IP",
          "$A[2]",
          "$B[@7]",
          "52:54:0:9f:80:45",
          "ff:ff:ff:80:00:00",
          "10.1.2.3",
          "255.255.240.0",
          "fe80::1",
          "ffff:f000::",
          "24",
          "tcp",
          "Reply",
          "ipv6",
          "true",
          "NEW,RELATED",
          "NONE",
          "src,dst,src",
          "SYN,ACK/SYN",
          "a set",
          "it's <here> & \"there\"",
          "\n\t ",
          "\u20ac".repeat(90));

  @Property
  void rules(@ForAll("rules") Rule rule, @ForAll("priorities") int priority) {
    Filter filter = Filter.builder("f").chain("arp-x").chainPriority(priority).rule(rule).build();
    String written = LibvirtXml.write(filter);
    ParseResult<Filter> read = LibvirtXml.readFilter(XmlSource.text(written, "d"));
    assertEquals(ImmutableList.of(), read.diagnostics());
    assertEquals(filter, read.value(), written);
    assertEquals(written, LibvirtXml.write(read.value()));
  }

  /** What the daemon prints and what is written differ only where the daemon loses something. */
  @Property
  void writtenLikeADumpThatComesBack(
      @ForAll("rules") Rule rule,
      @ForAll("priorities") int priority,
      @ForAll("chains") String chain,
      @ForAll("names") String name,
      @ForAll("names") String reference) {
    Filter filter =
        Filter.builder(name)
            .chain(chain)
            .chainPriority(priority)
            .rule(rule)
            .include(reference + "2") // a filter may not include itself
            .build();
    String written = LibvirtXml.write(filter);
    assertEquals(filter, LibvirtXml.readFilter(XmlSource.text(written, "d")).value(), written);
    String dumped = LibvirtXml.dump(filter);
    assertEquals(comesBack(dumped, filter), dumped.equals(written), () -> dumped + written);
  }

  private static boolean comesBack(String dump, Filter filter) {
    try {
      return LibvirtXml.readFilter(XmlSource.text(dump, "d")).value().equals(filter);
    } catch (DocumentException e) {
      return false; // it need not even be well-formed
    }
  }

  @Provide
  Arbitrary<String> chains() {
    return Arbitraries.of("root", "stp", "arp-x", "mac");
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.of("f", "a-b", "\u00e9")),
        Tuple.of(
            1,
            Arbitraries.strings()
                .withChars("a&l;t#1<>\"' \t\n\r=")
                .ofMinLength(1)
                .ofMaxLength(60)));
  }

  @Provide
  Arbitrary<Integer> priorities() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.integers().between(-1000, 1000)), Tuple.of(1, Arbitraries.just(0)));
  }

  @Provide
  Arbitrary<Rule> rules() {
    return Combinators.combine(
            Arbitraries.of(Action.class),
            Arbitraries.of(Direction.class),
            priorities(),
            Arbitraries.of(Protocol.class),
            Arbitraries.randomValue(random -> random.nextLong()))
        .as(RoundTripProperties::rule);
  }

  private static Rule rule(
      Action action, Direction direction, int priority, Protocol protocol, long seed) {
    Random random = new Random(seed);
    Rule.Builder rule = Rule.builder(action, direction).priority(priority).protocol(protocol);
    if (random.nextBoolean()) {
      rule.withoutStateMatch();
    }
    for (AttributeSpec<?> spec : protocol.attributes()) {
      if (random.nextInt(3) == 0) {
        String text = spec.attribute() == Attributes.DSTIPTO ? "10.1.2.3" : legal(spec, random);
        if (random.nextBoolean()) {
          rule.whereText(spec.attribute(), text);
        } else {
          rule.whereNotText(spec.attribute(), text);
        }
      }
    }
    if (protocol == Protocol.IP || protocol == Protocol.IPV6) {
      rule.whereText(Attributes.PROTOCOL, random.nextBoolean() ? "udp" : "33");
    }
    return rule.build();
  }

  private static String legal(AttributeSpec<?> spec, Random random) {
    while (true) {
      String text = TEXTS.get(random.nextInt(TEXTS.size()));
      try {
        spec.parse(text);
        return text;
      } catch (IllegalValueException e) {
        // the next one
      }
    }
  }
}
