package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;

/** What the target SET changes (iptables-extensions(8)). */
final class SetChanges {

  private static final String TARGET = "SET";

  /** Its options, with how many words follow each; those that map change the packet. */
  private static final ImmutableMap<String, Integer> OPTIONS =
      ImmutableMap.of("--add-set", 2, "--del-set", 2, "--timeout", 1, "--exist", 0);

  private SetChanges() {}

  /** {@return the names of the sets that change, if nothing else does} */
  static Optional<List<String>> of(Target.OpaqueTarget target) {
    if (!target.name().equals(TARGET)) {
      return Optional.empty();
    }
    ImmutableList.Builder<String> changed = ImmutableList.builder();
    List<String> words = target.words();
    int at = 0;
    while (at < words.size()) {
      Integer following = OPTIONS.get(words.get(at));
      if (following == null || at + following >= words.size()) {
        return Optional.empty();
      }
      if (following == 2) {
        changed.add(words.get(at + 1));
      }
      at += 1 + following;
    }
    return Optional.of(changed.build());
  }
}
