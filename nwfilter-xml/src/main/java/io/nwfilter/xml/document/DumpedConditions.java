package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.Value;

/** The conditions of a rule as libvirt remembers them. */
final class DumpedConditions {

  /** The flags that libvirt adds for a set that has none. */
  private static final Value<IpsetFlags> INVENTED_FLAGS =
      new Value.Literal<>(new IpsetFlags(ImmutableList.of(IpsetFlags.End.SRC)));

  private final Rule rule;
  private final Protocol protocol;
  private final ImmutableList.Builder<Condition<?>> dumped = ImmutableList.builder();

  private DumpedConditions(Rule rule) {
    this.rule = rule;
    this.protocol = rule.protocol().orElseThrow();
  }

  static ImmutableList<Condition<?>> of(Rule rule) {
    DumpedConditions conditions = new DumpedConditions(rule);
    rule.conditions().values().forEach(conditions::add);
    return conditions.dumped.build();
  }

  private void add(Condition<?> condition) {
    if (condition.spec().attribute() == Attributes.IPSET) {
      set(condition);
    } else if (condition.spec().attribute() == Attributes.IPSETFLAGS) {
      if (keepsFlags()) {
        dumped.add(condition);
      }
    } else if (condition.spec().attribute() == Attributes.COMMENT) {
      dumped.add(condition);
    } else {
      dumped.add(negated(condition));
    }
  }

  private <T> Condition<T> negated(Condition<T> condition) {
    return new Condition<>(condition.spec(), condition.value(), rule.negates(condition));
  }

  /**
   * Adds a set. Where flags are not kept, libvirt drops it if it has some, and otherwise adds some.
   */
  private void set(Condition<?> set) {
    if (keepsFlags()) {
      dumped.add(set);
    } else if (rule.condition(Attributes.IPSETFLAGS).isEmpty()) {
      dumped.add(set);
      dumped.add(new Condition<>(protocol.spec(Attributes.IPSETFLAGS), INVENTED_FLAGS, false));
    }
  }

  private boolean keepsFlags() {
    return protocol == Protocol.ALL || protocol == Protocol.ALL_IPV6;
  }
}
