package io.nwfilter.testkit.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The example of the package's documentation. */
class PackageExampleProperties {

  private static final FilterLibrary LIBRARY = StockFilters.library();

  @Property
  void whateverTheBindingTheGuestCannotSpoof(@ForAll("bindings") FilterBinding binding) {
    CompiledInterface compiled = FilterCompiler.compile(binding);
    String name = "I-" + binding.portDev() + "-mac";
    Chain chain = compiled.ruleset(Family.BRIDGE).chain(Table.NAT, name);
    assertEquals(ChainRule.of(Verdict.DROP), chain.rules().get(chain.rules().size() - 1));
  }

  @Provide
  Arbitrary<FilterBinding> bindings() {
    return FilterArbitraries.bindings(LIBRARY, "no-mac-spoofing");
  }
}
