package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceCode;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.domain.VirtualPort;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles the interfaces of one machine; what is wrong with one does not hide the others. */
final class DomainCompiler {

  /** Used to look at the filter of an interface that has no name or address, or an illegal one. */
  private static final InterfaceName STAND_IN = new InterfaceName("v");

  private static final MacAddress ANY_MAC = MacAddress.parse("52:54:00:00:00:01");

  private final Domain domain;
  private final CompileOptions options;
  private final Map<InterfaceName, SourceLocation> names = new HashMap<>();
  private final DiagnosticSink sink = new DiagnosticSink();
  private final List<NwfilterException> failures = new ArrayList<>();
  private final ImmutableList.Builder<CompiledInterface> compiled = ImmutableList.builder();

  DomainCompiler(Domain domain, CompileOptions options) {
    this.domain = domain;
    this.options = options;
  }

  CompiledDomain compile() {
    for (int i = 0; i < domain.interfaces().size(); i++) {
      NetworkInterface networkInterface = BuiltPlaces.named(domain, i);
      networkInterface.filterRef().ifPresent(filter -> attempt(networkInterface, filter));
    }
    requireNoFailure();
    ImmutableList<CompiledInterface> interfaces = compiled.build();
    CompiledHost.requireDistinct(interfaces);
    return new CompiledDomain(
        domain.name(), networks(), interfaces, sink.diagnostics(), domain.location());
  }

  private Map<String, SourceLocation> networks() {
    Map<String, SourceLocation> networks = new LinkedHashMap<>();
    for (NetworkInterface each : domain.interfaces()) {
      if (each.attachment() instanceof Attachment.Network network) {
        network.name().ifPresent(name -> networks.putIfAbsent(name, each.location()));
      }
    }
    return networks;
  }

  private void attempt(NetworkInterface networkInterface, FilterReference filter) {
    try {
      compile(networkInterface, filter);
    } catch (NwfilterException e) {
      failures.add(e);
      sink.addAll(e.diagnostics());
    }
  }

  /** A single failure is thrown as it is, unless there are warnings that it does not know. */
  private void requireNoFailure() {
    if (failures.isEmpty()) {
      return;
    }
    NwfilterException first = failures.get(0);
    throw first.diagnostics().equals(sink.diagnostics())
        ? first
        : new CompileException(sink.diagnostics());
  }

  private void compile(NetworkInterface networkInterface, FilterReference filter) {
    if (!networkInterface.attachment().carriesFilters()) {
      reportUnlessAccepted(
          networkInterface,
          filter,
          InterfaceCode.UNFILTERED_INTERFACE,
          "libvirt drops the filter '"
              + filter.filter()
              + "' of an interface of the type '"
              + networkInterface.attachment().type()
              + "', so that nothing filters it; "
              + InterfaceCode.UNFILTERED_INTERFACE.advice());
      return;
    }
    FilterBinding binding = bind(networkInterface, filter);
    noteDuplicate(binding);
    boolean mayBeRouted = !(networkInterface.attachment() instanceof Attachment.Bridge);
    CompiledInterface result =
        new InterfaceCompiler(binding, options, mayBeRouted)
            .withAddresses(networkInterface.addresses())
            .accepting(networkInterface.acceptedCodes())
            .compile();
    sink.addAll(result.diagnostics());
    compiled.add(result);
  }

  private void reportUnlessAccepted(
      NetworkInterface networkInterface,
      FilterReference filter,
      DiagnosticCode code,
      String message) {
    if (!networkInterface.acceptedCodes().contains(code.id())
        && !filter.acceptedCodes().contains(code.id())) {
      sink.report(code, networkInterface.location(), message);
    }
  }

  private FilterBinding bind(NetworkInterface networkInterface, FilterReference filter) {
    DiagnosticSink wrong = new DiagnosticSink();
    requireFilterablePort(networkInterface, filter, wrong);
    Optional<MacAddress> mac = networkInterface.mac();
    if (mac.isEmpty()) {
      wrong.report(
          CompileCode.MISSING_MAC,
          networkInterface.location(),
          "an interface with a filter needs a MAC address: add <mac address='52:54:00:…'/>, or take"
              + " the document after virsh define, which generates one");
    }
    Optional<InterfaceName> name =
        networkInterface.targetDev().or(() -> mac.map(options.interfaceNames()::get));
    if (name.isEmpty()) {
      wrong.report(
          CompileCode.MISSING_TARGET_DEV,
          networkInterface.location(),
          "the interface "
              + mac.map(address -> address + " ").orElse("")
              + "has no target dev: libvirt names it when the machine starts; use the document of"
              + " the running machine, or name the interface yourself (CompileOptions,"
              + " --target-dev)");
    }
    if (!wrong.diagnostics().isEmpty()) {
      addErrors(binding(networkInterface, filter, STAND_IN, ANY_MAC), wrong);
      throw new CompileException(wrong.diagnostics());
    }
    return binding(networkInterface, filter, name.orElseThrow(), mac.orElseThrow());
  }

  private FilterBinding binding(
      NetworkInterface networkInterface,
      FilterReference filter,
      InterfaceName name,
      MacAddress mac) {
    return new FilterBinding(
        domain.uuid().map(uuid -> new FilterBinding.Owner(domain.name(), uuid)),
        name,
        Optional.empty(),
        mac,
        filter,
        networkInterface.location());
  }

  /** What is wrong with an interface does not hide what is wrong with its filter. */
  private void addErrors(FilterBinding binding, DiagnosticSink errors) {
    try {
      new InterfaceCompiler(binding, options, false).compile();
    } catch (NwfilterException e) {
      errors.addAll(e.diagnostics());
    }
  }

  private void noteDuplicate(FilterBinding binding) {
    SourceLocation first = names.putIfAbsent(binding.portDev(), binding.location());
    if (first != null) {
      CompileException duplicate =
          new CompileException(
              CompiledHost.duplicate(binding.portDev(), first, binding.location()));
      failures.add(duplicate);
      sink.addAll(duplicate.diagnostics());
    }
  }

  private static void requireFilterablePort(
      NetworkInterface networkInterface, FilterReference filter, DiagnosticSink wrong) {
    if (!networkInterface.isFilterable()) {
      wrong.report(
          InterfaceCode.UNFILTERABLE_INTERFACE,
          networkInterface.location(),
          "the filter '"
              + filter.filter()
              + "' is on a virtualport of type '"
              + networkInterface.virtualPort().map(VirtualPort::toString).orElse("")
              + "': libvirt does not start the machine; "
              + InterfaceCode.UNFILTERABLE_INTERFACE.advice());
    }
  }
}
