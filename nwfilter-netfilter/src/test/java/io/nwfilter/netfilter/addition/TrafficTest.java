package io.nwfilter.netfilter.addition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.value.IllegalValueException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrafficTest {

  @Test
  void names() {
    assertEquals(
        Set.of(
            Traffic.ETHERNET_IN,
            Traffic.IPV4_IN,
            Traffic.IPV4_OUT,
            Traffic.IPV6_IN,
            Traffic.IPV6_OUT),
        Traffic.parse("ethernet:in,ip"));
    assertEquals(Set.of(Traffic.IPV4_OUT, Traffic.IPV6_OUT), Traffic.parse("ip:out"));
    assertEquals(Set.of(Traffic.values()), Traffic.parse("all:inout"));
  }

  @ParameterizedTest
  @EnumSource
  void nameOfEach(Traffic traffic) {
    assertEquals(Set.of(traffic), Traffic.parse(traffic.toString()));
  }

  @Test
  void unknownWords() {
    assertEquals(
        "'ethrnet' is not a layer (ethernet, ipv4, ipv6, ip, all); did you mean 'ethernet'?",
        assertThrows(IllegalValueException.class, () -> Traffic.parse("ip,ethrnet:in"))
            .getMessage());
    assertEquals(
        "'both' is not a direction (in, out, inout)",
        assertThrows(IllegalValueException.class, () -> Traffic.parse("ip:both")).getMessage());
    assertEquals(
        "'' is not a layer (ethernet, ipv4, ipv6, ip, all)",
        assertThrows(IllegalValueException.class, () -> Traffic.parse("ip,")).getMessage());
  }
}
