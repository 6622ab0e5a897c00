package io.nwfilter.core.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class FilterResolverProperties {

  /** A filter as it is generated: each child is a priority (a rule) or a tree (a reference). */
  record Tree(String chain, List<Object> children) {}

  /** What the model expects of one rule: the line it stands on, and where it is sorted. */
  private record Expected(boolean root, int priority, int line) {}

  private static final class Builder {
    private final List<Filter> filters = new ArrayList<>();
    private final List<Expected> documentOrder = new ArrayList<>();
    private int names;

    String add(Tree tree) {
      String name = "f" + names++;
      Filter.Builder filter = Filter.builder(name).chain(tree.chain());
      for (Object child : tree.children()) {
        if (child instanceof Integer priority) {
          int line = documentOrder.size() + 1;
          documentOrder.add(new Expected(tree.chain().equals("root"), priority, line));
          filter.rule(
              Rule.builder(Action.DROP, Direction.IN)
                  .priority(priority)
                  .location(new SourceLocation("f.xml", line, 1)));
        } else if (child instanceof Tree inner) {
          filter.include(add(inner));
        }
      }
      filters.add(filter.build());
      return name;
    }
  }

  @Provide
  Arbitrary<Tree> trees() {
    return tree(3);
  }

  private static Arbitrary<Tree> tree(int depth) {
    Arbitrary<Object> rule = Arbitraries.of(-1000, -7, 0, 500, 501, 1000).map(p -> p);
    Arbitrary<Object> child =
        depth == 0
            ? rule
            : Arbitraries.frequencyOf(List.of(Tuple.of(3, rule), Tuple.of(1, inner(depth))));
    return Combinators.combine(
            Arbitraries.of("root", "arp", "mac-x", "root"), child.list().ofMaxSize(5))
        .as(Tree::new);
  }

  private static Arbitrary<Object> inner(int depth) {
    return tree(depth - 1).map(t -> t);
  }

  @Property
  void rulesAreOrderedByRootThenPriorityThenDocument(@ForAll("trees") Tree tree) {
    Builder builder = new Builder();
    String name = builder.add(tree);

    List<Integer> lines =
        FilterResolver.resolve(
                FilterLibrary.of(builder.filters),
                FilterReference.of(name, Parameters.NONE),
                Parameters.NONE)
            .rules()
            .stream()
            .map(rule -> rule.rule().location().line())
            .toList();

    assertEquals(model(builder.documentOrder), lines);
  }

  /** Buckets instead of a sort: root chain before the others, each priority in document order. */
  private static List<Integer> model(List<Expected> documentOrder) {
    Map<Integer, List<Integer>> root = new TreeMap<>();
    Map<Integer, List<Integer>> others = new TreeMap<>();
    for (Expected rule : documentOrder) {
      (rule.root() ? root : others)
          .computeIfAbsent(rule.priority(), p -> new ArrayList<>())
          .add(rule.line());
    }
    List<Integer> lines = new ArrayList<>();
    root.values().forEach(lines::addAll);
    others.values().forEach(lines::addAll);
    return lines;
  }
}
