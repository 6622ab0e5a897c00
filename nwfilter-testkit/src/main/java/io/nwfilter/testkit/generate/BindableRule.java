package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes of any legal conditions some that can also be bound: libvirt defines filters that it or
 * netfilter then refuses, and a rule of that kind would hide all others of its filter.
 */
final class BindableRule {

  private static final ImmutableList<Attribute<?>> ICMP =
      ImmutableList.of(Attributes.TYPE, Attributes.TYPEEND, Attributes.CODE, Attributes.CODEEND);

  /** What has ports at the Ethernet layer. */
  private static final ImmutableList<String> WITH_PORTS =
      ImmutableList.of("tcp", "udp", "sctp", "33");

  private final Protocol protocol;
  private final Map<Attribute<?>, Condition<?>> conditions = new LinkedHashMap<>();

  private BindableRule(Protocol protocol, List<Condition<?>> conditions) {
    this.protocol = protocol;
    conditions.forEach(condition -> this.conditions.put(condition.spec().attribute(), condition));
  }

  /** {@return the rule; of several conditions on one attribute the last one stays} */
  static Rule of(Rule head, Protocol protocol, List<Condition<?>> conditions) {
    BindableRule rule = new BindableRule(protocol, conditions);
    rule.giveProtocol();
    rule.mend(head.direction());
    return rule.build(head);
  }

  /** {@return the rule as libvirt defines it, whatever becomes of it then} */
  static Rule definedOnly(Rule head, Protocol protocol, List<Condition<?>> conditions) {
    BindableRule rule = new BindableRule(protocol, conditions);
    rule.giveProtocol();
    return rule.build(head);
  }

  private Rule build(Rule head) {
    Rule.Builder builder = head.toBuilder().protocol(protocol);
    conditions.values().forEach(builder::add);
    return builder.iterators(iterators()).build();
  }

  /** {@return the iterators as chance has it: in the order in which the conditions came} */
  private Set<Integer> iterators() {
    Set<Integer> iterators = new LinkedHashSet<>();
    conditions.values().forEach(condition -> condition.iterator().ifPresent(iterators::add));
    return iterators;
  }

  private void mend(Direction direction) {
    if (protocol == Protocol.STP && direction == Direction.INOUT) {
      conditions.remove(Attributes.SRCMACADDR);
    }
    NumberRange.ALL.forEach(this::order);
    dropLiteral(Attributes.VLANID, 4095);
    dropLiteral(Attributes.OPTION, 0);
    dropMaskOfNothing(Attributes.SRCIPADDR, Attributes.SRCIPMASK);
    dropMaskOfNothing(Attributes.DSTIPADDR, Attributes.DSTIPMASK);
    keepFamily();
    keepSetUsable();
  }

  /** Ports and ICMPv6 types are matched only with a protocol that has them. */
  private void giveProtocol() {
    if (protocol.layer() != Layer.ETHERNET) {
      return;
    }
    Optional<Condition<?>> port = first(NumberRange.PORT_ATTRIBUTES);
    Optional<Condition<?>> type = first(ICMP);
    if (port.isPresent()) {
      ICMP.forEach(conditions::remove);
      int choice = Math.floorMod(port.hashCode(), WITH_PORTS.size());
      put(Attributes.PROTOCOL, WITH_PORTS.get(choice));
    } else if (type.isPresent()) {
      put(Attributes.PROTOCOL, "icmpv6");
    }
  }

  private Optional<Condition<?>> first(List<? extends Attribute<?>> attributes) {
    for (Attribute<?> attribute : attributes) {
      Condition<?> condition = conditions.get(attribute);
      if (condition != null) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  private void put(Attribute<?> attribute, String text) {
    conditions.put(attribute, condition(protocol.spec(attribute), text, false));
  }

  static <T> Condition<T> condition(AttributeSpec<T> spec, String text, boolean negated) {
    return new Condition<>(spec, spec.parse(text), negated);
  }

  /** A range must not end before it starts, whatever the values of variables. */
  private void order(NumberRange range) {
    Condition<?> start = conditions.get(range.start());
    Condition<?> end = conditions.get(range.end());
    if (start == null || end == null) {
      return;
    }
    if (start.value() instanceof Value.Variable<?> variable
        && VariableNames.isRange(variable.reference().name())) {
      conditions.remove(range.end());
      return;
    }
    Optional<Numeral> first = literal(start, range.start());
    Optional<Numeral> last = literal(end, range.end());
    if (first.isPresent() != last.isPresent()) {
      conditions.remove(range.end());
    } else if (first.isPresent() && first.get().value() > last.get().value()) {
      conditions.put(range.start(), withText(start, last.get().toString()));
      conditions.put(range.end(), withText(end, first.get().toString()));
    }
  }

  private static <T> Condition<T> withText(Condition<T> condition, String text) {
    return condition(condition.spec(), text, condition.negated());
  }

  private void dropLiteral(Attribute<Numeral> attribute, long number) {
    Condition<?> condition = conditions.get(attribute);
    if (condition != null
        && literal(condition, attribute).filter(n -> n.value() == number).isPresent()) {
      conditions.remove(attribute);
    }
  }

  /** Everything but everything is nothing, which netfilter refuses. */
  private void dropMaskOfNothing(Attribute<?> address, Attribute<PrefixLength> mask) {
    Condition<?> negated = conditions.get(address);
    Condition<?> masking = conditions.get(mask);
    if (negated != null
        && negated.negated()
        && masking != null
        && literal(masking, mask).filter(m -> m.bits() == 0).isPresent()) {
      conditions.remove(mask);
    }
  }

  /** The literal end of an IPv6 range can only be an IPv4 address, which ip6tables refuses. */
  private void keepFamily() {
    Condition<?> end = conditions.get(Attributes.DSTIPTO);
    if (protocol.layer() == Layer.IPV6
        && end != null
        && conditions.containsKey(Attributes.DSTIPFROM)
        && literal(end, Attributes.DSTIPTO).isPresent()) {
      conditions.remove(Attributes.DSTIPTO);
    }
  }

  /** Outside of {@code all}, libvirt cannot start an interface with a set but without its flags. */
  private void keepSetUsable() {
    boolean all = protocol == Protocol.ALL || protocol == Protocol.ALL_IPV6;
    if (!all && !conditions.containsKey(Attributes.IPSETFLAGS)) {
      conditions.remove(Attributes.IPSET);
    }
    if (!conditions.containsKey(Attributes.IPSET)) {
      conditions.remove(Attributes.IPSETFLAGS);
    }
  }

  private static <T> Optional<T> literal(Condition<?> condition, Attribute<T> attribute) {
    return condition.value() instanceof Value.Literal<?> literal
        ? Optional.of(attribute.cast(literal.value()))
        : Optional.empty();
  }
}
