package io.nwfilter.testkit.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NetworkNamespaceExtension.class)
class NetworkNamespaceTest {
  private static final RestoreTexts RULES =
      new RestoreTexts(
          """
          *filter
          :INPUT DROP [0:0]
          :FI-vnet1 - [0:0]
          -A FORWARD -m physdev --physdev-in vnet1 -g FI-vnet1
          -A FI-vnet1 -p tcp --dport 22 -j ACCEPT
          -A FI-vnet1 -j DROP
          COMMIT
          *mangle
          -A POSTROUTING -o virbr1 -p udp --dport 68 -j CHECKSUM --checksum-fill
          COMMIT
          """,
          """
          *filter
          -A OUTPUT -p udp --sport 547 -j RETURN
          COMMIT
          """,
          """
          *nat
          :PREROUTING ACCEPT
          :libvirt-I-vnet1 ACCEPT
          :I-vnet1-mac RETURN
          -A PREROUTING -i vnet1 -j libvirt-I-vnet1
          -A libvirt-I-vnet1 -j I-vnet1-mac
          -A I-vnet1-mac -s 52:54:00:11:22:33 -j RETURN
          -A I-vnet1-mac -j DROP
          COMMIT
          """);

  private static final String LOADED =
      """
      iptables filter FI-vnet1 -
        -p tcp -m tcp --dport 22 -j ACCEPT
        -j DROP
      iptables filter FORWARD ACCEPT
        -m physdev --physdev-in vnet1 -g FI-vnet1
      iptables filter INPUT DROP
      iptables mangle POSTROUTING ACCEPT
        -o virbr1 -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill
      ip6tables filter OUTPUT ACCEPT
        -p udp -m udp --sport 547 -j RETURN
      ebtables nat I-vnet1-mac RETURN
        -s 52:54:00:11:22:33 -j RETURN
        -j DROP
      ebtables nat PREROUTING ACCEPT
        -i vnet1 -j libvirt-I-vnet1
      ebtables nat libvirt-I-vnet1 ACCEPT
        -j I-vnet1-mac
      """;

  @Test
  void newNamespaceIsEmpty(NetworkNamespace namespace) {
    assertEquals(KernelState.empty(), KernelState.capture(namespace));
    assertTrue(namespace.exec("", "ip", "link", "show", "lo").stdout().contains("LOOPBACK,UP"));
  }

  @Test
  void loadedRulesAreDumped(NetworkNamespace namespace) {
    namespace.load(RULES);

    assertEquals(LOADED, KernelState.capture(namespace).canonicalText());
  }

  @Test
  void loadingAddsToWhatIsThere(NetworkNamespace namespace) {
    namespace.load(new RestoreTexts("*filter\n-A INPUT -p tcp -j DROP\nCOMMIT\n", "", ""));
    namespace.load(new RestoreTexts("*filter\n-A INPUT -p udp -j DROP\nCOMMIT\n", " \n", ""));

    assertEquals(
        "iptables filter INPUT ACCEPT\n  -p tcp -j DROP\n  -p udp -j DROP\n",
        KernelState.capture(namespace).canonicalText());
  }

  @Test
  void flushEmptiesEveryTableAndKeepsInterfaces(NetworkNamespace namespace) {
    namespace.addTap("vnet1");
    namespace.load(RULES);

    namespace.flush();

    assertEquals("", KernelState.capture(namespace).canonicalText());
    assertTrue(namespace.exec("", "ip", "link", "show", "vnet1").stdout().contains("UP"));
    namespace.load(RULES);
    assertEquals(LOADED, KernelState.capture(namespace).canonicalText());
  }

  @Test
  void refusedTextNamesItsLine(NetworkNamespace namespace) {
    RestoreTexts texts =
        new RestoreTexts("", "*filter\n:x - [0:0]\n-A x -p tcp --bogus 3 -j DROP\nCOMMIT\n", "");

    RestoreRefusedException failure =
        assertThrows(RestoreRefusedException.class, () -> namespace.load(texts));

    assertEquals(TableFamily.IP6TABLES, failure.family());
    assertEquals(OptionalInt.of(3), failure.lineNumber());
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "ip6tables-restore refused the text\n  line 3: -A x -p tcp --bogus 3 -j DROP\n"));
    assertTrue(failure.getMessage().contains("unknown option \"--bogus\""));
    assertEquals(KernelState.empty(), KernelState.capture(namespace));
  }

  @Test
  void testingChangesNothing(NetworkNamespace namespace) {
    namespace.test(RULES);

    assertEquals(KernelState.empty(), KernelState.capture(namespace));
  }

  @Test
  void testingRefusesWhatLoadingRefuses(NetworkNamespace namespace) {
    RestoreTexts frames = new RestoreTexts("", "", "*nat\n:x ACCEPT\n-A x --bogus 5\nCOMMIT\n");
    RestoreTexts packets = new RestoreTexts("*filter\n-A INPUT --bogus 4\nCOMMIT\n", "", "");

    assertEquals(
        OptionalInt.of(3),
        assertThrows(RestoreRefusedException.class, () -> namespace.test(frames)).lineNumber());
    assertEquals(
        OptionalInt.of(2),
        assertThrows(RestoreRefusedException.class, () -> namespace.test(packets)).lineNumber());
  }

  @Test
  void thousandsOfRulesComeBackInOrder(NetworkNamespace namespace) {
    StringBuilder rules = new StringBuilder("*filter\n:big - [0:0]\n");
    for (int port = 1; port <= 20_000; port++) {
      rules.append("-A big -p tcp -m tcp --dport ").append(port).append(" -j ACCEPT\n");
    }
    String text = rules.append("COMMIT\n").toString();

    namespace.load(new RestoreTexts(text, "", ""));

    KernelState state = KernelState.capture(namespace);
    String last = "  -p tcp -m tcp --dport 20000 -j ACCEPT\n";
    assertTrue(state.canonicalText().endsWith("--dport 19999 -j ACCEPT\n" + last));
    assertEquals(20_001, state.canonicalText().lines().count());
  }

  @Test
  void closedNamespaceIsGone() {
    NetworkNamespace namespace = NetworkNamespace.create();
    namespace.close();
    namespace.close();

    assertFalse(namespace.exec("", "true").succeeded());
    assertThrows(CommandFailedException.class, namespace::dump);
  }

  @Test
  void tapThatCannotBeMadeIsReported(NetworkNamespace namespace) {
    String tooLong = "x".repeat(16);

    CommandFailedException failure =
        assertThrows(CommandFailedException.class, () -> namespace.addTap(tooLong));

    assertTrue(failure.getMessage().contains(tooLong), failure.getMessage());
  }

  @Test
  void deletedLinkIsGone(NetworkNamespace namespace) {
    namespace.addTap("vnet2");
    namespace.deleteLink("vnet2");

    assertFalse(namespace.exec("", "ip", "link", "show", "vnet2").succeeded());
  }
}
