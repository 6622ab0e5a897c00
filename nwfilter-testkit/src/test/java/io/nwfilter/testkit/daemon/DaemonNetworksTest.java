package io.nwfilter.testkit.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import io.nwfilter.testkit.kernel.KernelState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LibvirtDaemonExtension.class)
class DaemonNetworksTest {
  private static final String ISOLATED =
      """
      <network>
        <name>lab</name>
        <uuid>7c1e6f0a-4b21-4a35-9d3e-0f8c2b6a5d14</uuid>
        <bridge name='virbr7' stp='on' delay='0'/>
        <mac address='52:54:00:1a:2b:3c'/>
        <ip address='192.168.77.1' netmask='255.255.255.0'>
          <dhcp>
            <range start='192.168.77.10' end='192.168.77.20'/>
          </dhcp>
        </ip>
      </network>
      """;

  @Test
  void definedNetworkIsPrintedAndRemoved(LibvirtDaemon daemon) {
    DaemonNetworks networks = daemon.networks();
    networks.define(ISOLATED);

    assertEquals(ISOLATED, networks.dumpDefinition("lab"));
    assertEquals(ImmutableList.of("lab"), networks.defined());
    assertEquals(ImmutableList.of(), networks.running());

    networks.undefine("lab");
    assertEquals(ImmutableList.of(), networks.defined());
  }

  @Test
  void runningNetworkHasItsRules(LibvirtDaemon daemon) {
    DaemonNetworks networks = daemon.networks();
    networks.create(ISOLATED);

    assertEquals(ImmutableList.of("lab"), networks.running());
    assertEquals(ISOLATED, networks.dumpXml("lab"));
    assertEquals(
        ImmutableList.of(
            "  -i virbr7 -p udp -m udp --dport 53 -j ACCEPT",
            "  -i virbr7 -p tcp -m tcp --dport 53 -j ACCEPT",
            "  -i virbr7 -p udp -m udp --dport 67 -j ACCEPT",
            "  -i virbr7 -p tcp -m tcp --dport 67 -j ACCEPT"),
        networks
            .capture()
            .canonicalText()
            .lines()
            .filter(line -> line.startsWith("  -i virbr7 -p"))
            .toList());
    assertEquals(KernelState.empty(), daemon.capture());

    networks.destroy("lab");
    assertEquals(ImmutableList.of(), networks.running());
  }

  @Test
  void definedNetworkIsStarted(LibvirtDaemon daemon) {
    DaemonNetworks networks = daemon.networks();
    networks.define(ISOLATED);
    networks.start("lab");

    assertEquals(ImmutableList.of("lab"), networks.running());
  }

  @Test
  void resetRemovesAllNetworks(LibvirtDaemon daemon) {
    DaemonNetworks networks = daemon.networks();
    networks.define(ISOLATED);
    networks.start("lab");
    networks.create(
        "<network><name>other  one</name><bridge name='virbr8'/>"
            + "<ip address='10.8.0.1' prefix='24'/></network>");
    daemon.reset();

    assertEquals(ImmutableList.of(), networks.running());
    assertEquals(ImmutableList.of(), networks.defined());
    assertEquals(KernelState.empty(), networks.capture());
  }

  @Test
  void networkStartsAfterReset(LibvirtDaemon daemon) {
    DaemonNetworks networks = daemon.networks();
    networks.create(ISOLATED);
    KernelState before = networks.capture();
    daemon.reset();
    networks.create(ISOLATED);

    assertEquals(before, networks.capture());
  }

  @Test
  void refusedNetworkIsReportedInTheDaemonsWords(LibvirtDaemon daemon) {
    DaemonRefusedException refused =
        assertThrows(
            DaemonRefusedException.class,
            () -> daemon.networks().define("<network><name>a/b</name></network>"));

    assertEquals("invalid char in name: /", refused.getMessage());
  }
}
