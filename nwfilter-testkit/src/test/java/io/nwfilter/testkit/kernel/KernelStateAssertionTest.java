package io.nwfilter.testkit.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class KernelStateAssertionTest {
  @Test
  void sameStatesPass() {
    assertDoesNotThrow(
        () ->
            KernelStateAssertion.assertSame(
                KernelState.parse(KernelStateTest.SAVED),
                KernelState.parse(KernelStateTest.SAVED),
                "vnet7"));
  }

  @Test
  void differenceFailsWithOrderedFacts() {
    KernelState expected = state(":a -\n:b -\n:c -\n-A a -j DROP\n-A b -j RETURN\n");
    KernelState actual = state(":a -\n:b -\n:d -\n-A a -j DROP\n-A b -j ACCEPT\n");

    AssertionFailedError failure =
        assertThrows(
            AssertionFailedError.class,
            () -> KernelStateAssertion.assertSame(expected, actual, "no-mac-spoofing on vnet8"));

    assertEquals(
        """
        the kernel states differ
          context: no-mac-spoofing on vnet8
          chains that differ: iptables raw b, iptables raw c, iptables raw d
          difference (-expected +actual):
        --- expected
        +++ actual
        @@ -1,5 +1,5 @@
         iptables raw a -
           -j DROP
         iptables raw b -
        -  -j RETURN
        -iptables raw c -
        +  -j ACCEPT
        +iptables raw d -\
        """,
        failure.getMessage());
  }

  private static KernelState state(String chains) {
    return KernelState.parse(new SaveTexts("*raw\n" + chains + "COMMIT\n", "", ""));
  }
}
