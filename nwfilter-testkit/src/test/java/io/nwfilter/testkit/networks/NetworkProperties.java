package io.nwfilter.testkit.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.network.Network;
import io.nwfilter.testkit.generate.NetworkArbitrary;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.ParseResult;
import io.nwfilter.xml.XmlSource;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Generated networks are what they promise, without a daemon. */
class NetworkProperties {

  @Property(tries = 300)
  void writtenAndReadItIsTheSame(@ForAll Network network) {
    ParseResult<Network> read =
        LibvirtXml.readNetwork(XmlSource.text(LibvirtXml.write(network), "n"));

    assertEquals(network, read.value());
    assertEquals(List.of(), read.diagnostics());
  }

  /** What libvirt adds or leaves out it does once. */
  @Property(tries = 300)
  void printedTwiceItIsTheSame(@ForAll Network network) {
    String printed = LibvirtXml.dump(network);

    assertEquals(printed, LibvirtXml.dump(DefinedNetwork.read(printed)));
  }

  @Provide
  Arbitrary<List<Network>> hosts() {
    return NetworkArbitrary.hosts(2, 4);
  }

  /** Networks of a host share neither a name nor a bridge nor a subnet. */
  @Property(tries = 100)
  void networksOfAHostAreApart(@ForAll("hosts") List<Network> host) {
    assertEquals(host.size(), host.stream().map(Network::name).distinct().count());
    assertEquals(
        host.stream().flatMap(network -> network.bridge().stream()).count(),
        host.stream().flatMap(network -> network.bridge().stream()).distinct().count());
    assertEquals(
        host.stream().flatMap(network -> network.addresses().stream()).count(),
        host.stream()
            .flatMap(network -> network.addresses().stream())
            .map(address -> address.subnet() + "/" + address.prefixLength())
            .distinct()
            .count());
  }
}
