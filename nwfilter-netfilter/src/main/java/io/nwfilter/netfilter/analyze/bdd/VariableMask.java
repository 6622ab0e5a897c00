package io.nwfilter.netfilter.analyze.bdd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Some of the variables that an operation on sets treats differently. */
public final class VariableMask {

  /** The bits of the variables, from that of the first word on. */
  private final long[] words;

  private final int firstWord;
  private final boolean others;
  private final int last;

  private VariableMask(boolean others, int... some) {
    this.others = others;
    int greatest = Arrays.stream(some).max().orElse(-1);
    this.last = others ? Diagrams.NO_VARIABLE - 1 : greatest;
    this.firstWord = Arrays.stream(some).min().orElse(0) >> 6;
    this.words = new long[some.length == 0 ? 0 : (greatest >> 6) - firstWord + 1];
    for (int variable : some) {
      words[(variable >> 6) - firstWord] |= 1L << variable;
    }
  }

  /** {@return some variables} */
  public static VariableMask of(int... some) {
    return new VariableMask(false, some);
  }

  /** {@return all variables but some} */
  public static VariableMask allBut(int... some) {
    return new VariableMask(true, some);
  }

  /** {@return whether a variable is among them} */
  public boolean contains(int variable) {
    int word = (variable >> 6) - firstWord;
    boolean isSome = word >= 0 && word < words.length && (words[word] >>> variable & 1) != 0;
    return isSome != others;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof VariableMask mask
        && others == mask.others
        && firstWord == mask.firstWord
        && Arrays.equals(words, mask.words);
  }

  @Override
  public int hashCode() {
    return (Arrays.hashCode(words) * 31 + firstWord) * 31 + Boolean.hashCode(others);
  }

  /** {@return the last of them; −1 if there is none; a bound if they are all but some} */
  public int last() {
    return last;
  }
}
