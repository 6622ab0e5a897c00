package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.ArbitraryDecorator;

/**
 * Arbitrary families of filters that include each other, several levels deep and some of them more
 * than once, with parameters at some of the references, each filter in a chain and with a chain
 * priority of its own.
 *
 * <p>No two chains of a family have one priority, as libvirt then enters them in an order of its
 * own that changes from start to start. A family shrinks to a single filter.
 */
public final class FamilyArbitrary extends ArbitraryDecorator<FilterFamily> {

  private static final int DEFAULT_MAX_FILTERS = 4;

  static final FamilyArbitrary ALL = new FamilyArbitrary(FilterArbitrary.ALL, DEFAULT_MAX_FILTERS);

  private final FilterArbitrary filters;
  private final int maxFilters;

  private FamilyArbitrary(FilterArbitrary filters, int maxFilters) {
    this.filters = filters;
    this.maxFilters = maxFilters;
  }

  /**
   * {@return families with such filters only} The first one has their name, the others that name
   * and a number.
   *
   * @param such the filters
   */
  public FamilyArbitrary withFilters(FilterArbitrary such) {
    return new FamilyArbitrary(such, maxFilters);
  }

  /**
   * {@return families with no more than a number of filters}
   *
   * @param max the number, 4 if this is not called
   */
  public FamilyArbitrary ofMaxFilters(int max) {
    return new FamilyArbitrary(filters, max);
  }

  /** One filter as it is generated, and where others include it. */
  private record Member(
      ChainName chain,
      Optional<Integer> priority,
      List<Rule> rules,
      List<Attachment> attachments) {}

  /**
   * How another filter includes one.
   *
   * @param parent picks the filter that includes it from those before it
   * @param position picks the place among the rules of that one
   * @param parameters says of each variable of the filter whether the reference defines it
   */
  private record Attachment(int parent, int position, int parameters) {}

  @Override
  protected Arbitrary<FilterFamily> arbitrary() {
    Arbitrary<Integer> picks = Arbitraries.integers().between(0, 11);
    Arbitrary<Attachment> attachment =
        Combinators.combine(picks, picks, Arbitraries.of(0, 0, 0, 1, 2, 7)).as(Attachment::new);
    Arbitrary<List<Attachment>> attachments =
        Arbitraries.of(1, 1, 1, 1, 2).flatMap(times -> attachment.list().ofSize(times));
    return Combinators.combine(
            filters.chains(), FilterArbitrary.chainPriorities(), filters.ruleLists(), attachments)
        .as(Member::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(maxFilters)
        .map(this::family)
        .withoutEdgeCases();
  }

  private FilterFamily family(List<Member> members) {
    List<List<FilterEntry>> entries = new ArrayList<>();
    members.forEach(member -> entries.add(new ArrayList<>(member.rules())));
    for (int i = 1; i < members.size(); i++) {
      for (Attachment attachment : members.get(i).attachments()) {
        List<FilterEntry> parent = entries.get(attachment.parent() % i);
        parent.add(
            attachment.position() % (parent.size() + 1),
            reference(i, members.get(i).rules(), attachment));
      }
    }
    Map<Integer, ChainName> priorities = new HashMap<>();
    ImmutableList.Builder<Filter> family = ImmutableList.builder();
    for (int i = 0; i < members.size(); i++) {
      family.add(filter(i, members.get(i), entries.get(i), priorities));
    }
    return new FilterFamily(family.build());
  }

  private FilterReference reference(int number, List<Rule> rules, Attachment attachment) {
    Parameters parameters = VariableValues.ofRules(rules).some(attachment.parameters());
    return FilterReference.of(name(number), parameters);
  }

  private String name(int number) {
    return number == 0 ? filters.name() : filters.name() + "-" + number;
  }

  private Filter filter(
      int number, Member member, List<FilterEntry> entries, Map<Integer, ChainName> priorities) {
    Filter.Builder filter = Filter.builder(name(number)).chain(member.chain());
    int wanted = member.priority().orElse(member.chain().protocol().defaultPriority());
    int priority = member.chain().isRoot() ? wanted : free(wanted, member.chain(), priorities);
    if (priority != wanted || member.priority().isPresent()) {
      filter.chainPriority(priority);
    }
    entries.forEach(filter::entry);
    return filter.build();
  }

  /** {@return the wanted priority, or the next one that no other chain has} */
  private static int free(int wanted, ChainName chain, Map<Integer, ChainName> priorities) {
    int priority = wanted;
    while (!chain.equals(priorities.computeIfAbsent(priority, p -> chain))) {
      priority = priority == Rule.MAX_PRIORITY ? Rule.MIN_PRIORITY : priority + 1;
    }
    return priority;
  }
}
