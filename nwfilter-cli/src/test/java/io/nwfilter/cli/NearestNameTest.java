package io.nwfilter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name that was most likely meant. */
class NearestNameTest {

  private static final List<String> KNOWN =
      List.of(
          "clean-traffic", "clean-traffic-gateway", "allow-arp", "allow-ipv4", "allow-ipv6", "x");

  @ParameterizedTest
  @CsvSource({
    "clean-trafic, clean-traffic",
    "celan-traffic, clean-traffic",
    "cleantraffic, clean-traffic",
    "clean-traffic-gw, clean-traffic",
    "clean-traffic-gatway, clean-traffic-gateway",
    "allow-ipv5, allow-ipv4",
    "alow-arp, allow-arp",
    "ab, x"
  })
  void isTheOneThatDiffersLeast(String wrong, String nearest) {
    assertEquals(Optional.of(nearest), NearestName.of(wrong, KNOWN));
  }

  @Test
  void isNoneThatIsFarAway() {
    assertEquals(Optional.empty(), NearestName.of("gateway", KNOWN));
    assertEquals("", NearestName.suggestion("gateway", KNOWN));
    assertEquals("; did you mean 'x'?", NearestName.suggestion("y", KNOWN));
  }
}
