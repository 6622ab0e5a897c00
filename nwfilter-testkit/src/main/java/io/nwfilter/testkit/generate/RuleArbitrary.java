package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.ArbitraryDecorator;

/**
 * Arbitrary rules. At first they may be anything that libvirt can install: every protocol, action,
 * direction and attribute, negated or not, literals and variables. Each method narrows that; none
 * changes the arbitrary that it is called on.
 *
 * <p>Rules shrink to few conditions with small literals, and to the defaults of priority and state
 * match.
 */
public final class RuleArbitrary extends ArbitraryDecorator<Rule> {

  private static final int DEFAULT_MAX_CONDITIONS = 5;

  private static final ImmutableList<Optional<Protocol>> ALL_PROTOCOLS =
      ImmutableList.<Optional<Protocol>>builder()
          .addAll(ImmutableList.copyOf(Protocol.values()).stream().map(Optional::of).iterator())
          .add(Optional.empty())
          .build();

  static final RuleArbitrary ALL =
      new RuleArbitrary(
          ALL_PROTOCOLS,
          ImmutableSet.copyOf(Action.values()),
          ImmutableSet.copyOf(Direction.values()),
          DEFAULT_MAX_CONDITIONS,
          true,
          true,
          true);

  private final ImmutableList<Optional<Protocol>> protocols;
  private final ImmutableSet<Action> actions;
  private final ImmutableSet<Direction> directions;
  private final int maxConditions;
  private final boolean variables;
  private final boolean negations;
  private final boolean bindable;

  private RuleArbitrary(
      ImmutableList<Optional<Protocol>> protocols,
      ImmutableSet<Action> actions,
      ImmutableSet<Direction> directions,
      int maxConditions,
      boolean variables,
      boolean negations,
      boolean bindable) {
    this.protocols = protocols;
    this.actions = actions;
    this.directions = directions;
    this.maxConditions = maxConditions;
    this.variables = variables;
    this.negations = negations;
    this.bindable = bindable;
  }

  /**
   * {@return rules of some protocols only}
   *
   * @param some the protocols, at least one
   */
  public RuleArbitrary ofProtocols(Protocol... some) {
    if (some.length == 0) {
      throw new IllegalArgumentException("no protocol");
    }
    ImmutableList<Optional<Protocol>> only =
        ImmutableList.copyOf(some).stream()
            .map(Optional::of)
            .collect(ImmutableList.toImmutableList());
    return new RuleArbitrary(
        only, actions, directions, maxConditions, variables, negations, bindable);
  }

  /**
   * {@return rules of some actions only} Rules of the IP layer that can be bound never have the
   * action {@code continue}, with which no interface starts: if it is the only action, they accept.
   *
   * @param first an action
   * @param more more of them
   */
  public RuleArbitrary withActions(Action first, Action... more) {
    ImmutableSet<Action> only = ImmutableSet.<Action>builder().add(first).add(more).build();
    return new RuleArbitrary(
        protocols, only, directions, maxConditions, variables, negations, bindable);
  }

  /**
   * {@return rules of some directions only}
   *
   * @param first a direction
   * @param more more of them
   */
  public RuleArbitrary inDirections(Direction first, Direction... more) {
    ImmutableSet<Direction> only = ImmutableSet.<Direction>builder().add(first).add(more).build();
    return new RuleArbitrary(
        protocols, actions, only, maxConditions, variables, negations, bindable);
  }

  /**
   * {@return rules with no more than a number of conditions; one more where a condition needs
   * another next to it}
   *
   * @param max the number, 5 if this is not called
   */
  public RuleArbitrary ofMaxConditions(int max) {
    return new RuleArbitrary(protocols, actions, directions, max, variables, negations, bindable);
  }

  /** {@return rules with literals only} */
  public RuleArbitrary withoutVariables() {
    return new RuleArbitrary(
        protocols, actions, directions, maxConditions, false, negations, bindable);
  }

  /** {@return rules without {@code match='no'}} */
  public RuleArbitrary withoutNegations() {
    return new RuleArbitrary(
        protocols, actions, directions, maxConditions, variables, false, bindable);
  }

  /**
   * {@return rules that libvirt defines, also those that it or netfilter refuses when an interface
   * starts: ranges that end before they start, {@code continue} at the IP layer, and others}
   */
  public RuleArbitrary alsoUnbindable() {
    return new RuleArbitrary(
        protocols, actions, directions, maxConditions, variables, negations, false);
  }

  @Override
  protected Arbitrary<Rule> arbitrary() {
    List<Arbitrary<Rule>> each = new ArrayList<>();
    protocols.forEach(protocol -> each.add(rules(protocol)));
    // Combinations of limits would be generated first, thousands of them.
    return Arbitraries.oneOf(each).withoutEdgeCases();
  }

  private Arbitrary<Rule> rules(Optional<Protocol> protocol) {
    return protocol.isEmpty()
        ? heads(protocol)
        : Combinators.combine(heads(protocol), conditions(protocol.get()))
            .as(
                (head, conditions) ->
                    bindable
                        ? BindableRule.of(head, protocol.get(), conditions)
                        : BindableRule.definedOnly(head, protocol.get(), conditions));
  }

  private Arbitrary<Rule> heads(Optional<Protocol> protocol) {
    return Combinators.combine(
            Arbitraries.of(legalActions(protocol)),
            Arbitraries.of(directions),
            Arbitraries.integers()
                .between(Rule.MIN_PRIORITY, Rule.MAX_PRIORITY)
                .shrinkTowards(Rule.DEFAULT_PRIORITY),
            Arbitraries.of(true, true, true, false))
        .as(
            (action, direction, priority, stateMatch) -> {
              Rule.Builder rule = Rule.builder(action, direction).priority(priority);
              return (stateMatch ? rule : rule.withoutStateMatch()).build();
            });
  }

  private ImmutableSet<Action> legalActions(Optional<Protocol> protocol) {
    if (!bindable || protocol.map(p -> p.layer() == Layer.ETHERNET).orElse(true)) {
      return actions;
    }
    ImmutableSet<Action> legal =
        actions.stream()
            .filter(action -> action != Action.CONTINUE)
            .collect(ImmutableSet.toImmutableSet());
    return legal.isEmpty() ? ImmutableSet.of(Action.ACCEPT) : legal;
  }

  /** Neighbours in the table often belong together: an address and its mask, start and end. */
  private Arbitrary<List<Condition<?>>> conditions(Protocol protocol) {
    List<Arbitrary<Condition<?>>> each = new ArrayList<>();
    protocol.attributes().forEach(spec -> each.add(condition(protocol, spec)));
    List<Arbitrary<List<Condition<?>>>> groups = new ArrayList<>();
    for (int i = 0; i < each.size(); i++) {
      groups.add(each.get(i).map(List::of));
      if (i + 1 < each.size() && maxConditions > 1) {
        groups.add(Combinators.combine(each.get(i), each.get(i + 1)).as(List::of));
      }
    }
    // Shrinking can leave one of two neighbours out.
    Arbitrary<Boolean> kept = Arbitraries.frequency(Tuple.of(1, false), Tuple.of(9, true));
    return Combinators.combine(
            Arbitraries.oneOf(groups).list().ofMaxSize(maxConditions),
            kept.list().ofSize(maxConditions))
        .as(RuleArbitrary::kept);
  }

  /** {@return the first of the conditions, as many as may be kept, if they are to be kept} */
  private static List<Condition<?>> kept(List<List<Condition<?>>> groups, List<Boolean> kept) {
    List<Condition<?>> all = groups.stream().<Condition<?>>flatMap(List::stream).toList();
    return IntStream.range(0, Math.min(all.size(), kept.size()))
        .filter(kept::get)
        .<Condition<?>>mapToObj(all::get)
        .toList();
  }

  private Arbitrary<Condition<?>> condition(Protocol protocol, AttributeSpec<?> spec) {
    Arbitrary<String> literals = Literals.of(protocol, spec);
    Arbitrary<String> texts =
        VariableNames.references(protocol, spec)
            .filter(references -> variables)
            .map(
                references ->
                    Arbitraries.frequencyOf(Tuple.of(4, literals), Tuple.of(1, references)))
            .orElse(literals);
    Arbitrary<Boolean> negated =
        negations ? Arbitraries.of(false, false, false, true) : Arbitraries.just(false);
    return Combinators.combine(texts, negated)
        .as((text, not) -> BindableRule.condition(spec, text, not));
  }
}
