package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.Value;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which frames of one IP layer a rule of the Ethernet layer matches, as far as chains and protocols
 * tell.
 *
 * @param layer {@link Layer#IPV4} or {@link Layer#IPV6}
 */
record LayerScope(Layer layer) {

  /** {@return whether frames of the layer may enter a chain} */
  boolean mayEnter(ChainName chain) {
    return switch (chain.protocol()) {
      case ROOT, MAC -> true;
      case IPV4 -> layer == Layer.IPV4;
      case IPV6 -> layer == Layer.IPV6;
      case VLAN, STP, ARP, RARP -> false;
    };
  }

  /**
   * {@return whether a rule may match a frame of the layer, and of a protocol inside, that comes to
   * it}
   *
   * @param inside the number of the protocol; empty for any
   */
  boolean mayMatch(ScopedRule scoped, OptionalInt inside) {
    OptionalLong asked = literal(scoped.rule(), Attributes.PROTOCOL);
    return mayMatch(scoped)
        && (inside.isEmpty() || asked.isEmpty() || asked.getAsLong() == inside.getAsInt());
  }

  /** {@return whether a rule may match a frame of the layer that comes to it} */
  boolean mayMatch(ScopedRule scoped) {
    Rule rule = scoped.rule();
    if (rule.protocol().isEmpty()) {
      return true;
    }
    return switch (rule.protocol().get()) {
      case MAC -> {
        OptionalLong type = literal(rule, Attributes.PROTOCOLID);
        yield type.isEmpty() || type.getAsLong() == etherType();
      }
      case IP -> layer == Layer.IPV4;
      case IPV6 -> layer == Layer.IPV6;
      default -> false;
    };
  }

  /**
   * {@return whether a rule matches every frame of the layer, and of a protocol inside, that comes
   * to it}
   *
   * @param inside the number of the protocol; empty for any
   */
  boolean matchesAll(ScopedRule scoped, OptionalInt inside) {
    return mayMatch(scoped, inside)
        && (asksNothing(scoped.rule())
            || asksOnlyFor(Attributes.PROTOCOLID, scoped.rule())
            || (inside.isPresent() && asksOnlyFor(Attributes.PROTOCOL, scoped.rule())));
  }

  private static boolean asksOnlyFor(Attribute<Numeral> attribute, Rule rule) {
    return rule.conditions().keySet().equals(Set.of(attribute))
        && literal(rule, attribute).isPresent();
  }

  /** {@return whether a rule matches frames of the layer and no others} */
  boolean matchesOnly(ScopedRule scoped) {
    Rule rule = scoped.rule();
    Protocol own = layer == Layer.IPV4 ? Protocol.IP : Protocol.IPV6;
    boolean ofLayer =
        rule.protocol().equals(Optional.of(own))
            || literal(rule, Attributes.PROTOCOLID).equals(OptionalLong.of(etherType()));
    return ofLayer || (mayMatch(scoped) && inOwnChain(scoped));
  }

  private boolean inOwnChain(ScopedRule scoped) {
    return switch (scoped.chain().protocol()) {
      case IPV4, IPV6 -> mayEnter(scoped.chain());
      default -> false;
    };
  }

  /** {@return whether a rule has no condition but perhaps a comment} */
  static boolean asksNothing(Rule rule) {
    return rule.conditions().keySet().stream().allMatch(Attributes.COMMENT::equals);
  }

  /** {@return the number that a rule asks for; empty if it is none, a variable, or excluded} */
  static OptionalLong literal(Rule rule, Attribute<Numeral> attribute) {
    Optional<Condition<Numeral>> condition = rule.condition(attribute);
    return condition.isPresent()
            && !condition.get().negated()
            && condition.get().value() instanceof Value.Literal<Numeral> literal
        ? OptionalLong.of(literal.value().value())
        : OptionalLong.empty();
  }

  private int etherType() {
    return layer == Layer.IPV4 ? 0x0800 : 0x86DD;
  }
}
