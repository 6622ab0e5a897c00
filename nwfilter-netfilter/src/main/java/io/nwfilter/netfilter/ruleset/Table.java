package io.nwfilter.netfilter.ruleset;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table of netfilter. Two tables are equal if they have equal chains, in whatever order. Base
 * chains that are empty and accept are ignored, as every table has them.
 *
 * @param name its name, such as {@code filter}
 * @param chains its chains by name, in the order in which they are listed
 */
public record Table(String name, Map<String, Chain> chains) {

  /** The table that decides which packets pass. */
  public static final String FILTER = "filter";

  /** The table that changes addresses; that of ebtables has libvirt's rules for frames. */
  public static final String NAT = "nat";

  /** The table that changes other parts of packets. */
  public static final String MANGLE = "mangle";

  /** The table that comes before connection tracking. */
  public static final String RAW = "raw";

  /** The table for mandatory access control. */
  public static final String SECURITY = "security";

  /** The table that decides whether frames are bridged or routed. */
  public static final String BROUTE = "broute";

  private static final int MAX_NAME = 32;

  /**
   * Checks the names.
   *
   * @param name its name, lower-case letters
   * @param chains its chains by name
   * @throws IllegalArgumentException if the name is not one, or a chain has another name
   */
  public Table {
    chains = ImmutableMap.copyOf(requireNonNull(chains, "chains"));
    checkArgument(isName(name), "'%s' cannot be the name of a table", name);
    chains.forEach(Table::requireName);
  }

  private static void requireName(String key, Chain chain) {
    checkArgument(key.equals(chain.name()), "'%s' is chain %s", key, chain);
    checkArgument(Chain.isName(key), "'%s' cannot be the name of a chain", key);
  }

  /**
   * Returns a chain.
   *
   * @param chain the chain's name
   * @return the chain, if there is one of that name
   */
  public Optional<Chain> chain(String chain) {
    return Optional.ofNullable(chains.get(chain));
  }

  /** {@return the number of rules in all chains} */
  public int ruleCount() {
    return chains.values().stream().mapToInt(chain -> chain.rules().size()).sum();
  }

  /** {@return whether it equals a table that was never used} */
  public boolean isUntouched() {
    return chains.values().stream().allMatch(Chain::isUntouched);
  }

  /**
   * {@return whether a table can have a name: 1 to 32 letters from a to z}
   *
   * @param name the name
   */
  public static boolean isName(String name) {
    boolean legal = !name.isEmpty() && name.length() <= MAX_NAME;
    for (int i = 0; legal && i < name.length(); i++) {
      legal = name.charAt(i) >= 'a' && name.charAt(i) <= 'z';
    }
    return legal;
  }

  private Map<String, Chain> touched() {
    return Maps.filterValues(chains, chain -> !chain.isUntouched());
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Table other
        && name.equals(other.name)
        && touched().equals(other.touched());
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + touched().keySet().hashCode();
  }
}
