package io.nwfilter.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.testing.EqualsTester;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariableReferenceTest {

  @ParameterizedTest
  @CsvSource({
    "$A, $A",
    "$IP_v6, $IP_v6",
    "$0, $0",
    "$A[3], $A[3]",
    "$A[0], $A[0]",
    "$A[03], $A[3]",
    "$A[999999999], $A[999999999]",
    "$A[@0], $A",
    "$A[@1], $A[@1]",
    "$A[@01], $A[@1]",
    "$A[@1000], $A[@1000]",
    "$, $",
    "$[3], $[3]"
  })
  void printsTheCanonicalText(String text, String canonical) {
    assertEquals(Optional.of(canonical), VariableReference.parse(text).map(Object::toString));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        " $A",
        "$A ",
        "$A-B",
        "$A.b",
        "$\u00c4",
        "$\u0663",
        "$A[x]",
        "$A[]",
        "$A[3",
        "$A3]",
        "$A[-1]",
        "$A[@]",
        "$A[@0x1]",
        "$A[@1001]",
        "$A[@-1]",
        "$A[@@1]",
        "$A[\u0663]",
        "$A[4294967296]"
      })
  void isNoReferenceInAnyOtherForm(String text) {
    assertEquals(Optional.empty(), VariableReference.parse(text));
  }

  @Test
  void keepsNameIndexAndIteratorApart() {
    assertEquals(
        Optional.of(new VariableReference("A", OptionalLong.of(3), 0)),
        VariableReference.parse("$A[3]"));
    assertEquals(
        Optional.of(new VariableReference("B", OptionalLong.empty(), 4)),
        VariableReference.parse("$B[@4]"));
  }

  @Test
  void refusesComponentsOutOfRangeAndNamesThem() {
    assertEquals(
        "iterator id 1001 is outside 0..1000",
        assertThrows(
                IllegalArgumentException.class,
                () -> new VariableReference("A", OptionalLong.empty(), 1001))
            .getMessage());
    assertEquals(
        "iterator id -1 is outside 0..1000",
        assertThrows(
                IllegalArgumentException.class,
                () -> new VariableReference("A", OptionalLong.empty(), -1))
            .getMessage());
    assertEquals(
        "index -2 is negative",
        assertThrows(
                IllegalArgumentException.class,
                () -> new VariableReference("A", OptionalLong.of(-2), 0))
            .getMessage());
    assertEquals(
        "'A-B' is not a variable name of letters, digits and underscores",
        assertThrows(IllegalValueException.class, () -> VariableReference.of("A-B")).getMessage());
  }

  @Test
  void isEqualByNameIndexAndIterator() {
    new EqualsTester()
        .addEqualityGroup(
            VariableReference.of("A"),
            VariableReference.parse("$A").orElseThrow(),
            VariableReference.parse("$A[@0]").orElseThrow())
        .addEqualityGroup(VariableReference.parse("$A[0]").orElseThrow())
        .addEqualityGroup(VariableReference.parse("$A[@2]").orElseThrow())
        .addEqualityGroup(VariableReference.parse("$A[2]").orElseThrow())
        .addEqualityGroup(VariableReference.of("B"))
        .testEquals();
  }
}
