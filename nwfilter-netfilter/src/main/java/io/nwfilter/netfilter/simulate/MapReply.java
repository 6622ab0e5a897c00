package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.ruleset.Target;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a verdict map says of a packet that met all matches of its rule. If it has no element for
 * the packet, the next rule is tried, as if a match was not met. Its texts are made when asked for.
 */
public final class MapReply {

  private final Supplier<String> found;
  private final Optional<Target> verdict;

  /**
   * Creates a reply.
   *
   * @param found says what the packet has
   * @param verdict the verdict of its element, if there is one
   */
  MapReply(Supplier<String> found, Optional<Target> verdict) {
    this.found = requireNonNull(found, "found");
    this.verdict = requireNonNull(verdict, "verdict");
  }

  /** {@return what the packet has that the map was asked for, such as {@code 10.0.0.1 . 22}} */
  public String found() {
    return found.get();
  }

  /** {@return the verdict of the packet's element; empty if the map has none for it} */
  public Optional<Target> verdict() {
    return verdict;
  }

  /** {@return the verdict as nft has it, such as {@code jump inner}; empty without an element} */
  public Optional<String> element() {
    return verdict.map(VerdictMap::inWords);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof MapReply other
        && verdict.equals(other.verdict)
        && found().equals(other.found());
  }

  @Override
  public int hashCode() {
    return Objects.hash(verdict, found());
  }

  /** {@return {@code no element for 22}, or the element: {@code element for 22: accept}} */
  @Override
  public String toString() {
    return element()
        .map(said -> "element for " + found() + ": " + said)
        .orElseGet(() -> "no element for " + found());
  }
}
