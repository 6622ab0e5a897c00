package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Arbitrary rules, filters and bindings. Filters are legal documents; a few of them are still
 * refused when they are bound, as libvirt and netfilter refuse some combinations of legal
 * attributes.
 *
 * <p>Their variables are defined by {@link #bindings}. Rules with an {@code ipset} need the sets
 * {@code addresses} ({@code hash:ip}) and {@code networks6} ({@code hash:net family inet6}) where
 * they are loaded.
 */
public final class FilterArbitraries {

  private static final int MAX_ATTRIBUTES = 5;

  private FilterArbitraries() {}

  /** {@return rules of every protocol, with literals and variables} */
  public static Arbitrary<Rule> rules() {
    return Arbitraries.of(Protocol.class).optional(0.95).flatMap(FilterArbitraries::rules);
  }

  /**
   * {@return rules of one protocol}
   *
   * @param protocol the protocol; empty for rules that match every frame
   */
  public static Arbitrary<Rule> rules(Optional<Protocol> protocol) {
    Arbitrary<Rule.Builder> heads =
        Combinators.combine(
                actions(protocol),
                Arbitraries.of(Direction.class),
                Arbitraries.integers().between(Rule.MIN_PRIORITY, Rule.MAX_PRIORITY),
                Arbitraries.of(true, true, true, false))
            .as(
                (action, direction, priority, stateMatch) -> {
                  Rule.Builder rule = Rule.builder(action, direction).priority(priority);
                  return stateMatch ? rule : rule.withoutStateMatch();
                });
    if (protocol.isEmpty()) {
      return heads.map(Rule.Builder::build);
    }
    return Combinators.combine(heads, conditions(protocol.get()))
        .as((head, conditions) -> withConditions(head, protocol.get(), conditions));
  }

  /** iptables has no CONTINUE, so that every such rule would be refused. */
  private static Arbitrary<Action> actions(Optional<Protocol> protocol) {
    boolean frames = protocol.map(p -> p.layer() == Layer.ETHERNET).orElse(true);
    return frames
        ? Arbitraries.of(Action.class)
        : Arbitraries.of(Action.ACCEPT, Action.DROP, Action.REJECT, Action.RETURN);
  }

  private static Rule withConditions(
      Rule.Builder head, Protocol protocol, List<Condition<?>> conditions) {
    head.protocol(protocol);
    conditions.forEach(head::add);
    return head.build();
  }

  private static Arbitrary<List<Condition<?>>> conditions(Protocol protocol) {
    return Arbitraries.of(protocol.attributes())
        .set()
        .ofMaxSize(MAX_ATTRIBUTES)
        .flatMap(
            specs -> {
              List<Arbitrary<Condition<?>>> each = new ArrayList<>();
              specs.forEach(spec -> each.add(condition(protocol, spec)));
              return Combinators.combine(each).as(conditions -> usable(protocol, conditions));
            });
  }

  private static Arbitrary<Condition<?>> condition(Protocol protocol, AttributeSpec<?> spec) {
    Arbitrary<String> literals = AttributeArbitraries.literals(protocol, spec);
    Arbitrary<String> texts =
        VariablePool.nameFor(spec).map(name -> mostly(literals, references(name))).orElse(literals);
    return Combinators.combine(texts, Arbitraries.of(false, false, false, true))
        .as((text, negated) -> condition(spec, text, negated));
  }

  private static Arbitrary<String> mostly(Arbitrary<String> usual, Arbitrary<String> sometimes) {
    return Arbitraries.integers().between(0, 4).flatMap(i -> i < 4 ? usual : sometimes);
  }

  private static Arbitrary<String> references(String name) {
    return Arbitraries.of("", "[@0]", "[@1]", "[@2]", "[0]", "[1]")
        .map(suffix -> "$" + name + suffix);
  }

  private static <T> Condition<T> condition(AttributeSpec<T> spec, String text, boolean negated) {
    return new Condition<>(spec, spec.parse(text), negated);
  }

  /** Puts right what libvirt or netfilter would refuse in every rule. */
  private static List<Condition<?>> usable(Protocol protocol, List<Condition<?>> conditions) {
    List<Condition<?>> usable = new ArrayList<>(conditions);
    if (protocol == Protocol.IP || protocol == Protocol.IPV6) {
      boolean ports = hasAny(conditions, "port");
      boolean types = hasAny(conditions, "type") || hasAny(conditions, "code");
      if (ports && types) {
        usable.removeIf(c -> named(c, "type") || named(c, "code"));
      }
      if (ports || types) {
        usable.removeIf(c -> c.spec().attribute() == Attributes.PROTOCOL);
        AttributeSpec<?> spec = protocol.spec(Attributes.PROTOCOL);
        usable.add(condition(spec, ports ? "tcp" : "icmpv6", false));
      }
    }
    if (protocol != Protocol.ALL && protocol != Protocol.ALL_IPV6) {
      boolean flags = conditions.stream().anyMatch(c -> has(c, Attributes.IPSETFLAGS));
      usable.removeIf(c -> has(c, Attributes.IPSET) && !flags);
    }
    boolean set = usable.stream().anyMatch(c -> has(c, Attributes.IPSET));
    usable.removeIf(c -> has(c, Attributes.IPSETFLAGS) && !set);
    return usable;
  }

  private static boolean has(Condition<?> condition, Attribute<?> attribute) {
    return condition.spec().attribute() == attribute;
  }

  private static boolean named(Condition<?> condition, String part) {
    return condition.spec().attribute().xmlName().contains(part);
  }

  private static boolean hasAny(List<Condition<?>> conditions, String part) {
    return conditions.stream().anyMatch(c -> named(c, part));
  }

  /**
   * {@return filters in the root chain}
   *
   * @param name their name
   */
  public static Arbitrary<Filter> filters(String name) {
    return filters(name, Arbitraries.just(ChainName.ROOT));
  }

  /**
   * {@return filters in one of some chains, with one to six rules}
   *
   * @param name their name
   * @param chains the chains
   */
  public static Arbitrary<Filter> filters(String name, Arbitrary<ChainName> chains) {
    return Combinators.combine(chains, rules().list().ofMinSize(1).ofMaxSize(6))
        .as(
            (chain, rules) -> {
              Filter.Builder filter = Filter.builder(name).chain(chain);
              rules.forEach(filter::rule);
              return filter.build();
            });
  }

  /**
   * {@return families of filters that belong together: the first one includes the others, each of
   * which has a chain and a chain priority of its own}
   *
   * @param name the name of the first one; the others' begin with it
   */
  public static Arbitrary<ImmutableList<Filter>> families(String name) {
    return Combinators.combine(
            filters(name),
            filters(name + "-a", Arbitraries.of("mac-a", "arp-a", "rarp-a").map(ChainName::of)),
            filters(name + "-b", Arbitraries.of("ipv4-b", "ipv6-b", "root").map(ChainName::of)))
        .as(
            (root, first, second) ->
                ImmutableList.of(including(root, first, second), at(first, -77), at(second, 5)));
  }

  private static Filter including(Filter root, Filter first, Filter second) {
    Filter.Builder filter = Filter.builder(root.name()).include(second.name());
    root.entries().forEach(entry -> filter.rule((Rule) entry));
    return filter.include(first.name()).build();
  }

  private static Filter at(Filter filter, int chainPriority) {
    return new Filter(
        filter.name(),
        filter.uuid(),
        filter.chain(),
        filter.chain().isRoot() ? 0 : chainPriority,
        filter.entries(),
        filter.location());
  }

  /**
   * {@return bindings of a filter that define every variable that generated rules refer to}
   *
   * @param filter the filter's name
   */
  public static Arbitrary<FilterBinding> bindings(String filter) {
    return Arbitraries.longs()
        .between(1, 0xffff)
        .map(
            low ->
                FilterBinding.of(
                    new InterfaceName("vnet7"),
                    new MacAddress(0x5254_0000_0000L + low),
                    FilterReference.of(filter, VariablePool.VALUES)));
  }
}
