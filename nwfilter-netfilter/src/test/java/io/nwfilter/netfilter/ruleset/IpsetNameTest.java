package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.IllegalValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpsetNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a\nb",
        "-a",
        "a\"",
        "a'",
        "a\\",
        "a/b",
        "\u00e4",
        "abcdefghijabcdefghijabcdefghij12"
      })
  void refusesWhatRestoreTextCannotCarry(String name) {
    IllegalValueException e = assertThrows(IllegalValueException.class, () -> new IpsetName(name));

    assertEquals(
        "'"
            + name
            + "' is not a legal ipset name: 1 to 31 letters, digits, '_', '.', ':', '+' and '-',"
            + " not starting with '-'",
        e.getMessage());
  }

  @Test
  void mayHave31Characters() {
    assertEquals(
        "a.b_c:d-eabcdefghijabcdefghij12",
        new IpsetName("a.b_c:d-eabcdefghijabcdefghij12").toString());
  }

  @Test
  void isEqualByItsName() {
    new EqualsTester()
        .addEqualityGroup(new IpsetName("c"), new IpsetName("c"))
        .addEqualityGroup(new IpsetName("d"))
        .testEquals();
  }
}
