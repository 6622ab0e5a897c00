package io.nwfilter.testkit.guarantee;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;

/** Filters that give guarantees, for tests. */
final class Filters {

  static final MacAddress GUEST = MacAddress.parse("52:54:00:9f:80:45");
  static final String IPV4 = "192.168.122.10";
  static final String IPV6 = "fd00:122::10";

  private static final ImmutableMap<String, String> OWN =
      ImmutableMap.of(
          "ports",
          """
          <filter name='ports' chain='root'>
            <rule action='accept' direction='in' priority='100'><tcp dstportstart='22'/></rule>
            <rule action='accept' direction='in' priority='110'><udp dstportstart='53'/></rule>
            <rule action='accept' direction='out' priority='120'><tcp/></rule>
            <rule action='accept' direction='out' priority='130'><udp/></rule>
            <rule action='accept' direction='out' priority='140'><icmp/></rule>
            <rule action='drop' direction='inout' priority='1000'><all/></rule>
            <rule action='drop' direction='inout' priority='1000'><all-ipv6/></rule>
          </filter>
          """,
          "frame-ports",
          """
          <filter name='frame-ports' chain='root'>
            <rule action='accept' direction='in' priority='100'>
              <ip protocol='tcp' dstportstart='22'/>
            </rule>
            <rule action='drop' direction='in' priority='200'><ip protocol='tcp'/></rule>
            <rule action='drop' direction='inout' priority='200'><ipv6/></rule>
          </filter>
          """,
          "closed",
          """
          <filter name='closed' chain='root'>
            <rule action='accept' direction='out' priority='100'>
              <mac dstmacaddr='02:00:00:00:00:02'/>
            </rule>
            <rule action='accept' direction='in' priority='100'>
              <mac srcmacaddr='02:00:00:00:00:01'/>
            </rule>
            <rule action='drop' direction='inout' priority='1000'><mac/></rule>
          </filter>
          """,
          "services",
          """
          <filter name='services' chain='root'>
            <rule action='drop' direction='out' priority='100'><icmpv6 type='134'/></rule>
            <rule action='drop' direction='out' priority='110'><icmpv6 type='136'/></rule>
            <rule action='drop' direction='out' priority='120'>
              <udp srcportstart='67' dstportstart='68'/>
            </rule>
            <rule action='drop' direction='out' priority='130'>
              <udp-ipv6 srcportstart='547' dstportstart='546'/>
            </rule>
          </filter>
          """,
          "dhcpv6",
          """
          <filter name='dhcpv6' chain='root'>
            <rule action='accept' direction='out' priority='100'>
              <ipv6 protocol='udp' srcportstart='546' dstportstart='547'/>
            </rule>
            <rule action='accept' direction='in' priority='100'>
              <ipv6 protocol='udp' srcportstart='547' dstportstart='546'/>
            </rule>
            <rule action='drop' direction='inout' priority='1000'><mac/></rule>
          </filter>
          """);

  private Filters() {}

  /** {@return the document of a filter} */
  static String document(String name) {
    String own = OWN.get(name);
    return own != null ? own : LibvirtXml.dump(StockFilters.library().find(name).orElseThrow());
  }

  /** {@return the rules of a guest with a filter, where one of the filters has another document} */
  static CompiledInterface compile(String filter, String document) {
    Filter changed = LibvirtXml.readFilter(XmlSource.text(document, "filter.xml")).value();
    FilterLibrary library = StockFilters.library();
    for (String own : OWN.values()) {
      library = library.with(LibvirtXml.readFilter(XmlSource.text(own, "own.xml")).value());
    }
    return FilterCompiler.compile(
        binding(filter, Surroundings.RECEIVER),
        CompileOptions.builder().library(library.with(changed)).build());
  }

  /** {@return the rules of a guest with a filter of libvirt, whose gateway is given} */
  static CompiledInterface stock(String filter, MacAddress gateway) {
    return FilterCompiler.compile(binding(filter, gateway));
  }

  private static FilterBinding binding(String filter, MacAddress gateway) {
    return FilterBinding.of(
        new InterfaceName("vnet2"),
        GUEST,
        FilterReference.of(
            filter,
            "IP",
            IPV4,
            "IPV6",
            IPV6,
            "DHCPSERVER",
            filter.contains("v6") ? "fe80::1" : "192.168.122.1",
            "GATEWAY_MAC",
            gateway.toString()));
  }
}
