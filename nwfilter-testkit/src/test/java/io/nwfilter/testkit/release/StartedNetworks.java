package io.nwfilter.testkit.release;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.List;

/** Networks, compiled for a release, on bridges that are named as libvirt has named them. */
final class StartedNetworks {

  private StartedNetworks() {}

  /** {@return a host where networks have started one after the other} */
  static CompiledHost of(List<String> documents, AskedRelease release, FirewallBackend backend) {
    List<Network> networks =
        documents.stream()
            .map(xml -> LibvirtXml.readNetwork(XmlSource.text(xml, "network")).value())
            .toList();
    CompileOptions options =
        CompileOptions.builder()
            .release(release.libvirt())
            .networkBackend(backend)
            .bridge("n", new InterfaceName("virbr0"))
            .bridge("a", new InterfaceName("virbr0"))
            .bridge("b", new InterfaceName("virbr1"))
            .build();
    return FilterCompiler.compileHost(networks, List.of(), options);
  }
}
