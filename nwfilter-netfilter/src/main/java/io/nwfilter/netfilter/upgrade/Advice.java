package io.nwfilter.netfilter.upgrade;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What to do about a change.
 *
 * @param words what it is good for, as a sentence without a full stop
 * @param commands commands or lines of a configuration file that do it; none if a person has to
 *     decide
 */
public record Advice(String words, List<String> commands) {

  /**
   * Checks that both are given.
   *
   * @param words what it is good for
   * @param commands what does it
   */
  public Advice {
    requireNonNull(words, "words");
    commands = ImmutableList.copyOf(requireNonNull(commands, "commands"));
  }

  /** {@return whether these are commands, not lines of a configuration file} */
  public boolean isScript() {
    return commands.stream().noneMatch(line -> line.matches("\\w+ = .*"));
  }
}
