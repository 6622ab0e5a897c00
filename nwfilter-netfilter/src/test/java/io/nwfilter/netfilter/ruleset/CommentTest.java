package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.testing.EqualsTester;
import io.nwfilter.core.value.IllegalValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommentTest {

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0000", "\u001b[31m", "\u0085", "a\ud800b", "\udc00"})
  void refusesWhatRestoreTextCannotCarry(String text) {
    IllegalValueException e = assertThrows(IllegalValueException.class, () -> new Comment(text));

    assertEquals(
        "'" + text + "' is not a comment of at most 255 bytes without control characters",
        e.getMessage());
  }

  @Test
  void isLimitedInBytesNotCharacters() {
    assertEquals(255, new Comment("c".repeat(255)).toString().length());
    assertThrows(IllegalValueException.class, () -> new Comment("c".repeat(256)));
    assertEquals(127, new Comment("\u00e4".repeat(127)).text().length());
    assertThrows(IllegalValueException.class, () -> new Comment("\u00e4".repeat(128)));
    assertEquals("", new Comment("").text());
  }

  @Test
  void isEqualByItsText() {
    new EqualsTester()
        .addEqualityGroup(new Comment("c"), new Comment("c"))
        .addEqualityGroup(new Comment("d"))
        .testEquals();
  }
}
