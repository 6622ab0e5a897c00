package io.nwfilter.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.IllegalValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

  @ParameterizedTest
  @ValueSource(strings = {"A-B", "A B", "$A", "A[0]", "\u00c4", "\u0663", "A\n", "A."})
  void refusesNamesOfOtherCharacters(String name) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> Parameters.of(name, "1"));

    assertEquals(
        "'" + name + "' is not a legal parameter name: letters, digits and '_'", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "10.0.0.0/8", "-j", "1\n", "'", "\"", "\u00e4", "\uff11", "a,b"})
  void refusesValuesOfOtherCharacters(String value) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> Parameters.of("A", "1", value));

    assertEquals(
        "'" + value + "' is not a legal parameter value: letters, digits, '_', '.' and ':'",
        e.getMessage());
  }

  @Test
  void takesAddressesAndNames() {
    Parameters parameters =
        Parameters.of("IPV6_1", "fe80::1", "1.2.3.4", "a_B").with("0", "52:54:00:9f:80:45");

    assertEquals(List.of("fe80::1", "1.2.3.4", "a_B"), parameters.get("IPV6_1"));
    assertEquals(List.of("52:54:00:9f:80:45"), parameters.get("0"));
  }

  @Test
  void aNameGivenTwiceIsAList() {
    Parameters parameters = Parameters.of("A", "1").with("B", "2").with("A", "3", "1");

    assertEquals(List.of("1", "3", "1"), parameters.get("A"));
    assertEquals(List.of("A", "B"), List.copyOf(parameters.values().keySet()));
  }

  @Test
  void keepsCopiesInTheOrderOfTheNames() {
    List<String> values = new ArrayList<>(List.of("1", "2"));
    Map<String, List<String>> written = new LinkedHashMap<>();
    written.put("Z", values);
    written.put("A", List.of("3"));
    written.put("M", List.of("4"));

    Parameters parameters = new Parameters(written);
    values.add("5");
    written.remove("A");

    assertEquals("{Z=[1, 2], A=[3], M=[4]}", parameters.values().toString());
    assertThrows(UnsupportedOperationException.class, () -> parameters.values().clear());
    assertThrows(UnsupportedOperationException.class, () -> parameters.get("Z").clear());
  }

  @Test
  void libvirtIgnoresThoseOfOtherCharacters() {
    Parameters written = new Parameters(Map.of("A", List.of("1", "3/4", "5"), "B-C", List.of("2")));

    assertEquals(List.of("1", "3/4", "5"), written.get("A"));
    assertEquals(Parameters.of("A", "1", "5"), written.accepted());
    assertEquals(Parameters.of("A", "1", "5"), Semantics.AS_LIBVIRT.parameters(written));
    assertSame(written, Semantics.AS_WRITTEN.parameters(written));
  }

  @Test
  void acceptedOnesStayAsTheyAre() {
    Parameters legal = Parameters.of("A", "1");

    assertSame(legal, legal.accepted());
  }

  @Test
  void aNameThatIsNotDefinedHasNoValues() {
    assertEquals(List.of(), Parameters.of("A", "1").get("a"));
  }

  @Test
  void isEqualByNamesAndValuesInOrder() {
    new EqualsTester()
        .addEqualityGroup(
            Parameters.of("A", "1", "2"),
            Parameters.of("A", "1").with("A", "2"),
            new Parameters(Map.of("A", List.of("1", "2"), "B", List.of())))
        .addEqualityGroup(Parameters.of("A", "2", "1"))
        .addEqualityGroup(Parameters.of("B", "1", "2"))
        .addEqualityGroup(Parameters.NONE, new Parameters(Map.of()))
        .testEquals();
  }
}
