package io.nwfilter.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.testing.EqualsTester;
import org.junit.jupiter.api.Test;

class ValueTest {

  @Test
  void foldsWithTheFunctionOfItsVariant() {
    Value<Numeral> literal = new Value.Literal<>(Numeral.of(22));
    Value<Numeral> variable = new Value.Variable<>(VariableReference.of("PORT"));

    assertEquals("literal 22", literal.fold(v -> "literal " + v, r -> "variable " + r));
    assertEquals("variable $PORT", variable.fold(v -> "literal " + v, r -> "variable " + r));
  }

  @Test
  void needsAValue() {
    assertThrows(NullPointerException.class, () -> new Value.Literal<>(null));
    assertThrows(NullPointerException.class, () -> new Value.Variable<>(null));
  }

  @Test
  void isEqualByItsVariantAndContent() {
    new EqualsTester()
        .addEqualityGroup(new Value.Literal<>("$A"), new Value.Literal<>("$A"))
        .addEqualityGroup(new Value.Literal<>("$B"))
        .addEqualityGroup(
            new Value.Variable<>(VariableReference.of("A")),
            new Value.Variable<>(VariableReference.of("A")))
        .addEqualityGroup(new Value.Variable<>(VariableReference.of("B")))
        .testEquals();
  }
}
