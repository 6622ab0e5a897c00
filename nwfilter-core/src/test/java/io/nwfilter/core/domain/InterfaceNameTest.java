package io.nwfilter.core.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.IllegalValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "vnet0", "abcdefghijklmno", "eth0.12", "veth@2", "a-b_c", "...", "0"})
  void takesNamesThatCanBePrintedSafely(String name) {
    assertEquals(name, new InterfaceName(name).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abcdefghijklmnop",
        "a b",
        " a",
        "a/b",
        "a\nb",
        "a\n",
        "a\u0000",
        "-a",
        ".",
        "..",
        "vnet+",
        "+",
        "a:1",
        "a\"b",
        "a'b",
        "a!b",
        "a%b",
        "vn\u00e9t",
        "vnet\u0663",
        "vnet\u200b"
      })
  void refusesOtherNamesAndSaysWhatIsLegal(String name) {
    IllegalValueException e =
        assertThrows(IllegalValueException.class, () -> new InterfaceName(name));

    assertEquals(
        "'"
            + name
            + "' is not a legal interface name: 1 to 15 letters, digits, '_', '.', '@' and '-', not"
            + " starting with '-'",
        e.getMessage());
  }

  @Test
  void isEqualByName() {
    new EqualsTester()
        .addEqualityGroup(new InterfaceName("vnet0"), new InterfaceName("vnet0"))
        .addEqualityGroup(new InterfaceName("vnet1"))
        .testEquals();
  }
}
