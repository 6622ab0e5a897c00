package io.nwfilter.testkit.junit;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.xml.FilterDirectory;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.XmlSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Compiles what a {@link FilterTest} names. */
final class CompiledTest implements LibvirtDocument.Visitor<CompiledRules> {

  private final FilterTest test;
  private final ProjectFiles files;
  private final ParseResult<LibvirtDocument> document;

  CompiledTest(FilterTest test, ProjectFiles files) {
    this.test = test;
    this.files = files;
    this.document = LibvirtXml.read(XmlSource.file(files.resolve(test.value())));
  }

  CompiledRules rules() {
    return document.value().accept(this);
  }

  Optional<CompiledNetwork> network() {
    return test.network().isEmpty()
        ? Optional.empty()
        : Optional.of(
            FilterCompiler.compile(
                LibvirtXml.readNetwork(XmlSource.file(files.resolve(test.network()))).value(),
                CompileOptions.builder().release(release()).build()));
  }

  private LibvirtRelease release() {
    return LibvirtRelease.of(test.libvirt())
        .orElseThrow(
            () ->
                new ExtensionConfigurationException(
                    "libvirt '"
                        + test.libvirt()
                        + "' is not one of "
                        + Arrays.toString(LibvirtRelease.values())));
  }

  private CompileOptions options(FilterLibrary library) {
    return CompileOptions.builder().release(release()).library(library).build();
  }

  private FilterLibrary library(Optional<Path> directory) {
    FilterLibrary library = StockFilters.library();
    Optional<Path> given =
        test.filters().isEmpty() ? directory : Optional.of(files.resolve(test.filters()));
    if (given.isPresent()) {
      for (Filter filter : FilterDirectory.read(given.get()).value().filters()) {
        library = library.with(filter);
      }
    }
    return library;
  }

  @Override
  public CompiledRules filter(Filter filter) {
    FilterBinding binding =
        FilterBinding.of(
            new InterfaceName(test.interfaceName()),
            MacAddress.parse(test.mac()),
            FilterReference.of(filter.name(), namesAndValues()));
    Path directory = files.resolve(test.value()).toAbsolutePath().getParent();
    FilterLibrary library = library(Optional.ofNullable(directory)).with(filter);
    return withWarnings(FilterCompiler.compile(binding, options(library)));
  }

  private String[] namesAndValues() {
    return Arrays.stream(test.parameters())
        .flatMap(
            parameter -> {
              int equals = parameter.indexOf('=');
              if (equals < 1) {
                throw new ExtensionConfigurationException(
                    "the parameter '" + parameter + "' is not NAME=VALUE");
              }
              return List.of(parameter.substring(0, equals), parameter.substring(equals + 1))
                  .stream();
            })
        .toArray(String[]::new);
  }

  private void requireNoParameters() {
    if (test.parameters().length > 0) {
      throw new ExtensionConfigurationException(
          "parameters are for filters; '" + test.value() + "' has its own");
    }
  }

  @Override
  public CompiledRules binding(FilterBinding binding) {
    requireNoParameters();
    return withWarnings(FilterCompiler.compile(binding, options(library(Optional.empty()))));
  }

  @Override
  public CompiledRules domain(Domain domain) {
    requireNoParameters();
    CompiledDomain compiled = FilterCompiler.compile(domain, options(library(Optional.empty())));
    return new CompiledDomain(
        compiled.name(),
        compiled.attachedNetworks(),
        compiled.interfaces(),
        warnings(compiled.diagnostics()),
        compiled.location());
  }

  private CompiledInterface withWarnings(CompiledInterface compiled) {
    return new CompiledInterface(
        compiled.binding(),
        compiled.changes(),
        compiled.interim(),
        warnings(compiled.diagnostics()));
  }

  private ImmutableList<Diagnostic> warnings(List<Diagnostic> ofCompiler) {
    return ImmutableList.<Diagnostic>builder()
        .addAll(document.diagnostics())
        .addAll(ofCompiler)
        .build();
  }

  @Override
  public CompiledRules networkInterface(NetworkInterface networkInterface) {
    throw unsupported("an interface");
  }

  @Override
  public CompiledRules network(Network network) {
    throw unsupported("a network");
  }

  private ExtensionConfigurationException unsupported(String kind) {
    return new ExtensionConfigurationException(
        "'" + test.value() + "' is " + kind + ", not a filter, binding or domain");
  }
}
