package io.nwfilter.core.resolve;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.math.LongMath;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Bounds;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.Value;
import io.nwfilter.core.value.VariableReference;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;

/** The combinations of values that the variables of one rule take, each made on demand. */
final class Combinations extends AbstractList<RuleInstance> implements RandomAccess {

  /** What one iterator sets in one step: a value for each attribute that it governs. */
  private record Step(ImmutableMap<Attribute<?>, Object> values) {}

  private final ScopedRule scoped;
  private final ImmutableMap<Attribute<?>, Object> fixed;
  private final ImmutableList<ImmutableList<Step>> wheels;
  private final int size;

  private Combinations(
      ScopedRule scoped,
      ImmutableMap<Attribute<?>, Object> fixed,
      ImmutableList<ImmutableList<Step>> wheels) {
    this.scoped = scoped;
    this.fixed = fixed;
    this.wheels = wheels;
    this.size = size(scoped, wheels);
  }

  static List<RuleInstance> of(ScopedRule scoped) {
    if (!scoped.rule().hasVariables()) {
      return ImmutableList.of(new RuleInstance(scoped, ImmutableMap.of()));
    }
    try {
      return combined(scoped);
    } catch (ResolutionException first) {
      throw new ResolutionException(allProblems(scoped, first));
    }
  }

  /** {@return what is wrong with any of the rule's variables, not only the first} */
  private static List<Diagnostic> allProblems(ScopedRule scoped, ResolutionException first) {
    DiagnosticSink problems = new DiagnosticSink();
    ListMultimap<Integer, Condition<?>> iterated =
        MultimapBuilder.treeKeys().arrayListValues(2).build();
    for (Condition<?> condition : scoped.rule().conditions().values()) {
      if (condition.value() instanceof Value.Variable<?> variable) {
        collect(problems, () -> checkValues(scoped, condition, variable.reference()));
        if (variable.reference().index().isEmpty()) {
          iterated.put(variable.reference().iterator(), condition);
        }
      }
    }
    for (Integer iterator : iterated.keySet()) {
      collect(problems, () -> lists(scoped, iterated.get(iterator)));
    }
    problems.addAll(first.diagnostics());
    return problems.diagnostics();
  }

  private static void collect(DiagnosticSink problems, Runnable check) {
    try {
      check.run();
    } catch (ResolutionException e) {
      problems.addAll(e.diagnostics());
    }
  }

  /** Refuses the first illegal value of a list: the others are hardly better. */
  private static void checkValues(
      ScopedRule scoped, Condition<?> condition, VariableReference reference) {
    for (String text : Variables.values(scoped, reference)) {
      put(ImmutableMap.builder(), scoped, condition, text);
    }
  }

  private static Combinations combined(ScopedRule scoped) {
    ImmutableMap.Builder<Attribute<?>, Object> fixed = ImmutableMap.builder();
    ListMultimap<Integer, Condition<?>> iterated =
        MultimapBuilder.hashKeys(2).arrayListValues(2).build();
    for (Condition<?> condition : scoped.rule().conditions().values()) {
      if (condition.value() instanceof Value.Variable<?> variable) {
        VariableReference reference = variable.reference();
        if (reference.index().isPresent()) {
          String text = Variables.values(scoped, reference).get(0);
          put(fixed, scoped, condition, text);
        } else {
          iterated.put(reference.iterator(), condition);
        }
      }
    }
    return new Combinations(scoped, fixed.buildOrThrow(), wheels(scoped, iterated));
  }

  /** {@return the product of the lengths of all lists, without a look at their values} */
  static long count(ScopedRule scoped) {
    if (!scoped.rule().hasVariables()) {
      return 1;
    }
    long count = 1;
    Set<Integer> iterators = new HashSet<>();
    for (Condition<?> condition : scoped.rule().conditions().values()) {
      if (condition.value() instanceof Value.Variable<?> variable
          && variable.reference().index().isEmpty()
          && iterators.add(variable.reference().iterator())) {
        int length = scoped.scope().get(variable.reference().name()).size();
        count = LongMath.saturatedMultiply(count, Math.max(1, length));
      }
    }
    return count;
  }

  /**
   * {@return whether lists under one iterator have different lengths; missing ones do not count}
   */
  static boolean isUnequal(ScopedRule scoped) {
    Map<Integer, Integer> lengths = new HashMap<>();
    for (Condition<?> condition : scoped.rule().conditions().values()) {
      if (condition.value() instanceof Value.Variable<?> variable
          && variable.reference().index().isEmpty()) {
        int length = scoped.scope().get(variable.reference().name()).size();
        Integer other = lengths.putIfAbsent(variable.reference().iterator(), length);
        if (other != null && other != length && length > 0 && other > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static int size(ScopedRule scoped, ImmutableList<ImmutableList<Step>> wheels) {
    long instances = 1;
    for (ImmutableList<Step> wheel : wheels) {
      instances = LongMath.saturatedMultiply(instances, wheel.size());
    }
    if (instances > Integer.MAX_VALUE) {
      throw new ResolutionException(
          ResolutionCode.TOO_MANY_INSTANCES,
          scoped.origin(),
          "the lists of this rule multiply to " + instances + " instances");
    }
    return (int) instances;
  }

  /** Iterator 0 comes first, as it advances fastest. */
  private static ImmutableList<ImmutableList<Step>> wheels(
      ScopedRule scoped, ListMultimap<Integer, Condition<?>> iterated) {
    ImmutableList.Builder<ImmutableList<Step>> wheels = ImmutableList.builder();
    if (iterated.containsKey(0)) {
      wheels.add(steps(scoped, iterated.get(0)));
    }
    for (Integer iterator : scoped.rule().iterators()) {
      wheels.add(steps(scoped, iterated.get(iterator)));
    }
    return wheels.build();
  }

  /** {@return the values that conditions take together, in equally long lists} */
  private static List<List<String>> lists(ScopedRule scoped, List<Condition<?>> conditions) {
    List<List<String>> lists = new ArrayList<>(conditions.size());
    for (Condition<?> condition : conditions) {
      lists.add(Variables.values(scoped, reference(condition)));
    }
    int length = lists.get(0).size();
    for (List<String> list : lists) {
      if (list.size() != length) {
        throw unequal(scoped, conditions, lists);
      }
    }
    return lists;
  }

  private static ImmutableList<Step> steps(ScopedRule scoped, List<Condition<?>> conditions) {
    List<List<String>> lists = lists(scoped, conditions);
    int length = lists.get(0).size();
    Set<String> seen = new HashSet<>(); // of strings, as a tuple's hash can be made to collide
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    for (int row = 0; row < length; row++) {
      StringBuilder tuple = new StringBuilder();
      ImmutableMap.Builder<Attribute<?>, Object> values = ImmutableMap.builder();
      for (int i = 0; i < lists.size(); i++) {
        String text = lists.get(i).get(row);
        tuple.append(text.length()).append(' ').append(text);
        put(values, scoped, conditions.get(i), text);
      }
      if (length == 1 || seen.add(tuple.toString())) {
        steps.add(new Step(values.buildOrThrow()));
      }
    }
    return steps.build();
  }

  private static VariableReference reference(Condition<?> condition) {
    return ((Value.Variable<?>) condition.value()).reference();
  }

  private static void put(
      ImmutableMap.Builder<Attribute<?>, Object> values,
      ScopedRule scoped,
      Condition<?> condition,
      String text) {
    Attribute<?> attribute = condition.spec().attribute();
    if (!attribute.isSubstituted() && scoped.semantics() == Semantics.AS_LIBVIRT) {
      return;
    }
    Optional<NumberRange> range = rangeIn(text, scoped, attribute);
    if (range.isPresent()) {
      Bounds legal = condition.spec().type().range().orElseThrow();
      int colon = text.indexOf(':');
      Object first = bound(scoped, condition, text.substring(0, colon), legal.lowest());
      Object last = bound(scoped, condition, text.substring(colon + 1), legal.highest());
      values.put(range.get().start(), first).put(range.get().end(), last);
    } else {
      values.put(attribute, parse(scoped, condition, text));
    }
  }

  /** {@return the range that a value is all of, as netfilter reads it: {@code 22:23}} */
  private static Optional<NumberRange> rangeIn(
      String text, ScopedRule scoped, Attribute<?> attribute) {
    return text.indexOf(':') < 0
        ? Optional.empty()
        : NumberRange.startingAt(attribute)
            .filter(NumberRange::isWrittenWithColon)
            .filter(range -> !scoped.rule().conditions().containsKey(range.end()));
  }

  /** {@return one side of a range, which may be left out; netfilter reads only decimal numbers} */
  private static Object bound(
      ScopedRule scoped, Condition<?> condition, String text, long ifEmpty) {
    if (text.startsWith("0x")) {
      throw illegal(scoped, condition, "'" + text + "' is not a decimal number, as in 22:23");
    }
    return text.isEmpty() ? Numeral.of(ifEmpty) : parse(scoped, condition, text);
  }

  private static Object parse(ScopedRule scoped, Condition<?> condition, String text) {
    try {
      return condition.spec().type().substitute(text);
    } catch (IllegalValueException e) {
      throw illegal(scoped, condition, String.valueOf(e.getMessage()));
    }
  }

  private static ResolutionException illegal(
      ScopedRule scoped, Condition<?> condition, String message) {
    return new ResolutionException(
        ResolutionCode.ILLEGAL_VARIABLE_VALUE, scoped.origin(), condition + ": " + message);
  }

  private static String counted(int values) {
    return values == 1 ? "1 value" : values + " values";
  }

  private static ResolutionException unequal(
      ScopedRule scoped, List<Condition<?>> conditions, List<List<String>> lists) {
    List<String> sizes = new ArrayList<>();
    for (int i = 0; i < lists.size(); i++) {
      sizes.add(reference(conditions.get(i)) + " has " + counted(lists.get(i).size()));
    }
    return new ResolutionException(
        ResolutionCode.UNEQUAL_LISTS,
        scoped.origin(),
        "lists that advance together must be equally long, but " + String.join(", ", sizes));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public RuleInstance get(int index) {
    Objects.checkIndex(index, size);
    if (wheels.isEmpty()) {
      return new RuleInstance(scoped, fixed);
    }
    ImmutableMap.Builder<Attribute<?>, Object> values = ImmutableMap.builder();
    values.putAll(fixed);
    int rest = index;
    for (ImmutableList<Step> wheel : wheels) {
      values.putAll(wheel.get(rest % wheel.size()).values());
      rest /= wheel.size();
    }
    return new RuleInstance(scoped, values.buildOrThrow());
  }
}
