package io.nwfilter.testkit.release;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.testkit.kernel.HostTools;
import io.nwfilter.testkit.networks.NetworkDocuments;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The daemons of other releases still install what is in the files. Takes half an hour, in the
 * profile {@code releases} alone. The property {@code releases.cases} is a regular expression that
 * the names of cases have to contain: the others are not asked again.
 */
@Tag("releases")
class ReleaseDumpTest {

  private static final Predicate<String> ASKED = DumpFile.asked();

  @BeforeAll
  static void requireDaemon() {
    HostTools.requireDaemon();
  }

  @ParameterizedTest
  @EnumSource
  void filters(AskedRelease release) throws IOException {
    try (AskedDaemon daemon = AskedDaemon.start(release, FirewallBackend.IPTABLES)) {
      new DumpFile(release, FirewallBackend.IPTABLES, "filters.txt")
          .assertMatches(
              daemon.header(),
              FilterCases.all().stream().map(FilterCase::name).toList(),
              daemon.filters(
                  FilterCases.all().stream().filter(c -> ASKED.test(c.name())).toList()));
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
          .assertMatches(
              daemon.header(),
              names(NetworkDocuments.all()),
              daemon.networks(asked(NetworkDocuments.all())));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V11_3", "V12_8"})
  void networksAsJson(AskedRelease release) throws IOException {
    try (AskedDaemon daemon = AskedDaemon.start(release, FirewallBackend.NFTABLES)) {
      new DumpFile(release, FirewallBackend.NFTABLES, "networks.json.txt")
          .assertMatches(
              daemon.header(),
              names(NetworkDocuments.few()),
              daemon.networksAsJson(asked(NetworkDocuments.few())));
    }
  }

  @ParameterizedTest
  @EnumSource
  void documents(AskedRelease release) throws IOException {
    try (AskedDaemon daemon = AskedDaemon.start(release, FirewallBackend.IPTABLES)) {
      new DumpFile(release, FirewallBackend.IPTABLES, "documents.txt")
          .assertMatches(daemon.header(), AskedDocuments.names(), daemon.documents(ASKED));
    }
  }

  private static List<String> names(List<ImmutableList<String>> cases) {
    return cases.stream().map(documents -> String.join(" ", documents)).toList();
  }

  private static List<ImmutableList<String>> asked(List<ImmutableList<String>> cases) {
    return cases.stream().filter(documents -> ASKED.test(String.join(" ", documents))).toList();
  }
}
