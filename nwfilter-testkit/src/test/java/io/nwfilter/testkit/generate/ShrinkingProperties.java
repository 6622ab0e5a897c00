package io.nwfilter.testkit.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Value;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.Exchanges;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Values;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Shrinkable;

/** What falsifies a property ends as a filter that a person reads at a glance. */
class ShrinkingProperties {

  private static final int SAMPLES = 20_000;

  /** Takes, as jqwik does, the first smaller value that still fails, until there is none. */
  private static <T> T smallest(Arbitrary<T> arbitrary, long seed, Predicate<T> fails) {
    Random random = new Random(seed);
    var generator = arbitrary.generator(1000);
    for (int i = 0; i < SAMPLES; i++) {
      Shrinkable<T> found = generator.next(random);
      if (fails.test(found.value())) {
        return shrunk(found, fails).value();
      }
    }
    throw new AssertionError("nothing fails in " + SAMPLES + " samples");
  }

  private static <T> Shrinkable<T> shrunk(Shrinkable<T> from, Predicate<T> fails) {
    Shrinkable<T> current = from;
    while (true) {
      Shrinkable<T> last = current;
      Optional<Shrinkable<T>> smaller =
          last.shrink()
              .filter(s -> s.distance().compareTo(last.distance()) < 0)
              .filter(s -> fails.test(s.value()))
              .findFirst();
      if (smaller.isEmpty()) {
        return current;
      }
      current = smaller.get();
    }
  }

  private static boolean hasHighPort(Filter filter) {
    return filter.entries().stream()
        .anyMatch(entry -> entry instanceof Rule rule && hasHighPort(rule));
  }

  private static boolean hasHighPort(Rule rule) {
    return rule.condition(Attributes.DSTPORTSTART)
        .map(Condition::value)
        .filter(Value.Literal.class::isInstance)
        .map(value -> value.fold(number -> number.value() > 1000, variable -> false))
        .orElse(false);
  }

  @Property(tries = 20)
  void oneRuleWithTheOneAttribute(@ForAll long seed) {
    Filter filter = smallest(FilterArbitraries.filters(), seed, ShrinkingProperties::hasHighPort);
    assertEquals(1, filter.entries().size(), filter::toString);
    Rule rule = (Rule) filter.entries().get(0);
    assertTrue(rule.conditions().size() <= 2, rule::toString); // ports of frames need a protocol
    assertEquals(
        "dstportstart='1001'",
        rule.condition(Attributes.DSTPORTSTART).orElseThrow().toString().replace("not ", ""));
  }

  @Property(tries = 10)
  void familiesLoseTheFiltersThatDoNotMatter(@ForAll long seed) {
    FilterFamily family =
        smallest(
            FilterArbitraries.families(),
            seed,
            f -> f.filters().stream().anyMatch(ShrinkingProperties::hasHighPort));
    assertTrue(family.filters().size() <= 2, family::toString);
    assertEquals(
        1,
        family.filters().stream()
            .flatMap(filter -> filter.entries().stream())
            .filter(Rule.class::isInstance)
            .count(),
        family::toString);
  }

  @Example
  void reportsAreXml() {
    Filter filter = smallest(FilterArbitraries.filters(), 7, ShrinkingProperties::hasHighPort);
    String report = new XmlSampleFormat().report(filter).toString();
    assertTrue(report.contains("dstportstart='1001'"), report);
  }

  @Property(tries = 5)
  void packetsShrinkToShortTexts(@ForAll long seed) {
    Packet smallest =
        smallest(
            PacketArbitraries.packets(),
            seed,
            packet ->
                packet.has(Header.TCP)
                    && packet.meets(Field.DESTINATION_PORT, Values.range(1024, 65535), false));

    assertTrue(
        smallest.toString().matches("tcp syn \\S+:1 > \\S+:1024( (src|dst)-mac [0-9a-f:]+)?"),
        smallest.toString());
  }

  @Property(tries = 5)
  void exchangesShrinkToOneWithAnyone(@ForAll long seed) {
    Exchange smallest =
        smallest(
            PacketArbitraries.exchangesAround(
                FilterCompiler.compile(
                    FilterBinding.of(
                        new InterfaceName("vnet2"),
                        MacAddress.parse("52:54:00:9f:80:45"),
                        FilterReference.of("clean-traffic", "IP", "192.168.122.10")))),
            seed,
            exchange -> exchange.name().startsWith("a TCP handshake"));

    assertEquals(Exchanges.tcpHandshake(1), smallest);
  }
}
