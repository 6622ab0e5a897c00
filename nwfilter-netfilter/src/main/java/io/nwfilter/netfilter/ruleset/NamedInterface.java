package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.stream.Stream;

/**
 * A name by which a rule asks for an interface or a bridge.
 *
 * <pre>{@code
 * for (NamedInterface named : NamedInterface.in(rule)) {
 *   print(named.field() + " " + named); // IN_INTERFACE eth+
 * }
 * }</pre>
 *
 * @param field what the rule asks the name of, such as {@link Field#IN_INTERFACE}
 * @param value the octets of the name, under a mask if the rule asks for all names that begin so
 */
public record NamedInterface(Field field, Values.Masked value) {

  /**
   * Checks that both are given.
   *
   * @param field what the rule asks the name of
   * @param value the octets of the name
   */
  public NamedInterface {
    requireNonNull(field, "field");
    requireNonNull(value, "value");
  }

  /**
   * {@return the names in a rule, in the order of its matches}
   *
   * @param rule the rule
   */
  public static List<NamedInterface> in(ChainRule rule) {
    return rule.matches().stream()
        .filter(FieldMatch.class::isInstance)
        .map(FieldMatch.class::cast)
        .flatMap(NamedInterface::in)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return the names in a match; none if it asks for something else}
   *
   * @param match the match
   */
  public static Stream<NamedInterface> in(FieldMatch match) {
    return match.field().kind() == FieldKind.INTERFACE
        ? match.values().cubes(Bits.MAX_WIDTH).stream()
            .map(value -> new NamedInterface(match.field(), value))
        : Stream.of();
  }

  /** {@return whether it is the name of one interface only} */
  public boolean isWhole() {
    return value.isSingle(Bits.MAX_WIDTH);
  }

  /**
   * {@return whether an interface of some name is asked for}
   *
   * @param name the name
   */
  public boolean means(String name) {
    return value.contains(Bits.ofName(name));
  }

  /**
   * {@return the name or, if it is the beginning of several, what iptables writes: {@code eth+}}
   */
  @Override
  public String toString() {
    return value.value().name() + (isWhole() ? "" : "+");
  }
}
