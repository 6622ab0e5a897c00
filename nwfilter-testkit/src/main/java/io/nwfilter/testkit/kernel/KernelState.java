package io.nwfilter.testkit.kernel;

import com.google.common.collect.ImmutableSortedMap;
import java.util.function.Predicate;

/**
 * The rules of a network namespace in canonical form: counters and comment lines are left out, and
 * so are built-in chains that are empty and accept. The state of a new namespace is therefore
 * empty.
 *
 * <p>The policy of a user's ebtables chain is taken from {@code ebtables-save}, which prints what
 * the kernel does at the chain's end. {@code ebtables -L} of the nf_tables version prints RETURN
 * for every such chain, also where the chain accepts or drops.
 *
 * @param chains the content of every chain
 */
public record KernelState(ImmutableSortedMap<ChainAddress, ChainContent> chains) {
  /**
   * Makes a state, leaving out the chains that every namespace has.
   *
   * @param chains the content of every chain
   */
  public KernelState {
    ImmutableSortedMap.Builder<ChainAddress, ChainContent> kept = ImmutableSortedMap.naturalOrder();
    chains.forEach(
        (address, content) -> {
          if (!address.isBuiltIn() || !content.isUntouched()) {
            kept.put(address, content);
          }
        });
    chains = kept.buildOrThrow();
  }

  /**
   * Returns the state of a namespace where nothing was loaded.
   *
   * @return the empty state
   */
  public static KernelState empty() {
    return new KernelState(ImmutableSortedMap.of());
  }

  /**
   * Returns the state that three {@code -save} texts describe.
   *
   * @param texts the outputs of the tools
   * @return the state
   * @throws IllegalArgumentException if a line is not understood, or says that a table is left out
   */
  public static KernelState parse(SaveTexts texts) {
    ImmutableSortedMap.Builder<ChainAddress, ChainContent> chains =
        ImmutableSortedMap.naturalOrder();
    for (TableFamily family : TableFamily.values()) {
      new SaveReader(family).read(texts.of(family), chains::put);
    }
    return new KernelState(chains.buildOrThrow());
  }

  /**
   * Returns the present state of a namespace.
   *
   * @param namespace the namespace
   * @return its state
   */
  public static KernelState capture(NetworkNamespace namespace) {
    return capture(namespace, SystemRoot.HOST);
  }

  /**
   * Returns the present state of a namespace, as the tools of a system print it.
   *
   * @param namespace the namespace
   * @param system where the tools are
   * @return its state
   */
  public static KernelState capture(NetworkNamespace namespace, SystemRoot system) {
    return parse(namespace.dump(system));
  }

  /**
   * Returns whether nothing distinguishes this state from that of a new namespace.
   *
   * @return whether there are no chains
   */
  public boolean isEmpty() {
    return chains.isEmpty();
  }

  /**
   * Returns this state without some chains and without the rules that jump to them.
   *
   * @param chainName says by its name whether a chain is left out
   * @return the rest
   */
  public KernelState without(Predicate<String> chainName) {
    ImmutableSortedMap.Builder<ChainAddress, ChainContent> kept = ImmutableSortedMap.naturalOrder();
    chains.forEach(
        (address, content) -> {
          if (!chainName.test(address.chain())) {
            kept.put(address, content.withoutJumpsTo(chainName));
          }
        });
    return new KernelState(kept.buildOrThrow());
  }

  /**
   * Returns the state as text that is made for diffs: a line per chain with its policy, then an
   * indented line per rule.
   *
   * @return the text; equal states have equal texts, and the empty state has the empty text
   */
  public String canonicalText() {
    StringBuilder text = new StringBuilder();
    chains.forEach(
        (address, content) -> {
          text.append(address).append(' ').append(content.policy()).append('\n');
          content.rules().forEach(rule -> text.append("  ").append(rule).append('\n'));
        });
    return text.toString();
  }

  /** {@return {@link #canonicalText()}} */
  @Override
  public String toString() {
    return canonicalText();
  }
}
