package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.Match;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The first match of a rule that a packet did not meet. Its texts are made when asked for. */
public final class Mismatch {

  private final Match match;
  private final Supplier<String> found;

  /**
   * Creates a mismatch.
   *
   * @param match the match
   * @param found says what the packet has
   */
  Mismatch(Match match, Supplier<String> found) {
    this.match = requireNonNull(match, "match");
    this.found = requireNonNull(found, "found");
  }

  /** {@return the match} */
  public Match match() {
    return match;
  }

  /** {@return what the match asks for, such as {@code ethernet source 52:54:00:00:00:01}} */
  public String wanted() {
    return Wording.wanted(match);
  }

  /** {@return what the packet has instead, such as {@code 52:54:00:00:00:02}} */
  public String found() {
    return found.get();
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Mismatch other
        && match.equals(other.match)
        && found().equals(other.found());
  }

  @Override
  public int hashCode() {
    return Objects.hash(match, found());
  }

  /** {@return what was wanted and what was found} */
  @Override
  public String toString() {
    return "wanted " + wanted() + ", found " + found();
  }
}
