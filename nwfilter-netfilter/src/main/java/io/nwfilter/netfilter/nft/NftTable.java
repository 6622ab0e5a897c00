package io.nwfilter.netfilter.nft;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table of nftables: chains with the sets and maps that their rules ask. Chains of other tables,
 * of the same name or not, have nothing to do with them. Equality ignores the order of chains, sets
 * and maps, and of the elements of these.
 *
 * @param family which packets its chains see
 * @param name its name
 * @param comment its comment
 * @param flags what else it is, such as dormant
 * @param chains its chains by name
 * @param sets its sets by name
 * @param maps its verdict maps by name
 * @param others what else it has, which is not modelled
 */
public record NftTable(
    NftFamily family,
    NftName name,
    Optional<Comment> comment,
    Set<TableFlag> flags,
    Map<String, NftChain> chains,
    Map<String, NftSet> sets,
    Map<String, NftVerdictMap> maps,
    List<NftObject> others) {

  /**
   * Checks that the kernel could have such a table.
   *
   * @param family which packets its chains see
   * @param name its name
   * @param comment its comment
   * @param flags what else it is, such as dormant
   * @param chains its chains by name
   * @param sets its sets by name
   * @param maps its verdict maps by name
   * @param others what else it has
   * @throws IllegalArgumentException if a part has another name; if a rule or map leads to a chain
   *     that is missing or a base chain, or in a circle; if a set or map that is asked for is
   *     missing or has other fields
   */
  public NftTable {
    requireNonNull(family, "family");
    requireNonNull(name, "name");
    requireNonNull(comment, "comment");
    flags = Sets.immutableEnumSet(flags);
    chains = ImmutableMap.copyOf(requireNonNull(chains, "chains"));
    sets = ImmutableMap.copyOf(requireNonNull(sets, "sets"));
    maps = ImmutableMap.copyOf(requireNonNull(maps, "maps"));
    others = ImmutableList.copyOf(requireNonNull(others, "others"));
    chains.forEach((key, chain) -> requireSame(key, chain.name()));
    sets.forEach((key, set) -> requireSame(key, set.name().name()));
    maps.forEach((key, map) -> requireSame(key, map.name().name()));
    new TableCheck(family, chains, sets, maps, others).check();
  }

  private static void requireSame(String key, String name) {
    checkArgument(key.equals(name), "'%s' is the key of %s", key, name);
  }

  /**
   * {@return a builder of a table without chains}
   *
   * @param family which packets its chains see
   * @param name its name
   */
  public static Builder builder(NftFamily family, String name) {
    return new Builder(family, new NftName(name));
  }

  /** {@return a builder that begins with all of this table} */
  public Builder toBuilder() {
    Builder builder = new Builder(family, name);
    comment.ifPresent(builder::comment);
    flags.forEach(builder::flag);
    chains.values().forEach(builder::chain);
    sets.values().forEach(builder::set);
    maps.values().forEach(builder::map);
    others.forEach(builder::other);
    return builder;
  }

  /**
   * {@return a table that does the same with packets, and has as values what is known of parts that
   * this one has word for word} These are sets and maps with options such as {@code auto-merge},
   * {@code size} or {@code counter}, and translations by maps. Of what packets may change, it has
   * the elements that were listed. It is not for printing.
   *
   * @param changed the names of the sets and maps that rules change
   */
  public NftTable known(Set<String> changed) {
    return KnownParts.of(this, changed);
  }

  /** {@return whether the kernel does not call its base chains} */
  public boolean dormant() {
    return flags.contains(TableFlag.DORMANT);
  }

  /**
   * Returns a chain.
   *
   * @param chain its name
   * @return the chain, if there is one of that name
   */
  public Optional<Chain> chain(String chain) {
    return Optional.ofNullable(chains.get(chain)).map(NftChain::chain);
  }

  /** {@return the number of rules in all chains} */
  public int ruleCount() {
    return chains.values().stream().mapToInt(chain -> chain.chain().rules().size()).sum();
  }

  /** {@return family and name, as nft names a table} */
  @Override
  public String toString() {
    return "table " + family.word() + " " + name;
  }

  /** Collects the parts of a table. Parts that refer to others may come before them. */
  public static final class Builder {

    private final NftFamily family;
    private final NftName name;
    private Optional<Comment> comment = Optional.empty();
    private final Set<TableFlag> flags = EnumSet.noneOf(TableFlag.class);
    private final ImmutableMap.Builder<String, NftChain> chains = ImmutableMap.builder();
    private final ImmutableMap.Builder<String, NftSet> sets = ImmutableMap.builder();
    private final ImmutableMap.Builder<String, NftVerdictMap> maps = ImmutableMap.builder();
    private final ImmutableList.Builder<NftObject> others = ImmutableList.builder();

    Builder(NftFamily family, NftName name) {
      this.family = requireNonNull(family, "family");
      this.name = name;
    }

    /**
     * Sets the comment.
     *
     * @param text the comment
     * @return this builder
     */
    public Builder comment(Comment text) {
      comment = Optional.of(text);
      return this;
    }

    /**
     * Says whether the kernel calls the table's base chains.
     *
     * @param sleeps whether it does not
     * @return this builder
     */
    public Builder dormant(boolean sleeps) {
      if (sleeps) {
        flags.add(TableFlag.DORMANT);
      } else {
        flags.remove(TableFlag.DORMANT);
      }
      return this;
    }

    /**
     * Adds a flag.
     *
     * @param flag what the table is
     * @return this builder
     */
    public Builder flag(TableFlag flag) {
      flags.add(flag);
      return this;
    }

    /**
     * Adds a chain.
     *
     * @param chain the chain
     * @return this builder
     */
    public Builder chain(NftChain chain) {
      chains.put(chain.name(), chain);
      return this;
    }

    /**
     * Adds a base chain.
     *
     * @param chain its name
     * @param hook where the kernel calls it
     * @param policy what happens at its end
     * @param rules its rules in order
     * @return this builder
     */
    public Builder base(String chain, BaseHook hook, Verdict policy, List<ChainRule> rules) {
      return chain(NftChain.base(chain, hook, policy, rules));
    }

    /**
     * Adds a chain that others may jump to.
     *
     * @param chain its name
     * @param rules its rules in order
     * @return this builder
     */
    public Builder user(String chain, List<ChainRule> rules) {
      return chain(NftChain.user(chain, rules));
    }

    /**
     * Adds a set.
     *
     * @param set the set
     * @return this builder
     */
    public Builder set(NftSet set) {
      sets.put(set.name().name(), set);
      return this;
    }

    /**
     * Adds a verdict map.
     *
     * @param map the map
     * @return this builder
     */
    public Builder map(NftVerdictMap map) {
      maps.put(map.name().name(), map);
      return this;
    }

    /**
     * Adds what is not modelled.
     *
     * @param other the part
     * @return this builder
     */
    public Builder other(NftObject other) {
      others.add(other);
      return this;
    }

    /**
     * {@return the table}
     *
     * @throws IllegalArgumentException if the kernel could not have such a table, or a name is
     *     there twice
     */
    public NftTable build() {
      return new NftTable(
          family,
          name,
          comment,
          flags,
          chains.buildOrThrow(),
          sets.buildOrThrow(),
          maps.buildOrThrow(),
          others.build());
    }
  }
}
