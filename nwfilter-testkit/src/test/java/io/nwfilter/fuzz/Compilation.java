package io.nwfilter.fuzz;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.xml.DomainDocument;
import io.nwfilter.xml.InterfaceSelector;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.Arrays;

/**
 * What every input goes through: it is read, written, compiled and rendered, as far as it gets.
 * What is in the input decides whether it is understood as libvirt does or as it is written.
 */
final class Compilation {

  /** How far an input got. */
  enum Stage {
    /** It is not a document that libvirt would take, or not rules that a tool would. */
    REFUSED_WHEN_READ,
    /** It is read, but cannot be written or compiled. */
    REFUSED_WHEN_COMPILED,
    /** There is text for the tools. */
    RENDERED
  }

  private static final String NAME = "input";

  private static final FilterReference ANY_FILTER =
      FilterReference.of("clean-traffic", commonVariables());

  private static final FilterReference ANY_REFERENCE =
      FilterReference.of("clean-traffic", Parameters.of("IP", "10.0.0.7"));

  private final FilterLibrary library = RealDocuments.library();

  /** {@return how far the input gets; whatever is not a {@link NwfilterException} comes out} */
  Stage run(byte[] input) {
    Semantics semantics =
        Arrays.hashCode(input) % 2 == 0 ? Semantics.AS_LIBVIRT : Semantics.AS_WRITTEN;
    LibvirtDocument document;
    try {
      document = LibvirtXml.read(XmlSource.bytes(input, NAME)).value();
      if (semantics == Semantics.AS_WRITTEN && document instanceof LibvirtDocument.OfFilter) {
        document =
            new LibvirtDocument.OfFilter(
                LibvirtXml.readFilter(XmlSource.bytes(input, NAME), semantics).value());
      }
    } catch (NwfilterException e) {
      return Stage.REFUSED_WHEN_READ;
    }
    try {
      return document.accept(new Rendering(input, semantics));
    } catch (NwfilterException e) {
      return Stage.REFUSED_WHEN_COMPILED;
    }
  }

  /** Compiles a document, by its kind, and does with it whatever else can be done. */
  private final class Rendering implements LibvirtDocument.Visitor<Stage> {

    private final byte[] input;
    private final Semantics semantics;

    Rendering(byte[] input, Semantics semantics) {
      this.input = input;
      this.semantics = semantics;
    }

    @Override
    public Stage filter(Filter filter) {
      requireStable(filter);
      LibvirtXml.dump(filter);
      FilterReference reference = FilterReference.of(filter.name(), ANY_FILTER.parameters());
      render(Compilation.binding(reference), options(library.with(filter), semantics));
      return Stage.RENDERED;
    }

    @Override
    public Stage binding(FilterBinding binding) {
      LibvirtXml.write(binding);
      render(binding, options(library, semantics));
      return Stage.RENDERED;
    }

    @Override
    public Stage domain(Domain domain) {
      render(
          new CompiledHost(
              FilterCompiler.compile(domain, options(library, semantics)).interfaces()));
      edit(DomainDocument.read(XmlSource.bytes(input, NAME)));
      return Stage.RENDERED;
    }

    @Override
    public Stage network(Network network) {
      requireStable(network);
      LibvirtXml.dump(network);
      FilterCompiler.compile(network, options(library, semantics));
      return Stage.RENDERED;
    }

    @Override
    public Stage networkInterface(NetworkInterface networkInterface) {
      LibvirtXml.write(networkInterface);
      render(
          FilterCompiler.compileHost(
              ImmutableList.of(Domain.of(NAME, networkInterface)), options(library, semantics)));
      return Stage.RENDERED;
    }
  }

  /** What is written is what was read. */
  private static void requireStable(Filter filter) {
    String written = LibvirtXml.write(filter);
    Filter read = LibvirtXml.readFilter(XmlSource.text(written, NAME)).value();
    if (!read.equals(filter) || !LibvirtXml.write(read).equals(written)) {
      throw new AssertionError("written, it is another filter: " + written);
    }
  }

  private static void requireStable(Network network) {
    String written = LibvirtXml.write(network);
    Network read = LibvirtXml.readNetwork(XmlSource.text(written, NAME)).value();
    if (!read.equals(network) || !LibvirtXml.write(read).equals(written)) {
      throw new AssertionError("written, it is another network: " + written);
    }
  }

  private static void edit(DomainDocument document) {
    for (int i = 1; i <= document.domain().interfaces().size(); i++) {
      InterfaceSelector each = new InterfaceSelector.ByNumber(i);
      document.withFilterReference(each, ANY_REFERENCE).withoutFilterReference(each);
    }
  }

  private static void render(FilterBinding binding, CompileOptions options) {
    render(new CompiledHost(ImmutableList.of(FilterCompiler.compile(binding, options))));
  }

  private static void render(CompiledHost host) {
    for (Family family : Family.values()) {
      host.text(family);
    }
  }

  private static CompileOptions options(FilterLibrary library, Semantics semantics) {
    return CompileOptions.builder()
        .library(library)
        .semantics(semantics)
        .maxInstances(MAX_INSTANCES)
        .build();
  }

  private static FilterBinding binding(FilterReference reference) {
    return FilterBinding.of(
        new InterfaceName("vnet4"), MacAddress.parse("52:54:00:9f:80:45"), reference);
  }

  /** What whoever compiles foreign documents would allow: a product of that size is soon done. */
  private static final int MAX_INSTANCES = 20_000;

  /** One list is legal; two of that length multiply to more than is allowed. */
  private static final int LONG = 1_001;

  /** Values for the variables of the real documents, and lists whose products are large. */
  private static Parameters commonVariables() {
    ImmutableListMultimap.Builder<String, String> values = ImmutableListMultimap.builder();
    values.putAll("IP", "10.0.0.5", "10.0.0.6").putAll("IPV6", "2001:db8::7");
    values.putAll("DHCPSERVER", "10.0.0.9").putAll("GATEWAY_MAC", "52:54:00:00:00:01");
    values.putAll("A", "10.1.1.1", "10.2.2.2", "10.1.1.1").putAll("B", "5", "6");
    values.putAll("P", "100", "101", "102").putAll("Q", "7", "8", "7");
    for (int i = 0; i < LONG; i++) {
      values
          .put("LONG", "10.60." + (i >> 8) + "." + (i & 255))
          .put("LONG6", "2001:db8::60:" + Integer.toHexString(i));
    }
    return new Parameters(Multimaps.asMap(values.build()));
  }
}
