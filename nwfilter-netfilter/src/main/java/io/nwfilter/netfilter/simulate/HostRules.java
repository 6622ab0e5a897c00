package io.nwfilter.netfilter.simulate;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.nft.NftObject;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All rules of a host: those of iptables, ip6tables and ebtables, and the tables of nftables.
 *
 * @param rulesets the rulesets by family; a family without rules may be missing
 * @param nft the tables of nftables, without those that iptables, ip6tables and ebtables keep there
 *     themselves
 */
public record HostRules(Map<Family, Ruleset> rulesets, NftRuleset nft) {

  /** The rules of a host that has none. */
  public static final HostRules NONE = of(ImmutableList.of());

  /**
   * A base chain, where it is called.
   *
   * @param table its table
   * @param chain the chain
   */
  public record Called(RuleTable table, Chain chain) {

    /** {@return its priority} */
    public int priority() {
      return chain.base().orElseThrow().priority();
    }

    /** {@return where Linux calls it: all that translate are called in one place} */
    private int place() {
      if (!isTranslating()) {
        return priority();
      }
      return switch (chain.base().orElseThrow().hook()) {
        case PREROUTING, OUTPUT, FORWARD, BROUTING -> Hooks.DESTINATION;
        case INPUT, POSTROUTING -> Hooks.SOURCE;
      };
    }

    /** {@return whether it translates addresses: only what starts a connection enters it} */
    public boolean isTranslating() {
      return table.isTranslating(chain);
    }
  }

  /**
   * Checks the families.
   *
   * @param rulesets the rulesets by family
   * @param nft the tables of nftables
   * @throws IllegalArgumentException if a ruleset is of another family than its key
   */
  public HostRules {
    requireNonNull(nft, "nft");
    rulesets = Maps.immutableEnumMap(requireNonNull(rulesets, "rulesets"));
    rulesets.forEach(
        (family, ruleset) ->
            checkArgument(ruleset.family() == family, "%s is the key of %s", family, ruleset));
  }

  /**
   * {@return rules without nftables}
   *
   * @param rulesets the rulesets, at most one of each family
   * @throws IllegalArgumentException if two are of one family
   */
  public static HostRules of(Iterable<Ruleset> rulesets) {
    Map<Family, Ruleset> all = new EnumMap<>(Family.class);
    for (Ruleset ruleset : rulesets) {
      checkArgument(
          all.put(ruleset.family(), ruleset) == null,
          "two rulesets of %s",
          ruleset.family().tool());
    }
    return new HostRules(all, NftRuleset.EMPTY);
  }

  /**
   * {@return the rules of some networks and interfaces, on a host without others}
   *
   * @param compiled the networks and interfaces
   */
  public static HostRules of(CompiledRules compiled) {
    return of(Stream.of(Family.values()).map(compiled::ruleset).toList()).with(compiled.nftables());
  }

  /**
   * {@return these rules with other tables of nftables}
   *
   * @param others the tables
   */
  public HostRules with(NftRuleset others) {
    return new HostRules(rulesets, others);
  }

  /**
   * {@return warnings about parts of nftables that are left out when packets are led through these
   * rules, and may drop or change packets}
   */
  public List<Diagnostic> diagnostics() {
    return Stream.concat(
            nft.others().stream().map(other -> notModelled(other, "")),
            nft.tables().stream()
                .flatMap(
                    table ->
                        table.others().stream()
                            .filter(HostRules::isCalled)
                            .map(other -> notModelled(other, " of " + table))))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return whether the kernel calls it by itself} */
  private static boolean isCalled(NftObject part) {
    return part.kind().equals("flowtable")
        || (part.kind().equals("chain") && part.text().contains(" hook "));
  }

  private static Diagnostic notModelled(NftObject part, String where) {
    return new Diagnostic(
        HostCode.NFTABLES_NOT_MODELLED,
        "packets are not led through " + part.kind() + " '" + part.name() + "'" + where,
        SourceLocation.NONE);
  }

  /**
   * {@return these rules without those for packets of a family}
   *
   * @param family the family; tables that see others, too, are left out with it
   */
  public HostRules without(Family family) {
    return new HostRules(
        Maps.filterKeys(rulesets, one -> one != family),
        new NftRuleset(
            nft.tables().stream()
                .filter(table -> !table.family().families().contains(family))
                .toList(),
            nft.others()));
  }

  /**
   * {@return the ruleset of a family, without rules if it is missing}
   *
   * @param family the family
   */
  public Ruleset ruleset(Family family) {
    Ruleset known = rulesets.get(family);
    return known == null ? Ruleset.empty(family) : known;
  }

  /**
   * {@return the tables that see packets of a family, dormant ones of nftables among them}
   *
   * @param family the family
   */
  public List<RuleTable> tables(Family family) {
    return Stream.concat(
            ruleset(family).tables().values().stream().map(table -> RuleTable.of(family, table)),
            nft.tables().stream()
                .filter(table -> table.family().families().contains(family))
                .map(table -> RuleTable.of(family, table)))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the tables of all families} */
  public List<RuleTable> tables() {
    return Stream.of(Family.values())
        .flatMap(family -> tables(family).stream())
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * {@return the base chains that Linux calls at a hook, in order of their priorities} Those that
   * translate addresses are called all in one place. Of chains of one priority, Linux calls the one
   * first that was made last. Which one that is, is known among those of nftables ({@link
   * NftRuleset#called}); these are taken to be made after those of the other tools.
   *
   * @param family where the packet is: among IPv4, IPv6, or frames on a bridge
   * @param hook the hook
   */
  public List<Called> called(Family family, Hook hook) {
    return requireNonNull(called(family).get(hook));
  }

  /**
   * {@return the base chains that Linux calls at each hook, in order, as {@link #called(Family,
   * Hook)} does}
   *
   * @param family where the packet is
   */
  public Map<Hook, List<Called>> called(Family family) {
    List<RuleTable> tables = tables(family);
    IdentityHashMap<NftTable, RuleTable> known = new IdentityHashMap<>();
    for (NftTable table : nft.tables()) {
      if (table.family().families().contains(family)) {
        known.put(table, RuleTable.of(family, table));
      }
    }
    EnumMap<Hook, List<Called>> called = new EnumMap<>(Hook.class);
    for (Hook hook : Hook.values()) {
      Stream<Called> ofNft =
          nft.called(family, hook).stream()
              .map(one -> called(requireNonNull(known.get(one.table())), one.chain().name()));
      called.put(
          hook,
          Stream.concat(ofNft, tables.stream().flatMap(table -> ofTool(table, hook)))
              .sorted(
                  Comparator.comparingInt(Called::place)
                      .thenComparing(Called::isTranslating)
                      .thenComparingInt(Called::priority))
              .collect(ImmutableList.toImmutableList()));
    }
    return Maps.immutableEnumMap(called);
  }

  private static Called called(RuleTable table, String chain) {
    return new Called(table, requireNonNull(table.chains().get(chain)));
  }

  private static Stream<Called> ofTool(RuleTable table, Hook hook) {
    return table.nft().isPresent()
        ? Stream.of()
        : table.chains().values().stream()
            .filter(chain -> chain.base().filter(base -> base.hook() == hook).isPresent())
            .map(chain -> new Called(table, chain));
  }
}
