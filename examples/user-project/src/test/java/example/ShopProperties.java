package example;

import static io.nwfilter.netfilter.exchange.Exchanges.tcpHandshake;
import static io.nwfilter.testkit.assertion.NwfilterAssertions.assertThat;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.nio.file.Path;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ShopProperties {

  private static final MacAddress MAC = MacAddress.parse("52:54:00:12:34:56");

  private static final CompiledInterface SHOP =
      FilterCompiler.compile(
          FilterBinding.of(
              new InterfaceName("vnet0"), MAC, FilterReference.of("shop", "IP", "10.0.0.7")),
          CompileOptions.builder()
              .library(
                  StockFilters.library()
                      .with(
                          LibvirtXml.readFilter(
                                  XmlSource.file(Path.of("src/main/filters/shop.xml")))
                              .value()))
              .build());

  @Property
  void noOtherPortIsOpen(@ForAll @IntRange(min = 1, max = 65_535) int port) {
    Assume.that(port != 443 && port != 22);
    assertThat(SHOP).fails(tcpHandshake(port));
  }

  @Property
  void noOtherMacAddressLeaves(@ForAll @LongRange(min = 0, max = 0xffff_ffff_ffffL) long bits) {
    MacAddress other = new MacAddress(bits);
    Assume.that(!other.equals(MAC));
    assertThat(SHOP).fromGuest("udp 10.0.0.7:40000 > 10.0.0.1:53 src-mac " + other).isNotAccepted();
  }

  @Property
  void noOtherAddressAsksForNames(@ForAll int bits) {
    Ipv4Address other = new Ipv4Address(bits);
    Assume.that(!other.toString().equals("10.0.0.7"));
    Assume.that(bits != 0); // clean-traffic lets UDP from 0.0.0.0 pass, for DHCP
    assertThat(SHOP).fromGuest("udp " + other + ":40000 > 10.0.0.1:53").isNotAccepted();
  }
}
