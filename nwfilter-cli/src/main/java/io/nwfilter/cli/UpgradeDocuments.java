package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.upgrade.UpgradeHost;
import io.nwfilter.xml.LibvirtDocument;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The documents of a host; what libvirt chooses at a start is generated. */
final class UpgradeDocuments {

  private final DocumentsByKind documents = new DocumentsByKind();

  /** Adds a document. */
  void add(LibvirtDocument document) {
    document.accept(documents);
  }

  /** {@return two documents of one network, machine or interface in words; empty if none are} */
  Optional<String> givenTwice() {
    Map<String, SourceLocation> places = new HashMap<>();
    return Stream.of(
            documents.networks().stream()
                .map(one -> twice(places, "network", one.name(), one.location())),
            documents.domains().stream()
                .map(one -> twice(places, "machine", one.name(), one.location())),
            documents.bindings().stream()
                .map(
                    one ->
                        twice(
                            places, "interface", one.portDev().name(), one.filterRef().location())))
        .flatMap(words -> words)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> twice(
      Map<String, SourceLocation> places, String kind, String name, SourceLocation place) {
    String what = kind + " '" + Diagnostic.printable(name) + "'";
    return Optional.ofNullable(places.put(what, place))
        .map(
            before ->
                "%s and %s both describe %s"
                    .formatted(
                        Diagnostic.printable(before.document()),
                        Diagnostic.printable(place.document()),
                        what));
  }

  /** {@return the filters among the documents} */
  FilterLibrary filters() {
    return FilterLibrary.empty().with(documents.filters().toArray(new Filter[0]));
  }

  /**
   * Adds all to a host, and the filters that none of them uses.
   *
   * @param host the host
   * @param options how they are compiled, with all filters that are given
   */
  void addTo(UpgradeHost.Builder host, CompileOptions options) {
    StartedNetwork.all(documents.networks(), options.bridges()).forEach(host::network);
    FilterUse use = new FilterUse(options.library());
    for (Domain domain : StartedDomain.all(documents.domains(), options.interfaceNames())) {
      host.machine(domain);
      domain.interfaces().forEach(one -> one.filterRef().ifPresent(use::add));
    }
    for (FilterBinding binding : documents.bindings()) {
      host.binding(binding);
      use.add(binding.filterRef());
    }
    ImmutableList<Filter> given =
        options.library().filters().stream()
            .filter(filter -> !StockFilters.contains(filter.location()))
            .collect(ImmutableList.toImmutableList());
    use.unused(FilterLibrary.of(given)).forEach(host::unused);
  }

  /** Adds what the documents name, as far as they can be compiled. */
  void addTo(KnownNames known, CompileOptions options) {
    StartedNetwork.all(documents.networks(), options.bridges())
        .forEach(one -> add(known, () -> FilterCompiler.compile(one, options)));
    StartedDomain.all(documents.domains(), options.interfaceNames())
        .forEach(one -> add(known, () -> FilterCompiler.compile(one, options)));
    documents.bindings().forEach(one -> add(known, () -> FilterCompiler.compile(one, options)));
  }

  private static void add(KnownNames known, Supplier<CompiledRules> compilation) {
    new Findings()
        .attempt(compilation)
        .ifPresent(
            compiled -> {
              known.add(compiled);
              known.add(HostRules.of(compiled));
            });
  }
}
