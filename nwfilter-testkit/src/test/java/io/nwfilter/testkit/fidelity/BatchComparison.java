package io.nwfilter.testkit.fidelity;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.generate.BoundFamily;
import io.nwfilter.testkit.generate.FilterFamily;
import io.nwfilter.testkit.generate.FilterLayout;
import io.nwfilter.testkit.kernel.KernelState;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.RestoreRefusedException;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares several bound families at once. What a try costs is processes: libvirt starts one for
 * each rule, and some thirty for a binding and again for its removal, so here no binding is ever
 * removed; each has an interface and filters of its own. Tables are dumped once for a whole batch.
 * Only where something is wrong, or refused, or waits for an address, is a family compared alone.
 */
final class BatchComparison implements AutoCloseable {

  /** After so many interfaces a new daemon is started. */
  private static final int MAX_INTERFACES = 400;

  private LibvirtDaemon daemon = start();
  private int interfaces;

  private static LibvirtDaemon start() {
    LibvirtDaemon daemon = LibvirtDaemon.start();
    ScratchNamespace.createSets(daemon.namespace());
    return daemon;
  }

  /** What became of a batch. */
  record Result(int installed, int refused, ImmutableList<String> refusals) {}

  /**
   * Compares what both sides make of some families.
   *
   * @throws AssertionError if they differ in one of them; then the message is about that one alone
   */
  Result assertSame(List<BoundFamily> families, FilterLayout layout) {
    List<Documents> together = new ArrayList<>();
    List<CompiledInterface> compiled = new ArrayList<>();
    List<Documents> alone = new ArrayList<>();
    for (BoundFamily family : families) {
      Documents own = withNamesOfItsOwn(family, layout);
      try {
        CompiledInterface result = compile(own);
        if (result.interim()) {
          alone.add(own);
        } else {
          together.add(own);
          compiled.add(result);
        }
      } catch (NwfilterException e) {
        alone.add(own);
      }
    }
    if (!sameTogether(together, new CompiledHost(ImmutableList.copyOf(compiled)))) {
      renew(); // what failed has left rules behind
      together.forEach(this::compareAlone);
      throw new AssertionError("they differ together, but not one by one: " + together);
    }
    return countAlone(alone, together.size());
  }

  private Result countAlone(List<Documents> alone, int installed) {
    int refused = 0;
    List<String> refusals = new ArrayList<>();
    for (Documents family : alone) {
      DaemonComparison.Outcome outcome = compareAlone(family);
      if (!outcome.equals(DaemonComparison.Outcome.INSTALLED)) {
        refused++;
        refusals.add(outcome.compilerRefusal());
      }
    }
    return new Result(installed + alone.size() - refused, refused, ImmutableList.copyOf(refusals));
  }

  private boolean sameTogether(List<Documents> families, CompiledHost compiled) {
    if (families.isEmpty()) {
      return true;
    }
    NetworkNamespace scratch = ScratchNamespace.withSets();
    try {
      scratch.load(
          new RestoreTexts(
              compiled.text(Family.IPV4),
              compiled.text(Family.IPV6),
              compiled.text(Family.BRIDGE)));
      families.forEach(this::install);
      return daemon.capture().equals(KernelState.capture(scratch));
    } catch (DaemonRefusedException | RestoreRefusedException e) {
      return false;
    } finally {
      scratch.flush();
      daemon.namespace().flush();
    }
  }

  private void install(Documents documents) {
    documents.filters().forEach(daemon::define);
    daemon.addTap(documents.device());
    daemon.createBinding(documents.binding());
  }

  /** Compares one family, and leaves a daemon without bindings. */
  private DaemonComparison.Outcome compareAlone(Documents documents) {
    if (interfaces > 0) {
      renew();
    }
    DaemonComparison comparison = new DaemonComparison(daemon, ScratchNamespace.withSets());
    documents.filters().forEach(comparison::define);
    return comparison.assertSame(documents.binding());
  }

  private static CompiledInterface compile(Documents documents) {
    List<Filter> filters =
        documents.filters().stream()
            .map(xml -> LibvirtXml.readFilter(XmlSource.text(xml, "f")).value())
            .toList();
    FilterLibrary library = StockFilters.library().with(FilterLibrary.of(filters));
    FilterBinding binding =
        LibvirtXml.readFilterBinding(XmlSource.text(documents.binding(), "b")).value();
    return FilterCompiler.compile(binding, CompileOptions.builder().library(library).build());
  }

  /** What both sides are given. */
  private record Documents(ImmutableList<String> filters, String device, String binding) {}

  private Documents withNamesOfItsOwn(BoundFamily bound, FilterLayout layout) {
    if (interfaces >= MAX_INTERFACES) {
      renew();
    }
    int number = interfaces++;
    FilterFamily family = bound.family().renamed(name -> name + "-of-" + number);
    FilterBinding binding = bound.binding();
    InterfaceName device = new InterfaceName("vnet" + number);
    return new Documents(
        family.filters().stream().map(layout::write).collect(ImmutableList.toImmutableList()),
        device.name(),
        LibvirtXml.write(
            new FilterBinding(
                binding.owner(),
                device,
                binding.linkDev(),
                binding.mac(),
                FilterReference.of(family.root().name(), binding.filterRef().parameters()),
                binding.location())));
  }

  private void renew() {
    daemon.close();
    daemon = start();
    interfaces = 0;
  }

  @Override
  public void close() {
    daemon.close();
  }
}
