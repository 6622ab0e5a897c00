package io.nwfilter.netfilter.nft;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of nftables in a kernel. Equality ignores their order.
 *
 * @param tables the tables, no two of the same family and name, in the order in which they were
 *     made
 * @param others what is not in one of them, such as tables of other families
 */
public record NftRuleset(List<NftTable> tables, List<NftObject> others) {

  /** The ruleset of a host where no rule was ever loaded. */
  public static final NftRuleset EMPTY = of();

  /**
   * A base chain, where it is called.
   *
   * @param table the table, whose sets and chains its rules ask for
   * @param chain the chain
   */
  public record Called(NftTable table, Chain chain) {

    /** {@return its priority} */
    public int priority() {
      return chain.base().orElseThrow().priority();
    }
  }

  /**
   * Checks the names.
   *
   * @param tables the tables
   * @param others what is not in one of them
   * @throws IllegalArgumentException if there are two tables of one family and name
   */
  public NftRuleset {
    tables = ImmutableList.copyOf(requireNonNull(tables, "tables"));
    others = ImmutableList.copyOf(requireNonNull(others, "others"));
    Set<String> names = new HashSet<>();
    tables.forEach(table -> checkArgument(names.add(table.toString()), "a second %s", table));
  }

  /**
   * {@return a ruleset}
   *
   * @param tables its tables
   */
  public static NftRuleset of(NftTable... tables) {
    return new NftRuleset(ImmutableList.copyOf(tables), ImmutableList.of());
  }

  /**
   * Returns a table.
   *
   * @param family its family
   * @param name its name
   * @return the table, if there is one
   */
  public Optional<NftTable> table(NftFamily family, String name) {
    return tables.stream()
        .filter(table -> table.family() == family && table.name().name().equals(name))
        .findFirst();
  }

  /**
   * {@return the base chains that Linux calls at a hook, in order} All of them see a packet, unless
   * one before drops it; accepting ends only the chain itself. Of chains of one priority, the one
   * that was made last comes first (seen with Linux 6.18), which is taken from the order of tables
   * and chains.
   *
   * @param family where the packet is: among IPv4, IPv6, or frames on a bridge
   * @param hook the hook
   */
  public List<Called> called(Family family, Hook hook) {
    ImmutableList<Called> made =
        tables.stream()
            .filter(table -> table.family().families().contains(family) && !table.dormant())
            .flatMap(NftRuleset::chains)
            .filter(called -> called.chain().base().filter(b -> b.hook() == hook).isPresent())
            .collect(toImmutableList());
    return made.reverse().stream()
        .sorted(Comparator.comparingInt(Called::priority))
        .collect(toImmutableList());
  }

  private static Stream<Called> chains(NftTable table) {
    return table.chains().values().stream().map(chain -> new Called(table, chain.chain()));
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof NftRuleset other
        && new HashSet<>(tables).equals(new HashSet<>(other.tables))
        && others.equals(other.others);
  }

  @Override
  public int hashCode() {
    return new HashSet<>(tables).hashCode();
  }
}
