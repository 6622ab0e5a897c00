package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.testkit.fidelity.DaemonComparison.Outcome;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What stands in a variable's place is not looked at by libvirt: it either becomes the rule that
 * netfilter makes of it, or is refused here. One binding has all values that are taken.
 */
@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class DaemonVariableValuesTest {

  private static final ImmutableSet<DiagnosticCode> REFUSALS =
      ImmutableSet.of(ResolutionCode.ILLEGAL_VARIABLE_VALUE, LoweringCode.REFUSED_BY_NETFILTER);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<tcp srcportstart='$%s'/>|0 22 65535 0x16 022 00 65536 22:23 22: :23 : 23:22 22:0x17 ssh"
            + " 0x 0x00000000000000016 0x000000000000000016",
        "<tcp match='no' srcportstart='$%s'/>|22 22:23 :23",
        "<udp-ipv6 dstportstart='$%s'/>|22:23 23:22 0: : 9 0x9",
        "<sctp srcportstart='$%s' srcportend='99'/>|22 22:23",
        "<ip protocol='udp' dstportstart='$%s'/>|0 22 0x16 022 22:23 22: :23 : 23:22 ssh 65536",
        "<ip protocol='$%s'/>|0 6 0x6 06 tcp TCP udplite icmpv6 ospf all 255 256",
        "<mac dstmacaddr='$%s'/>|52:54:0:9f:80:45 52:54:00:9F:80:45 Broadcast 1:2:3 1:2:3:4:5:006",
        "<tcp srcmacaddr='$%s'/>|52:54:0:9f:80:45 52:54:00:9F:80:45 Broadcast 1:2:3",
        "<mac srcmacaddr='1:2:3:4:5:6' srcmacmask='$%s'/>|ff:ff:ff:0:0:0 ff:0:ff:0:0:0",
        "<tcp srcipaddr='$%s'/>|10.1.2.3 0.0.0.0 10.1.2 010.1.1.1 0xa.1.1.1 1.2.3.04"
            + " ::ffff:1.2.3.4",
        "<ip srcipaddr='$%s'/>|10.1.2.3 255.255.255.255 10.1.2 010.1.1.1 localhost",
        "<arp arpsrcipaddr='$%s'/>|10.1.2.3 10.1.2 0x0a010101",
        "<tcp srcipfrom='$%s' srcipto='10.9.9.9'/>|10.1.2.3 10.1.2 010.1.1.1",
        "<tcp srcipaddr='10.1.2.3' srcipmask='$%s'/>|0 00 8 08 24 024 0x18 32 33 255.255.255.0"
            + " 255.255.255 255.0.255.0 0xffffff00 0377.0.0.0",
        "<ip srcipaddr='10.1.2.3' srcipmask='$%s'/>|24 024 255.255.0.0 255.255 0xff000000",
        "<arp arpsrcipaddr='10.1.2.3' arpsrcipmask='$%s'/>|24 024 255.255.0.0 255.255",
        "<tcp-ipv6 srcipaddr='fe80::1' srcipmask='$%s'/>|0 64 064 0x40 128 129 ffff:: ffff:ffff"
            + " ffff:ffff:ffff:: ffff:ffff:ffff:8000:: ffff:ffff:ffff:ffff::",
        "<ipv6 srcipaddr='fe80::1' srcipmask='$%s'/>|64 064 ffff:: ffff:ffff:ffff:8000::",
        "<tcp-ipv6 srcipaddr='$%s'/>|fe80::1 FE80::0001 ::1.2.3.4 ::ffff:1.2.3.4 1::2::3"
            + " 1:2:3:4:5:6:1.2.3.4 0000:0000:0000:0000:0000:ffff:192.168.100.100",
        "<ipv6 srcipaddr='$%s'/>|fe80::1 FE80::0001 ::1.2.3.4 ::ffff:0:0",
        "<tcp dscp='$%s'/>|0 3 03 0x3f 63 64",
        "<tcp connlimit-above='$%s'/>|7 0x7 65535 65536",
        "<icmp type='$%s'/>|0 3 0x3 any 256",
        "<vlan vlanid='$%s'/>|0 5 0x5 05 4094 4096",
        "<vlan encap-protocol='$%s'/>|0x806 806 arp ARP ipv4 ipv6 0x3c",
        "<mac protocolid='$%s'/>|0x806 806 arp ARP ipv4 ipv6 0x600",
        "<arp protocoltype='$%s'/>|0x800 800 ipv4",
        "<arp opcode='$%s'/>|1 0x1 01 Request request 65535",
        "<ipv6 protocol='icmpv6' type='$%s'/>|5 5:6",
        "<stp root-priority='$%s'/>|5 0x5 05 65535 5:6 5: :6 : 6:5",
        "<stp root-cost='$%s'/>|5 5:6 5: 4294967295 5:4294967296",
      })
  void sameRuleOrRefused(
      String protocol, String values, LibvirtDaemon daemon, NetworkNamespace scratch) {
    List<String> rules = new ArrayList<>();
    List<String> parameters = new ArrayList<>();
    for (String value : Splitter.on(' ').split(values)) {
      String name = "P" + rules.size();
      String rule = rule(protocol.replace("%s", name));
      String parameter = "<parameter name='" + name + "' value='" + value + "'/>";
      if (isTaken(rule, parameter)) {
        rules.add(rule);
        parameters.add(parameter);
      }
    }
    assertNotEquals(List.of(), rules);
    assertEquals(
        Outcome.INSTALLED,
        new DaemonComparison(daemon, scratch)
            .define(filter(String.join("", rules)))
            .assertSame(binding(String.join("", parameters))));
  }

  private static boolean isTaken(String rule, String parameter) {
    FilterLibrary library =
        FilterLibrary.of(
            List.of(LibvirtXml.readFilter(XmlSource.text(filter(rule), "filter")).value()));
    try {
      FilterCompiler.compile(
          LibvirtXml.readFilterBinding(XmlSource.text(binding(parameter), "binding")).value(),
          CompileOptions.builder().library(library).build());
      return true;
    } catch (NwfilterException e) {
      assertTrue(REFUSALS.contains(e.diagnostic().code()), e.getMessage());
      return false;
    }
  }

  private static String rule(String protocol) {
    return "<rule action='drop' direction='in'>" + protocol + "</rule>";
  }

  private static String filter(String rules) {
    return "<filter name='values'>" + rules + "</filter>";
  }

  private static String binding(String parameters) {
    return """
    <filterbinding>
      <owner><name>guest</name><uuid>5c6a3f20-1111-4222-8333-444455556666</uuid></owner>
      <portdev name='vnet4'/>
      <mac address='52:54:00:9f:80:45'/>
      <filterref filter='values'>%s</filterref>
    </filterbinding>
    """
        .formatted(parameters);
  }
}
