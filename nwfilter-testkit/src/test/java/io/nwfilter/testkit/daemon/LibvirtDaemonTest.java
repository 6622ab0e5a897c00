package io.nwfilter.testkit.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.testkit.kernel.KernelState;
import io.nwfilter.testkit.kernel.KernelStateAssertion;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import io.nwfilter.testkit.kernel.RestoreTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LibvirtDaemonExtension.class, NetworkNamespaceExtension.class})
class LibvirtDaemonTest {
  private static final String FILTER =
      """
      <filter name='testkit web' chain='root'>
        <uuid>0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d</uuid>
        <rule action='accept' direction='in' priority='150'><tcp dstportstart='443'/></rule>
        <rule action='drop' direction='out' priority='250'><mac srcmacaddr='$MAC'/></rule>
      </filter>
      """;

  private static final RestoreTexts INSTALLED =
      new RestoreTexts(
          """
          *filter
          :FI-vnet3 - [0:0]
          :FO-vnet3 - [0:0]
          :HI-vnet3 - [0:0]
          :libvirt-host-in - [0:0]
          :libvirt-in - [0:0]
          :libvirt-in-post - [0:0]
          :libvirt-out - [0:0]
          -A INPUT -j libvirt-host-in
          -A FORWARD -j libvirt-in
          -A FORWARD -j libvirt-out
          -A FORWARD -j libvirt-in-post
          -A FI-vnet3 -p tcp -m tcp --sport 443 -m conntrack --ctstate ESTABLISHED\
           -m conntrack --ctdir REPLY -j RETURN
          -A FO-vnet3 -p tcp -m tcp --dport 443 -m conntrack --ctstate NEW,ESTABLISHED\
           -m conntrack --ctdir ORIGINAL -j ACCEPT
          -A HI-vnet3 -p tcp -m tcp --sport 443 -m conntrack --ctstate ESTABLISHED\
           -m conntrack --ctdir REPLY -j RETURN
          -A libvirt-host-in -m physdev --physdev-in vnet3 -g HI-vnet3
          -A libvirt-in -m physdev --physdev-in vnet3 -g FI-vnet3
          -A libvirt-in-post -m physdev --physdev-in vnet3 -j ACCEPT
          -A libvirt-out -m physdev --physdev-out vnet3 --physdev-is-bridged -g FO-vnet3
          COMMIT
          """,
          "",
          """
          *nat
          :libvirt-I-vnet3 ACCEPT
          -A PREROUTING -i vnet3 -j libvirt-I-vnet3
          -A libvirt-I-vnet3 -s 52:54:00:0a:0b:0c -j DROP
          COMMIT
          """);

  @Test
  void stockFiltersAreDefined(LibvirtDaemon daemon) {
    ImmutableList<String> names = daemon.filterNames();

    assertEquals(24, names.size(), names.toString());
    assertTrue(names.contains("clean-traffic"));
    assertTrue(daemon.dumpXml("clean-traffic").startsWith("<filter name='clean-traffic'"));
    assertEquals(ImmutableList.of(), daemon.bindings());
    assertEquals(KernelState.empty(), daemon.capture());
  }

  @Test
  void definedFilterIsPrintedByLibvirt(LibvirtDaemon daemon) {
    daemon.define(FILTER);

    assertEquals(
        """
        <filter name='testkit web' chain='root'>
          <uuid>0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d</uuid>
          <rule action='accept' direction='in' priority='150'>
            <tcp dstportstart='443'/>
          </rule>
          <rule action='drop' direction='out' priority='250'>
            <mac srcmacaddr='$MAC'/>
          </rule>
        </filter>
        """,
        daemon.dumpXml("testkit web"));
  }

  @Test
  void boundFilterIsWhatItsRestoreTextsLoad(LibvirtDaemon daemon, NetworkNamespace namespace) {
    daemon.define(FILTER);
    daemon.addTap("vnet3");
    daemon.createBinding(binding("vnet3", "testkit web"));
    namespace.load(INSTALLED);

    assertEquals(ImmutableList.of("vnet3"), daemon.bindings());
    KernelStateAssertion.assertSame(
        KernelState.capture(namespace), daemon.capture(), "testkit web on vnet3");
  }

  @Test
  void rulesInstalledInTheBackgroundAreWaitedFor(LibvirtDaemon daemon) {
    daemon.addTap("vnet3");
    daemon.createBinding(binding("vnet3", "clean-traffic"));

    // Until the last step the chain has a temporary name, libvirt-J-vnet3.
    KernelState learning =
        daemon.captureWhen(state -> state.toString().contains("-j libvirt-I-vnet3"));

    assertEquals(
        """
        ebtables nat PREROUTING ACCEPT
          -i vnet3 -j libvirt-I-vnet3
        ebtables nat libvirt-I-vnet3 ACCEPT
          -s ! 52:54:00:0a:0b:0c -j DROP
          -p IPv4 -j ACCEPT
          -p ARP -j ACCEPT
          -j DROP
        """,
        learning.canonicalText());
  }

  @Test
  void deletedBindingLeavesTheBaseChains(LibvirtDaemon daemon) {
    daemon.define(FILTER);
    daemon.addTap("vnet3");
    daemon.createBinding(binding("vnet3", "testkit web"));
    daemon.deleteBinding("vnet3");

    assertEquals(ImmutableList.of(), daemon.bindings());
    assertEquals(
        ImmutableList.of(),
        daemon.capture().chains().keySet().stream()
            .filter(address -> address.chain().contains("vnet3"))
            .toList());
    assertFalse(daemon.capture().isEmpty());
  }

  @Test
  void resetLeavesNothing(LibvirtDaemon daemon) {
    String stock = daemon.dumpXml("no-mac-spoofing");
    daemon.define(FILTER);
    daemon.define(stock.replace("priority='500'", "priority='600'"));
    daemon.undefine("allow-arp");
    daemon.addTap("vnet3");
    daemon.createBinding(binding("vnet3", "testkit web"));

    daemon.reset();

    assertEquals("", daemon.capture().canonicalText());
    assertEquals(24, daemon.filterNames().size());
    assertEquals(stock, daemon.dumpXml("no-mac-spoofing"));
    assertThrows(DaemonRefusedException.class, () -> daemon.dumpXml("testkit web"));
    assertFalse(daemon.namespace().exec("", "ip", "link", "show", "vnet3").succeeded());
  }

  @Test
  void refusedFilterHasTheMessageOfLibvirt(LibvirtDaemon daemon) {
    DaemonRefusedException failure =
        assertThrows(
            DaemonRefusedException.class,
            () -> daemon.define("<filter name='bad' chain='nowhere-to-be-found'/>"));

    assertEquals(
        "invalid argument: Name of chain is longer than 12 characters", failure.getMessage());
  }

  @Test
  void refusedBindingHasTheMessageOfLibvirt(LibvirtDaemon daemon) {
    daemon.addTap("vnet3");

    DaemonRefusedException failure =
        assertThrows(
            DaemonRefusedException.class,
            () -> daemon.createBinding(binding("vnet3", "no-such-filter")));

    assertEquals(
        "internal error: referenced filter 'no-such-filter' is missing", failure.getMessage());
  }

  @Test
  void documentThatIsNotXmlIsRefused(LibvirtDaemon daemon) {
    DaemonRefusedException failure =
        assertThrows(DaemonRefusedException.class, () -> daemon.define("<filter name='x'>"));

    assertTrue(
        failure.getMessage().startsWith("(nwfilter_definition):1: Premature end of data"),
        failure.getMessage());
  }

  @Test
  void namesThatVirshCannotBeGivenAreRefused(LibvirtDaemon daemon) {
    assertThrows(IllegalArgumentException.class, () -> daemon.undefine("it's"));
    assertThrows(IllegalArgumentException.class, () -> daemon.undefine("a\tb"));
    assertThrows(IllegalArgumentException.class, () -> daemon.undefine("a\nb"));
  }

  @Test
  void closedDaemonIsGone() {
    LibvirtDaemon daemon = LibvirtDaemon.start();
    String name = daemon.namespace().name();
    daemon.close();
    daemon.close();

    assertThrows(DaemonFailedException.class, daemon::filterNames);
    assertFalse(daemon.namespace().exec("", "true").succeeded(), name);
  }

  private static String binding(String device, String filter) {
    return """
    <filterbinding>
      <owner><name>testkit</name><uuid>1b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e</uuid></owner>
      <portdev name='%s'/>
      <mac address='52:54:00:0a:0b:0c'/>
      <filterref filter='%s'/>
    </filterbinding>
    """
        .formatted(device, filter);
  }
}
