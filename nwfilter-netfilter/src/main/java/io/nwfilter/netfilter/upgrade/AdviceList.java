package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.host.Host;
import java.util.List;

/** Finds what to do about changes. */
final class AdviceList {

  private final CompileOptions from;
  private final CompileOptions to;
  private final ImmutableList.Builder<Advice> all = ImmutableList.builder();

  AdviceList(CompileOptions from, CompileOptions to, Host own, Side after, HostGuests guests) {
    this.from = from;
    this.to = to;
  }

  ImmutableList<Advice> about(List<ServiceChange> services, List<StockChange> stock) {
    return all.build();
  }
}
