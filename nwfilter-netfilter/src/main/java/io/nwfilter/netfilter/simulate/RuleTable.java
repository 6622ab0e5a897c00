package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.nft.NftSet;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.nft.NftVerdictMap;
import io.nwfilter.netfilter.nft.SetFlag;
import io.nwfilter.netfilter.nft.SetType;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ChainType;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table whose chains packets of a family are led through: one of iptables, ip6tables or ebtables,
 * or one of nftables. A table of the family inet is one for IPv4 and another one for IPv6.
 *
 * @param family the family of the packets
 * @param name its name
 * @param chains its chains by name
 * @param nft the table of nftables that it is, if it is one
 * @param changedSets the names of its sets and maps whose elements packets may change
 */
public record RuleTable(
    Family family,
    String name,
    Map<String, Chain> chains,
    Optional<NftTable> nft,
    Set<String> changedSets) {

  /** Tables are asked for again and again, and their sets may be long. */
  private static final LoadingCache<NftTable, NftTable> KNOWN =
      CacheBuilder.newBuilder().weakKeys().weakValues().build(CacheLoader.from(RuleTable::known));

  /**
   * Copies the chains.
   *
   * @param family the family of the packets
   * @param name its name
   * @param chains its chains by name
   * @param nft the table of nftables that it is
   * @param changedSets the names of its sets and maps whose elements packets may change
   */
  public RuleTable {
    requireNonNull(family, "family");
    requireNonNull(name, "name");
    chains = ImmutableMap.copyOf(requireNonNull(chains, "chains"));
    requireNonNull(nft, "nft");
    changedSets = ImmutableSet.copyOf(changedSets);
  }

  /**
   * {@return a table of iptables, ip6tables or ebtables}
   *
   * @param family the family
   * @param table the table
   */
  public static RuleTable of(Family family, Table table) {
    return new RuleTable(family, table.name(), table.chains(), Optional.empty(), ImmutableSet.of());
  }

  /**
   * {@return a table of nftables}
   *
   * @param family the family of the packets, one of those of the table
   * @param table the table
   * @throws IllegalArgumentException if the table does not see such packets
   */
  public static RuleTable of(Family family, NftTable table) {
    if (!table.family().families().contains(family)) {
      throw new IllegalArgumentException(table + " sees no packets of " + family.tool());
    }
    NftTable known = KNOWN.getUnchecked(table);
    return new RuleTable(
        family,
        known.name().name(),
        Maps.transformValues(known.chains(), NftChain::chain),
        Optional.of(known),
        changedSets(known));
  }

  private static NftTable known(NftTable table) {
    return table.known(changedSets(table));
  }

  private static ImmutableSet<String> changedSets(NftTable table) {
    ImmutableSet.Builder<String> changed = ImmutableSet.builder();
    table.sets().forEach((name, set) -> addDynamic(changed, name, set.type()));
    table.maps().forEach((name, map) -> addDynamic(changed, name, map.type()));
    for (NftChain chain : table.chains().values()) {
      chain.chain().rules().forEach(rule -> addChanged(changed, rule));
    }
    return changed.build();
  }

  private static void addDynamic(ImmutableSet.Builder<String> changed, String name, SetType type) {
    if (type.flags().contains(SetFlag.DYNAMIC)) {
      changed.add(name);
    }
  }

  private static void addChanged(ImmutableSet.Builder<String> changed, ChainRule rule) {
    for (Match match : rule.matches()) {
      if (match instanceof StatementMatch unknown) {
        changed.addAll(unknown.statement().changedSets());
      }
    }
    if (rule.target() instanceof StatementTarget target) {
      changed.addAll(target.statement().changedSets());
    }
  }

  /**
   * {@return where one of its chains is}
   *
   * @param chain the chain's name
   */
  public ChainPlace place(String chain) {
    return new ChainPlace(family, nft.map(NftTable::family), name, chain);
  }

  /** {@return all rules of all chains} */
  public Stream<ChainRule> rules() {
    return chains.values().stream().flatMap(chain -> chain.rules().stream());
  }

  /**
   * {@return whether a base chain translates addresses: only what starts a connection enters it}
   *
   * @param base the chain
   */
  public boolean isTranslating(Chain base) {
    return nft.isPresent()
        ? base.base().map(BaseHook::type).filter(ChainType.NAT::equals).isPresent()
        : family != Family.BRIDGE && name.equals(Table.NAT);
  }

  /**
   * {@return the elements that a match looks values up in; empty if they are not known, as the set
   * is not modelled or packets may change it}
   *
   * @param match the match
   */
  public Optional<Set<SetKey>> elements(LookupMatch match) {
    if (match.set() instanceof LookupMatch.Elements.Listed listed) {
      return Optional.of(listed.elements());
    }
    String set = ((LookupMatch.Elements.Named) match.set()).name().name();
    return nft.map(table -> table.sets().get(set))
        .filter(known -> !changedSets.contains(set))
        .map(NftSet::elements);
  }

  /**
   * {@return the entries of the map that a target asks; empty if they are not known}
   *
   * @param target the target
   */
  public Optional<Map<SetKey, Target>> entries(VerdictMapTarget target) {
    if (target.map() instanceof VerdictMapTarget.Entries.Listed listed) {
      return Optional.of(listed.entries());
    }
    String map = ((VerdictMapTarget.Entries.Named) target.map()).name().name();
    return nft.map(table -> table.maps().get(map))
        .filter(known -> !changedSets.contains(map))
        .map(NftVerdictMap::entries);
  }

  /**
   * {@return the chains that a rule leads packets to, as far as that is known}
   *
   * @param rule the rule
   */
  public Stream<String> entered(ChainRule rule) {
    return rule.target() instanceof VerdictMapTarget map
        ? entries(map).stream()
            .flatMap(known -> known.values().stream())
            .flatMap(verdict -> ChainRule.of(verdict).entered().stream())
            .distinct()
        : rule.entered().stream();
  }

  /**
   * {@return the chains that packets may be led to by what is not known: by statements and maps
   * that are not modelled, or whose elements packets change}
   */
  public Set<String> chainsOfUnknown() {
    return nft.map(table -> new UnknownJumps(table, changedSets).chains())
        .orElse(ImmutableSet.of());
  }

  /**
   * {@return what a rule asks of fields in sets and maps, as far as these are known: for each field
   * of a lookup, whether its value is that of an element}
   *
   * @param rule the rule
   */
  public Stream<FieldMatch> lookedUp(ChainRule rule) {
    Stream<FieldMatch> ofMatches =
        rule.matches().stream()
            .filter(LookupMatch.class::isInstance)
            .map(LookupMatch.class::cast)
            .flatMap(match -> elements(match).stream().flatMap(some -> asked(match.key(), some)));
    return rule.target() instanceof VerdictMapTarget map
        ? Stream.concat(
            ofMatches, entries(map).stream().flatMap(some -> asked(map.key(), some.keySet())))
        : ofMatches;
  }

  private static Stream<FieldMatch> asked(List<Selector> key, Set<SetKey> elements) {
    return elements.isEmpty()
        ? Stream.of()
        : IntStream.range(0, key.size())
            .mapToObj(
                i ->
                    FieldMatch.of(
                        key.get(i).field(),
                        new Values.Union(
                            elements.stream()
                                .map(element -> element.parts().get(i))
                                .distinct()
                                .toList())));
  }
}
