package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Table;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Filters with many rules that differ only in networks, ranges and single values, which often
 * overlap: what becomes sets and verdict maps of tables.
 */
final class ListCorpus {

  private static final int MAX_RULES = 9;

  private static final ImmutableList<String> MACS =
      ImmutableList.of(
          "52:54:00:9f:80:45/ff:ff:ff:ff:ff:ff",
          "52:54:00:9f:80:00/ff:ff:ff:ff:ff:00",
          "52:54:00:00:00:00/ff:ff:ff:00:00:00",
          "02:00:00:00:00:01/ff:ff:ff:ff:ff:ff",
          "02:00:00:00:00:00/ff:ff:ff:ff:ff:fe");

  private static final ImmutableList<String> IPV4 =
      ImmutableList.of(
          "192.168.122.10/32",
          "192.168.122.11/32",
          "192.168.122.99/32",
          "192.168.122.8/30",
          "192.168.122.0/25",
          "192.168.0.0/16",
          "198.51.100.0/24",
          "224.0.0.0/3",
          "0.0.0.0/1");

  private static final ImmutableList<String> IPV6 =
      ImmutableList.of(
          "fd00:122::10/128",
          "fd00:122::11/128",
          "fd00:122::/112",
          "fd00:122::/64",
          "fd00::/8",
          "fe80::/10",
          "8000::/1");

  private static final ImmutableList<String> PORTS =
      ImmutableList.of("22-22", "80-80", "20-25", "25-90", "80-443", "1-1023", "1024-65535");

  /** A field as two attributes, and the values that they have in turn, with a sign between them. */
  private record Choice(Attribute<?> first, Attribute<?> second, String sign, List<String> values) {

    Rule.Builder choose(Rule.Builder rule, Random random) {
      String[] value = values.get(random.nextInt(values.size())).split(sign, -1);
      return rule.whereText(first, value[0]).whereText(second, value[1]);
    }
  }

  private static final Choice SENDER =
      new Choice(Attributes.SRCIPADDR, Attributes.SRCIPMASK, "/", IPV4);
  private static final Choice RECEIVER =
      new Choice(Attributes.DSTIPADDR, Attributes.DSTIPMASK, "/", IPV4);
  private static final Choice SENDER6 =
      new Choice(Attributes.SRCIPADDR, Attributes.SRCIPMASK, "/", IPV6);
  private static final Choice RECEIVER6 =
      new Choice(Attributes.DSTIPADDR, Attributes.DSTIPMASK, "/", IPV6);
  private static final Choice TO_PORT =
      new Choice(Attributes.DSTPORTSTART, Attributes.DSTPORTEND, "-", PORTS);
  private static final Choice FROM_PORT =
      new Choice(Attributes.SRCPORTSTART, Attributes.SRCPORTEND, "-", PORTS);
  private static final Choice MAC =
      new Choice(Attributes.SRCMACADDR, Attributes.SRCMACMASK, "/", MACS);
  private static final Choice MAC_TO =
      new Choice(Attributes.DSTMACADDR, Attributes.DSTMACMASK, "/", MACS);
  private static final Choice ARP_SENDER =
      new Choice(Attributes.ARPSRCIPADDR, Attributes.ARPSRCIPMASK, "/", IPV4);
  private static final Choice ARP_TARGET =
      new Choice(Attributes.ARPDSTIPADDR, Attributes.ARPDSTIPMASK, "/", IPV4);

  /** What rules of a filter have, by a name for it and the protocol. */
  private static final Table<String, Protocol, List<Choice>> SHAPES =
      ImmutableTable.<String, Protocol, List<Choice>>builder()
          .put("senders", Protocol.ALL, List.of(SENDER))
          .put("senders", Protocol.ALL_IPV6, List.of(SENDER6))
          .put("senders", Protocol.IP, List.of(SENDER))
          .put("senders", Protocol.IPV6, List.of(SENDER6))
          .put("senders", Protocol.ARP, List.of(ARP_SENDER))
          .put("senders", Protocol.MAC, List.of(MAC))
          .put("both ends", Protocol.UDP, List.of(SENDER, RECEIVER))
          .put("both ends", Protocol.UDP_IPV6, List.of(SENDER6, RECEIVER6))
          .put("both ends", Protocol.IP, List.of(SENDER, RECEIVER))
          .put("both ends", Protocol.IPV6, List.of(SENDER6, RECEIVER6))
          .put("both ends", Protocol.ARP, List.of(ARP_SENDER, ARP_TARGET))
          .put("both ends", Protocol.MAC, List.of(MAC, MAC_TO))
          .put("ports", Protocol.TCP, List.of(TO_PORT))
          .put("ports", Protocol.TCP_IPV6, List.of(TO_PORT))
          .put("ports", Protocol.SCTP, List.of(FROM_PORT, TO_PORT))
          .put("services", Protocol.TCP, List.of(RECEIVER, TO_PORT))
          .put("services", Protocol.UDP_IPV6, List.of(RECEIVER6, TO_PORT))
          .put("machines", Protocol.IP, List.of(MAC, SENDER))
          .put("machines", Protocol.IPV6, List.of(MAC, SENDER6))
          .put("machines", Protocol.ARP, List.of(MAC, ARP_SENDER))
          .put("three", Protocol.UDP, List.of(SENDER, RECEIVER, TO_PORT))
          .buildOrThrow();

  private ListCorpus() {}

  /**
   * {@return filters for this guest, compiled, by name}
   *
   * @param seed what decides which values there are
   * @param count how many filters there are of each kind
   */
  static Map<String, CompiledRules> compiled(long seed, int count) {
    ImmutableMap.Builder<String, CompiledRules> cases = ImmutableMap.builder();
    Random random = new Random(seed);
    for (Table.Cell<String, Protocol, List<Choice>> shape : SHAPES.cellSet()) {
      for (int i = 0; i < count; i++) {
        String name = shape.getRowKey() + " " + shape.getColumnKey() + " " + seed + "/" + i;
        cases.put("lists of " + name, compiled(shape.getColumnKey(), shape.getValue(), random));
      }
    }
    return cases.buildOrThrow();
  }

  private static CompiledRules compiled(Protocol protocol, List<Choice> choices, Random random) {
    Filter.Builder filter = Filter.builder("lists");
    boolean mixed = random.nextInt(3) == 0;
    Direction direction = random.nextBoolean() ? Direction.OUT : Direction.IN;
    int rules = 2 + random.nextInt(MAX_RULES - 1);
    for (int i = 0; i < rules; i++) {
      Action action = mixed && random.nextInt(3) == 0 ? Action.RETURN : Action.DROP;
      Rule.Builder rule = Rule.builder(action, direction).protocol(protocol).withoutStateMatch();
      boolean narrow = random.nextInt(4) == 0;
      for (Choice choice : narrow ? choices.subList(0, 1) : choices) {
        choice.choose(rule, random);
      }
      filter.rule(rule.build());
    }
    return FilterCompiler.compile(
        RuleCorpus.binding(Place.GUEST, "lists"), CompileOptions.with(filter.build()));
  }
}
