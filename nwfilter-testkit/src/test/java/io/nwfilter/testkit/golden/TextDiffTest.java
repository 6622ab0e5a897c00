package io.nwfilter.testkit.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TextDiffTest {
  @Test
  void equalTextsHaveNoDifference() {
    TextDiff diff = TextDiff.between("one\ntwo\n", "one\ntwo\n");

    assertTrue(diff.isEmpty());
    assertEquals("", diff.toString());
  }

  @Test
  void differenceIsUnifiedWithThreeLinesOfContext() {
    TextDiff diff = TextDiff.between("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nV\n6\n7\n8\n9\n");

    assertFalse(diff.isEmpty());
    assertEquals(
        "--- expected\n+++ actual\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+V\n 6\n 7\n 8",
        diff.toString());
  }

  @Test
  void missingNewlineAtTheEndShows() {
    assertEquals(
        "--- expected\n+++ actual\n@@ -1,1 +1,1 @@\n-one\n+one\n\\ No newline at end of file",
        TextDiff.between("one\n", "one").toString());
  }

  @Test
  void carriageReturnShows() {
    assertTrue(TextDiff.between("one\n", "one\r\n").toString().endsWith("\n-one\n+one\\r"));
  }

  @Test
  void everyLineOfAnEmptyTextIsMissing() {
    assertTrue(TextDiff.between("", "one\ntwo\n").toString().endsWith("\n+one\n+two"));
  }
}
