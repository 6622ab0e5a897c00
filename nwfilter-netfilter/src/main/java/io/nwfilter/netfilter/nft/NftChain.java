package io.nwfilter.netfilter.nft;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A chain of a table of nftables. Packets that get to the end of a chain which others jump to go
 * back, in every family.
 *
 * @param chain its name, its place, its policy and its rules
 * @param comment its comment
 */
public record NftChain(Chain chain, Optional<Comment> comment) {

  /**
   * Checks the name and the policy.
   *
   * @param chain its name, its place, its policy and its rules
   * @param comment its comment
   * @throws io.nwfilter.core.value.IllegalValueException if a script cannot carry its name
   * @throws IllegalArgumentException if it is not a base chain and has a policy
   */
  public NftChain {
    requireNonNull(comment, "comment");
    new NftName(chain.name());
    checkArgument(
        chain.isBase() || chain.policy() == Verdict.RETURN,
        "chain %s has a policy and is not a base chain",
        chain);
  }

  /**
   * {@return a base chain}
   *
   * @param name its name
   * @param hook where the kernel calls it
   * @param policy what happens at its end, {@link Verdict#ACCEPT} or {@link Verdict#DROP}
   * @param rules its rules in order
   */
  public static NftChain base(String name, BaseHook hook, Verdict policy, List<ChainRule> rules) {
    return new NftChain(
        new Chain(name, Optional.of(hook), policy, Optional.empty(), rules), Optional.empty());
  }

  /**
   * {@return a chain that others may jump to}
   *
   * @param name its name
   * @param rules its rules in order
   */
  public static NftChain user(String name, List<ChainRule> rules) {
    return new NftChain(
        new Chain(name, Optional.empty(), Verdict.RETURN, Optional.empty(), rules),
        Optional.empty());
  }

  /**
   * {@return this chain with a comment}
   *
   * @param text the comment
   */
  public NftChain with(Comment text) {
    return new NftChain(chain, Optional.of(text));
  }

  /**
   * {@return this chain with other rules}
   *
   * @param rules the rules in order
   */
  public NftChain withRules(List<ChainRule> rules) {
    return new NftChain(chain.withRules(ImmutableList.copyOf(rules)), comment);
  }

  /** {@return its name} */
  public String name() {
    return chain.name();
  }
}
