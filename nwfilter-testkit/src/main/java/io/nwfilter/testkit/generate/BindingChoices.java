package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.FilterResolver;
import io.nwfilter.core.resolve.ResolvedFilter;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.core.value.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What is by chance in a binding. It does not depend on the filter, so that a filter can shrink
 * while its binding stays.
 *
 * @param mac the lower half of the MAC address
 * @param device the number of the interface
 * @param length how long lists are
 * @param seeds what the values of variables are made from
 * @param address what is known of the interface's own address
 * @param overrides says of each variable that a reference defines whether the binding does, too
 */
record BindingChoices(
    int mac, int device, int length, List<Integer> seeds, Address address, int overrides) {

  /** What a binding says of the address of its interface, if a rule asks for it. */
  enum Address {
    /** The parameter {@code IP} is there. */
    KNOWN,
    /** Not given, so libvirt learns it. */
    LEARNED,
    /** It is learned from DHCP. */
    LEARNED_BY_DHCP,
    /** As before, and only one server may reply. */
    LEARNED_FROM_SERVER
  }

  private static final String IP = "IP";

  static Arbitrary<BindingChoices> all() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 0xffff),
            Arbitraries.integers().between(0, 99),
            Arbitraries.of(2, 1, 3),
            Arbitraries.integers().between(0, 0xffff).list().ofSize(3),
            Arbitraries.frequency(
                Tuple.of(9, Address.KNOWN),
                Tuple.of(1, Address.LEARNED),
                Tuple.of(1, Address.LEARNED_BY_DHCP),
                Tuple.of(1, Address.LEARNED_FROM_SERVER)),
            Arbitraries.integers().between(0, 7))
        .as(BindingChoices::new)
        .withoutEdgeCases();
  }

  FilterBinding bind(FilterLibrary library, String filter) {
    return new FilterBinding(
        Optional.of(new FilterBinding.Owner("guest", new UUID(0x5c6a_3f20_1111_4222L, device))),
        new InterfaceName("vnet" + device),
        Optional.empty(),
        new MacAddress(0x5254_0000_0000L + mac),
        FilterReference.of(filter, parameters(library, filter)),
        SourceLocation.NONE);
  }

  Parameters parameters(FilterLibrary library, String filter) {
    Parameters mac = Parameters.of("MAC", "52:54:00:00:00:00");
    ResolvedFilter resolved =
        FilterResolver.resolve(library, FilterReference.of(filter, Parameters.NONE), mac);
    Set<String> missing =
        resolved.missing().stream()
            .map(name -> name.replaceFirst("\\[.*", ""))
            .collect(Collectors.toSet());
    // Only the address itself is learned, no element of a list and no list under an iterator.
    boolean learnable = resolved.missing().stream().noneMatch(name -> name.startsWith(IP + "["));
    List<Rule> rules = resolved.rules().stream().map(ScopedRule::rule).toList();
    VariableValues variables = VariableValues.ofRules(rules);
    int size = definesLists(library) ? VariableValues.LIST_LENGTH : length;
    ImmutableListMultimap.Builder<String, String> values = ImmutableListMultimap.builder();
    int number = 0;
    for (String name : variables.names()) {
      boolean needed = missing.contains(name);
      boolean learned = name.equals(IP) && address != Address.KNOWN && learnable;
      boolean overridden = !name.equals("MAC") && (overrides >> (number++ % 3) & 1) == 1;
      if (needed && learned) {
        learning(values);
      } else if (needed || (overridden && !learned)) {
        values.putAll(name, variables.list(name, size, seeds));
      }
    }
    return new Parameters(Multimaps.asMap(values.build()));
  }

  private void learning(ImmutableListMultimap.Builder<String, String> values) {
    if (address != Address.LEARNED) {
      values.put("CTRL_IP_LEARNING", "dhcp");
    }
    if (address == Address.LEARNED_FROM_SERVER) {
      values.put("DHCPSERVER", "10.7.0.1");
    }
  }

  private static boolean definesLists(FilterLibrary library) {
    ImmutableList<FilterEntry> entries =
        library.filters().stream()
            .flatMap(filter -> filter.entries().stream())
            .collect(ImmutableList.toImmutableList());
    return entries.stream()
        .anyMatch(
            entry ->
                entry instanceof FilterReference reference
                    && !reference.parameters().values().isEmpty());
  }
}
