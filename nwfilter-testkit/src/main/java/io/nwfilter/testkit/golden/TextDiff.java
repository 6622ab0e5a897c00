package io.nwfilter.testkit.golden;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;

/**
 * The difference between an expected and an actual text, line by line, as a unified diff.
 *
 * <p>What a terminal would not show is made visible: a carriage return, and a last line that no
 * newline ends.
 */
public final class TextDiff {
  private static final int CONTEXT_LINES = 3;
  private static final String NO_NEWLINE = "\\ No newline at end of file";

  private final String text;

  private TextDiff(String text) {
    this.text = text;
  }

  /**
   * Returns the difference between two texts.
   *
   * @param expected the text that should have been produced; its lines are marked {@code -}
   * @param actual the text that was produced; its lines are marked {@code +}
   * @return the difference, empty where the texts are equal
   */
  public static TextDiff between(String expected, String actual) {
    if (expected.equals(actual)) {
      return new TextDiff("");
    }
    List<String> before = lines(expected);
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            "expected", "actual", before, DiffUtils.diff(before, lines(actual)), CONTEXT_LINES);
    return new TextDiff(Joiner.on('\n').join(diff));
  }

  /**
   * Returns whether the two texts are equal.
   *
   * @return whether the two texts are equal
   */
  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** {@return the unified diff, without a newline at its end; empty where the texts are equal} */
  @Override
  public String toString() {
    return text;
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(Splitter.on('\n').splitToList(text.replace("\r", "\\r")));
    int last = lines.size() - 1;
    if (lines.get(last).isEmpty()) {
      lines.remove(last);
    } else {
      lines.set(last, lines.get(last) + '\n' + NO_NEWLINE);
    }
    return lines;
  }
}
