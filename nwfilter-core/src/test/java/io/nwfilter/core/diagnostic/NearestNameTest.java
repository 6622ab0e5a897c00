package io.nwfilter.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  private static final List<String> KNOWN =
      List.of("clean-traffic", "allow-arp", "allow-dhcp", "icmp", "icmpv6", "IP", "web");

  @ParameterizedTest
  @CsvSource({
    "clean-trafic, clean-traffic",
    "clean_traffic, clean-traffic",
    "claen-traffic, clean-traffic",
    "CLEAN-TRAFFIC, clean-traffic",
    "alow-apr, allow-arp",
    "icmp6, icmpv6",
    "ip, IP",
    "wep, web",
  })
  void slips(String name, String nearest) {
    assertEquals(Optional.of(nearest), NearestName.of(name, KNOWN));
  }

  @ParameterizedTest
  @CsvSource({"x", "iq", "wxy", "nothing-like-it", "clean", "''", "allow-arp-and-more"})
  void otherNames(String name) {
    assertEquals(Optional.empty(), NearestName.of(name, KNOWN));
  }

  @Test
  void theNameItselfAndLongNamesAreNoSlips() {
    assertEquals(Optional.empty(), NearestName.of("web", List.of("web")));
    String longName = "a".repeat(65);
    assertEquals(Optional.empty(), NearestName.of(longName, List.of(longName + "b")));
    assertEquals(Optional.empty(), NearestName.of(longName, List.of("a".repeat(64))));
  }
}
