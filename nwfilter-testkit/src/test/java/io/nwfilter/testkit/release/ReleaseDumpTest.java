package io.nwfilter.testkit.release;

import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.testkit.kernel.HostTools;
import io.nwfilter.testkit.networks.NetworkDocuments;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The daemons of other releases still install what is in the files. Takes half an hour, in the
 * profile {@code releases} alone.
 */
@Tag("releases")
class ReleaseDumpTest {

  @BeforeAll
  static void requireDaemon() {
    HostTools.requireDaemon();
  }

  @ParameterizedTest
  @EnumSource
  void filters(AskedRelease release) throws IOException {
    try (AskedDaemon daemon = AskedDaemon.start(release, FirewallBackend.IPTABLES)) {
      new DumpFile(release, FirewallBackend.IPTABLES, "filters.txt")
          .assertMatches(daemon.header(), daemon.filters(FilterCases.all()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "V9_0, IPTABLES",
    "V11_3, IPTABLES",
    "V12_8, IPTABLES",
    "V11_3, NFTABLES",
    "V12_8, NFTABLES"
  })
  void networks(AskedRelease release, FirewallBackend backend) throws IOException {
    try (AskedDaemon daemon = AskedDaemon.start(release, backend)) {
      new DumpFile(release, backend, "networks.txt")
          .assertMatches(daemon.header(), daemon.networks(NetworkDocuments.all()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V11_3", "V12_8"})
  void networksAsJson(AskedRelease release) throws IOException {
    try (AskedDaemon daemon = AskedDaemon.start(release, FirewallBackend.NFTABLES)) {
      new DumpFile(release, FirewallBackend.NFTABLES, "networks.json.txt")
          .assertMatches(daemon.header(), daemon.networksAsJson(NetworkDocuments.few()));
    }
  }
}
