package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a map translates goes where the map says, and has the ports that it is looked up by. */
class ExplainMapTranslationTest {

  private static final Path NETWORK = CommandRun.inCheckout("examples/upgrade/default.xml");

  @TempDir private Path directory;

  private String explained(String flags, String packet) throws IOException {
    Path dump = directory.resolve("host.nft");
    Files.writeString(
        dump,
        """
        table inet nat {
        	map hosts {
        		type inet_service : ipv4_addr
        		%selements = { 80 : 192.168.122.10, 443 : 192.168.122.11 }
        	}
        	chain prerouting {
        		type nat hook prerouting priority dstnat; policy accept;
        		dnat ip to tcp dport map @hosts
        	}
        }
        """
            .formatted(flags));
    return CommandRun.of("explain", NETWORK, dump, "--from-network", packet).out();
  }

  @Test
  void goesWhereTheMapSays() throws IOException {
    String explained = explained("", "tcp syn 203.0.113.9:4000 > 198.51.100.1:80");

    assertTrue(
        explained.contains(
            """
            1 yes dnat ip to tcp dport map { 80 : 192.168.122.10, 443 : 192.168.122.11 }
                    element for 80: dnat to 192.168.122.10
            """),
        explained);
    assertTrue(
        explained.startsWith("rejected by iptables, table filter, chain LIBVIRT_FWI, rule 2"),
        explained);
  }

  @Test
  void whatTheMapHasNothingForGoesOn() throws IOException {
    for (String packet :
        new String[] {
          "tcp syn 203.0.113.9:4000 > 198.51.100.1:81", "udp 203.0.113.9:4000 > 198.51.100.1:80"
        }) {
      assertEquals(
          "arrives at host, accepted by the policy of iptables, table nat, chain INPUT",
          explained("", packet).lines().findFirst().orElse(""));
    }
  }

  /** Neither is it known then whether the packet arrives. */
  @Test
  void whatAMapThatChangesHasIsNotKnown() throws IOException {
    String explained =
        explained("flags dynamic\n\t\t", "tcp syn 203.0.113.9:4000 > 198.51.100.1:80");

    assertTrue(explained.startsWith("depends on what is not known"), explained);
    assertTrue(explained.contains("whereto it is translated is not known"), explained);
  }
}
