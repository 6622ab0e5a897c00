package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Bounds;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.ValueType;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.Value;
import io.nwfilter.core.value.VariableReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Values for the variables of some rules that are legal wherever the variables are used. */
final class VariableValues {

  /** As long as the lists at references are; lists of one length may advance together. */
  static final int LIST_LENGTH = 2;

  private static final String MAC = "MAC";

  private final ListMultimap<String, AttributeSpec<?>> uses =
      MultimapBuilder.treeKeys().arrayListValues().build();
  private final Map<String, Integer> largestIndexes = new HashMap<>();
  private final Map<AttributeSpec<?>, String> sets = new HashMap<>();

  private VariableValues() {}

  static VariableValues ofRules(Iterable<Rule> rules) {
    VariableValues values = new VariableValues();
    rules.forEach(values::add);
    return values;
  }

  private void add(Rule rule) {
    for (Condition<?> condition : rule.conditions().values()) {
      if (condition.value() instanceof Value.Variable<?> variable) {
        VariableReference reference = variable.reference();
        uses.put(reference.name(), condition.spec());
        largestIndexes.merge(
            reference.name(), Math.toIntExact(reference.index().orElse(0)), Math::max);
        rule.protocol().ifPresent(p -> sets.put(condition.spec(), Literals.set(p)));
      }
    }
  }

  /** {@return the names of the variables, sorted} */
  Set<String> names() {
    return uses.keySet();
  }

  /** {@return lists for some variables: that of number n if bit n of the choice is set} */
  Parameters some(int choice) {
    ImmutableListMultimap.Builder<String, String> values = ImmutableListMultimap.builder();
    int number = 0;
    for (String name : names()) {
      if ((choice >> number & 1) == 1 && !name.equals(MAC)) {
        values.putAll(name, list(name, LIST_LENGTH, List.of(300 + number, 500 + number)));
      }
      number++;
    }
    return new Parameters(Multimaps.asMap(values.build()));
  }

  /**
   * {@return a list for a variable}
   *
   * @param length how long it is at least; longer if a rule asks for an element after that
   * @param seeds what the values are made from, at least one; they repeat in longer lists
   */
  ImmutableList<String> list(String name, int length, List<Integer> seeds) {
    int size = Math.max(length, largestIndexes.getOrDefault(name, 0) + 1);
    List<String> all =
        IntStream.range(0, size).mapToObj(i -> value(name, seeds.get(i % seeds.size()))).toList();
    return ImmutableList.copyOf(all);
  }

  private String value(String name, int seed) {
    List<AttributeSpec<?>> specs = uses.get(name);
    if (VariableNames.isRange(name)) {
      int first = 1 + seed % 1000;
      return seed % 5 == 0 ? first + ":" : first + ":" + (first + seed % 7);
    }
    return IntStream.range(0, 4)
        .mapToObj(form -> candidate(specs, seed, form))
        .filter(text -> specs.stream().allMatch(spec -> isLegal(spec, text)))
        .findFirst()
        .orElseGet(() -> candidate(specs, seed, 0)); // nothing suits all: both sides will refuse
  }

  private static boolean isLegal(AttributeSpec<?> spec, String text) {
    return !spec.attribute().isSubstituted() || Spelling.isLegal(spec.type(), text);
  }

  /** {@return a text for the kind that the first use has; numbers in one form or another} */
  private String candidate(List<AttributeSpec<?>> specs, int seed, int form) {
    AttributeSpec<?> spec = specs.get(0);
    return switch (spec.type().kind()) {
      case MAC -> new MacAddress(0x5254_0007_0000L + seed).toString();
      case MAC_MASK -> MacMask.ofOnes(1 + seed % MacMask.BITS);
      case IPV4 -> new Ipv4Address(0x0a07_0000 + seed).toString();
      case IPV6, EITHER_ADDRESS -> new Ipv6Address(0x2001_0db8_0000_0007L, seed).toString();
      case IPV4_MASK, IPV6_MASK -> Integer.toString(1 + seed % 32);
      case NUMBER, DECIMAL -> new Numeral(number(specs, seed), form > 0).toString();
      case IPSET -> sets.getOrDefault(spec, FilterArbitraries.IPV4_SET);
      case IPSET_FLAGS -> seed % 2 == 0 ? "src" : "dst";
      case BOOLEAN, STATES, TCP_FLAGS, COMMENT -> "seen_by_nobody";
    };
  }

  /**
   * {@return a number that all take; ends of ranges have the upper half, everything else the rest}
   */
  private static long number(List<AttributeSpec<?>> specs, int seed) {
    long low = 1;
    long high = 0xffff;
    for (AttributeSpec<?> spec : specs) {
      Bounds range = range(spec.type());
      low = Math.max(low, range.lowest());
      high = Math.min(high, range.highest() - 1);
    }
    long middle = (low + high) / 2;
    boolean ends = specs.stream().allMatch(s -> NumberRange.endingAt(s.attribute()).isPresent());
    long first = ends ? middle + 1 : low;
    long last = ends ? high : middle;
    return first + seed % Math.max(1, last - first + 1);
  }

  private static Bounds range(ValueType<?> type) {
    return type.range().orElse(new Bounds(0, 0xffff));
  }
}
