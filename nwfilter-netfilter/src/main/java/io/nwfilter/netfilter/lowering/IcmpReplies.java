package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.core.value.ConnectionState;
import io.nwfilter.core.value.ConnectionStates;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which ICMP rules want a reply that no other rule accepts. A rule with a type exists in one
 * direction only; that matters if the type is one that is replied to (RFC 792, RFC 950, RFC 1256,
 * RFC 4443, RFC 4861), some rule drops whatever no other accepts, and no rule accepts the replies.
 * One without a type in the direction of the replies does not: its direction of the connection is
 * the original one, and a reply is of the other.
 */
final class IcmpReplies {

  private static final ImmutableMap<Long, Long> REPLIES =
      ImmutableMap.of(8L, 0L, 10L, 9L, 13L, 14L, 15L, 16L, 17L, 18L);
  private static final ImmutableMap<Long, Long> REPLIES_V6 =
      ImmutableMap.of(128L, 129L, 133L, 134L, 135L, 136L, 139L, 140L);

  /** What a rule may have without being about replies in particular. */
  private static final ImmutableSet<Attribute<?>> UNSPECIFIC =
      ImmutableSet.of(Attributes.COMMENT, Attributes.STATE);

  private final List<ScopedRule> rules;

  /** What is known of requests: an interface has few kinds of them, but may have many of each. */
  private final Map<Request, Boolean> missing = new HashMap<>();

  private record Request(
      Optional<Protocol> protocol, Direction direction, OptionalLong type, Semantics semantics) {}

  IcmpReplies(List<ScopedRule> rules) {
    this.rules = rules;
  }

  /**
   * {@return whether to report that libvirt leaves out the replies to what a rule accepts} Under
   * libvirt's semantics, only if no other rule accepts them, as far as can be told. Compiled as
   * written, the rule has the replies that libvirt leaves out, and that is always reported.
   */
  boolean areMissing(ScopedRule scoped) {
    Rule rule = scoped.rule();
    return missing.computeIfAbsent(
        new Request(rule.protocol(), rule.direction(), literalType(rule), scoped.semantics()),
        request -> areMissingAmongAll(scoped));
  }

  private boolean areMissingAmongAll(ScopedRule scoped) {
    Rule rule = scoped.rule();
    Protocol protocol = rule.protocol().orElse(null);
    OptionalLong type = literalType(rule);
    if (type.isEmpty()
        || protocol == null
        || rule.direction() == Direction.INOUT
        || scoped.semantics() == Semantics.AS_WRITTEN) {
      return true;
    }
    OptionalLong reply = replyTo(protocol, type.getAsLong());
    return reply.isPresent()
        && rules.stream().anyMatch(other -> dropsReplies(other.rule(), rule, protocol))
        && rules.stream()
            .noneMatch(other -> accepts(other.rule(), rule, protocol, reply.getAsLong()));
  }

  /** {@return whether packets that a rule matches are never replied to} */
  static boolean areImpossible(Rule rule) {
    OptionalLong type = literalType(rule);
    return type.isPresent()
        && rule.protocol().map(p -> replyTo(p, type.getAsLong()).isEmpty()).orElse(false);
  }

  private static OptionalLong replyTo(Protocol protocol, long type) {
    Long reply = (protocol == Protocol.ICMP ? REPLIES : REPLIES_V6).get(type);
    return reply == null ? OptionalLong.empty() : OptionalLong.of(reply);
  }

  /** {@return the only type that a rule matches; empty if it names none, or a variable} */
  private static OptionalLong literalType(Rule rule) {
    Optional<Condition<Numeral>> type = rule.condition(Attributes.TYPE);
    return type.isPresent()
            && !rule.negates(type.get())
            && !type.get().negated()
            && type.get().value() instanceof Value.Literal<Numeral> literal
        ? OptionalLong.of(literal.value().value())
        : OptionalLong.empty();
  }

  private static boolean accepts(Rule candidate, Rule request, Protocol protocol, long reply) {
    if (candidate.action() != Action.ACCEPT || !mayBe(candidate, protocol)) {
      return false;
    }
    boolean back = candidate.direction() != request.direction();
    if (candidate.condition(Attributes.TYPE).isPresent()) {
      return back
          && candidate.direction() != Direction.INOUT // which makes no rule at all
          && seesReplies(candidate)
          && literalType(candidate).equals(OptionalLong.of(reply));
    } else if (statesOf(candidate).isPresent()) {
      return back && seesReplies(candidate);
    }
    // With a state match of its own, a rule accepts only what starts connections in its direction,
    // and back what replies to that.
    boolean stateless = !candidate.stateMatch() || candidate.direction() == Direction.INOUT;
    return stateless || !back;
  }

  /**
   * {@return whether a rule drops replies to a request, unless an earlier one accepts them} One
   * that asks for their type, or for an address, means just these, so that there is nothing to
   * report.
   */
  private static boolean dropsReplies(Rule candidate, Rule request, Protocol protocol) {
    boolean drops =
        switch (candidate.action()) {
          case DROP, REJECT -> true;
          case ACCEPT, RETURN, CONTINUE -> false;
        };
    boolean back = candidate.direction() != request.direction();
    return drops
        && mayBe(candidate, protocol)
        && (statesOf(candidate).isEmpty() || (back && seesReplies(candidate)))
        && candidate.conditions().values().stream()
            .allMatch(each -> each.negated() || UNSPECIFIC.contains(each.spec().attribute()));
  }

  private static boolean mayBe(Rule candidate, Protocol protocol) {
    ImmutableSet<Protocol> wide =
        protocol == Protocol.ICMP
            ? ImmutableSet.of(Protocol.ICMP, Protocol.ALL)
            : ImmutableSet.of(Protocol.ICMPV6, Protocol.ALL_IPV6);
    return candidate.protocol().map(wide::contains).orElse(false);
  }

  /** {@return whether the states that a rule names, if any, include that of replies} */
  private static boolean seesReplies(Rule candidate) {
    return statesOf(candidate)
        .map(states -> states.none() || states.states().contains(ConnectionState.ESTABLISHED))
        .orElse(true);
  }

  /** {@return the states that a rule names and that are looked at} */
  private static Optional<ConnectionStates> statesOf(Rule candidate) {
    Optional<Condition<ConnectionStates>> state = candidate.condition(Attributes.STATE);
    return candidate.stateMatch()
            && state.isPresent()
            && state.get().value() instanceof Value.Literal<ConnectionStates> literal
            && !literal.value().equals(ConnectionStates.UNSPECIFIED)
        ? Optional.of(literal.value())
        : Optional.empty();
  }
}
