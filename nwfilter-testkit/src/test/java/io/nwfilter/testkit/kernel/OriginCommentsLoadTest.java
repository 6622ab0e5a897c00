package io.nwfilter.testkit.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.OriginComments;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.netfilter.text.TextSource;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tools ignore comments that say where rules come from, however long and odd they are. */
@ExtendWith(NetworkNamespaceExtension.class)
class OriginCommentsLoadTest {

  private static final String ODD_NAME = "Completed \"-j\n*é" + "é".repeat(20_000);

  private static String explained(Family family, String name) throws IOException {
    String end = family == Family.BRIDGE ? "ACCEPT" : "- [0:0]";
    String text =
        """
        *filter
        :X %s
        -A X -j DROP
        -A X -j RETURN
        -I FORWARD 1 -j X
        COMMIT
        """
            .formatted(end);
    StringBuilder out = new StringBuilder();
    RestoreText.write(
        RestoreText.read(family, TextSource.text(text, name)), OriginComments.BEFORE_RULES, out);
    return out.toString();
  }

  private static void assertLoads(NetworkNamespace namespace, String name) throws IOException {
    namespace.load(
        new RestoreTexts(
            explained(Family.IPV4, name),
            explained(Family.IPV6, name),
            explained(Family.BRIDGE, name)));
    assertEquals(
        """
        iptables filter FORWARD ACCEPT
          -j X
        iptables filter X -
          -j DROP
          -j RETURN
        ip6tables filter FORWARD ACCEPT
          -j X
        ip6tables filter X -
          -j DROP
          -j RETURN
        ebtables filter FORWARD ACCEPT
          -j X
        ebtables filter X ACCEPT
          -j DROP
          -j RETURN
        """,
        KernelState.capture(namespace).canonicalText());
  }

  @Test
  void usualNames(NetworkNamespace namespace) throws IOException {
    assertLoads(namespace, "examples/filters/moge.xml");
  }

  @Test
  void oddNames(NetworkNamespace namespace) throws IOException {
    assertLoads(namespace, ODD_NAME);
  }
}
