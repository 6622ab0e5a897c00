package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.packet.Packet;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/**
 * Lets {@code @ForAll Filter}, {@code Rule}, {@code FilterFamily}, {@code BoundFamily}, {@code
 * FilterDocument}, {@code FilterLayout}, {@code BrokenDocument}, {@code FilterBinding}, {@code
 * Domain}, {@code Network}, {@code Host}, {@code Packet} and {@code Exchange} work without a
 * provider of the test's own. Bindings, domains and the machines of hosts are of the stock filter
 * {@code clean-traffic}, and packets are around its rules. jqwik finds this class by itself.
 */
public final class NwfilterArbitraryProvider implements ArbitraryProvider {

  private static final String STOCK = "clean-traffic";

  private static final ImmutableMap<Class<?>, Arbitrary<?>> ARBITRARIES =
      ImmutableMap.<Class<?>, Arbitrary<?>>builder()
          .put(Rule.class, FilterArbitraries.rules())
          .put(Filter.class, FilterArbitraries.filters())
          .put(FilterFamily.class, FilterArbitraries.families())
          .put(BoundFamily.class, FilterArbitraries.bound(FilterArbitraries.families()))
          .put(FilterDocument.class, FilterArbitraries.documents(FilterArbitraries.filters()))
          .put(FilterLayout.class, FilterArbitraries.layouts())
          .put(BrokenDocument.class, FilterArbitraries.brokenDocuments())
          .put(FilterBinding.class, FilterArbitraries.bindings(StockFilters.library(), STOCK))
          .put(Domain.class, FilterArbitraries.domains(StockFilters.library(), STOCK))
          .put(Network.class, NetworkArbitrary.networks())
          .put(Host.class, FilterArbitraries.hosts(StockFilters.library(), STOCK))
          .put(Packet.class, PacketArbitraries.packets())
          .put(Exchange.class, PacketArbitraries.exchanges())
          .buildOrThrow();

  /** Makes the provider; jqwik calls this. */
  public NwfilterArbitraryProvider() {}

  @Override
  public boolean canProvideFor(TypeUsage targetType) {
    return ARBITRARIES.containsKey(targetType.getRawType());
  }

  @Override
  public Set<Arbitrary<?>> provideFor(TypeUsage targetType, SubtypeProvider subtypeProvider) {
    return Set.of(ARBITRARIES.get(targetType.getRawType()));
  }
}
