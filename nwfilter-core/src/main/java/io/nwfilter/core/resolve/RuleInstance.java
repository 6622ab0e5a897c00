package io.nwfilter.core.resolve;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule with a value for every variable. */
public final class RuleInstance {

  private final ScopedRule scoped;
  private final ImmutableMap<Attribute<?>, Object> substituted;

  /**
   * Creates an instance.
   *
   * @param scoped the rule
   * @param substituted the values that replace variables
   */
  RuleInstance(ScopedRule scoped, ImmutableMap<Attribute<?>, Object> substituted) {
    this.scoped = scoped;
    this.substituted = substituted;
  }

  /** {@return the rule and where it was included} */
  public ScopedRule scoped() {
    return scoped;
  }

  /** {@return the rule} */
  public Rule rule() {
    return scoped.rule();
  }

  /**
   * {@return whether the rule compares an attribute with something}
   *
   * @param attribute the attribute
   */
  public boolean has(Attribute<?> attribute) {
    return value(attribute) != null;
  }

  /**
   * Returns the value of an attribute. The end of a range may have one without a condition of its
   * own, if the variable for its start holds the whole range.
   *
   * @param <T> the type of the value
   * @param attribute the attribute
   * @return the value; null if the rule does not compare the attribute
   */
  public <T> @Nullable T value(Attribute<T> attribute) {
    Condition<?> condition = rule().conditions().get(attribute);
    Object value =
        condition != null && condition.value() instanceof Value.Literal<?> literal
            ? literal.value()
            : substituted.get(attribute);
    return value == null ? null : attribute.cast(value);
  }

  /**
   * Returns whether the condition on an attribute is negated.
   *
   * @param attribute the attribute
   * @return false also if the rule has no condition on it
   */
  public boolean negated(Attribute<?> attribute) {
    Condition<?> condition = rule().conditions().get(attribute);
    return condition != null && condition.negated();
  }

  /** {@return the rule and its values, for messages} */
  @Override
  public String toString() {
    Map<Attribute<?>, @Nullable Object> values = new LinkedHashMap<>();
    rule().conditions().keySet().forEach(attribute -> values.put(attribute, value(attribute)));
    return rule().action() + " " + rule().direction() + " " + values;
  }
}
