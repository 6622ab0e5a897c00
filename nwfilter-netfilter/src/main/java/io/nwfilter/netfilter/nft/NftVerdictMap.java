package io.nwfilter.netfilter.nft;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.Map;
import java.util.Optional;

/**
 * A verdict map of a table (nft(8), "Verdict maps"). Other maps are not modelled.
 *
 * @param name its name
 * @param type what the keys of its elements are
 * @param entries its elements with what happens to packets: a {@link Target.Verdict}, {@link
 *     Target.Jump} or {@link Target.Goto}; their order does not count
 * @param comment its comment
 */
public record NftVerdictMap(
    NftName name, SetType type, Map<SetKey, Target> entries, Optional<Comment> comment) {

  /**
   * Checks the elements.
   *
   * @param name its name
   * @param type what the keys of its elements are
   * @param entries its elements
   * @param comment its comment
   * @throws IllegalArgumentException if the type does not allow an element, or a map no such
   *     verdict
   */
  public NftVerdictMap {
    requireNonNull(name, "name");
    requireNonNull(comment, "comment");
    entries = ImmutableMap.copyOf(requireNonNull(entries, "entries"));
    entries.keySet().forEach(type::require);
    VerdictMapTarget.requireVerdicts(entries);
  }

  /**
   * {@return a map without a comment}
   *
   * @param name its name
   * @param type what the keys of its elements are
   * @param entries its elements
   */
  public static NftVerdictMap of(String name, SetType type, Map<SetKey, Target> entries) {
    return new NftVerdictMap(new NftName(name), type, entries, Optional.empty());
  }
}
