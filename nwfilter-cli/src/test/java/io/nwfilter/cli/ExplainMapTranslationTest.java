package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a map translates is never dropped by it, and has the ports that it is looked up by. */
class ExplainMapTranslationTest {

  private static final Path NETWORK = CommandRun.inCheckout("examples/upgrade/default.xml");

  @TempDir private Path directory;

  private String result(String packet) throws IOException {
    Path dump = directory.resolve("host.nft");
    Files.writeString(
        dump,
        """
        table inet nat {
        	chain prerouting {
        		type nat hook prerouting priority dstnat; policy accept;
        		dnat ip to tcp dport map { 80 : 192.168.122.10, 443 : 192.168.122.11 }
        	}
        }
        """);
    CommandRun run = CommandRun.of("explain", "--quiet", NETWORK, dump, "--from-network", packet);
    return run.out().lines().findFirst().orElse(run.err());
  }

  @Test
  void onlyWhatHasSuchPortsMeetsIt() throws IOException {
    assertEquals(
        "arrives in any case, but how depends on what is not known",
        result("tcp syn 203.0.113.9:4000 > 198.51.100.1:80"));
    assertEquals(
        "arrives at host, accepted by the policy of iptables, table nat, chain INPUT",
        result("udp 203.0.113.9:4000 > 198.51.100.1:53"));
  }
}
