package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.change.ChainDifference;
import io.nwfilter.netfilter.change.RulesetDifference;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What two hosts have in common left out: the packets for which their rules may differ, and the
 * rules that such packets may meet.
 *
 * <p>A packet that meets no rule which only one of both has goes through the same rules in both, as
 * the others are in the same order. So only packets that may meet such a rule can fare otherwise;
 * and for these, rules that none of them can meet may be left out. What a packet is like when it
 * gets to a rule may not be as it has entered: conditions on what the kernel or a rule of either
 * host may have changed until then do not count, nor those on what is not known.
 *
 * @param packets the packets for which rules may differ
 * @param before the rules of one host that such packets may meet
 * @param after those of the other
 */
record Slice(int packets, HostRules before, HostRules after) {

  /** {@return the slice of two hosts} */
  static Slice of(PacketSpace space, HostRules before, HostRules after) {
    return new Slicing(space, before, after).slice();
  }

  /** Makes a slice. */
  private static final class Slicing {

    private final PacketSpace space;
    private final Diagrams diagrams;
    private final HostRules before;
    private final HostRules after;
    private final VariableMask changing;
    private final NftSlice nft;
    private final Map<Family, MatchSets> matches = new LinkedHashMap<>();

    Slicing(PacketSpace space, HostRules before, HostRules after) {
      this.space = space;
      this.diagrams = space.diagrams;
      this.before = before;
      this.after = after;
      Set<Field> changed = EnumSet.noneOf(Field.class);
      Stream.concat(before.tables().stream(), after.tables().stream())
          .flatMap(RuleTable::rules)
          .forEach(rule -> changed.addAll(ChangedFields.of(rule)));
      this.changing = Variables.mask(variable -> isChanging(variable, changed));
      this.nft = new NftSlice(space, changing);
      for (Family family : Family.values()) {
        matches.put(family, new MatchSets(space, family, ImmutableSet.of(), ImmutableSet.of()));
      }
    }

    /** {@return whether a packet that enters may be other than when it gets to a rule} */
    private static boolean isChanging(Variable variable, Set<Field> changed) {
      if (variable instanceof Variable.Bit bit) {
        return Witnesses.isKeptByKernel(bit.field())
            || bit.field() == Field.IP_TTL
            || bit.field().header() == Header.ETHERNET
            || bit.field().header() == Header.VLAN
            || changed.contains(bit.field());
      } else if (variable instanceof Variable.Has has) {
        return switch (has.header()) {
          case META, CONNECTION, ETHERNET, VLAN -> true;
          default -> false;
        };
      }
      return variable instanceof Variable.Holds holds && holds.fact() == Fact.SEVERAL_TAGS;
    }

    Slice slice() {
      int packets = NOTHING;
      for (Family family : Family.values()) {
        packets = diagrams.or(packets, concerned(family));
      }
      packets = diagrams.or(packets, nft.concerned(before.nft(), after.nft()));
      if (packets == EVERYTHING) {
        return new Slice(EVERYTHING, before, after);
      } else if (packets == NOTHING) {
        return new Slice(NOTHING, HostRules.NONE, HostRules.NONE);
      }
      PossibleValues values = new PossibleValues(space, packets);
      return new Slice(packets, met(before, packets, values), met(after, packets, values));
    }

    /** {@return the packets that may meet a rule of a family which only one host has} */
    private int concerned(Family family) {
      Ruleset old = before.ruleset(family);
      Ruleset fresh = after.ruleset(family);
      if (ConnectionTracking.isNeededBy(before, family)
          != ConnectionTracking.isNeededBy(after, family)) {
        return EVERYTHING;
      }
      int packets = NOTHING;
      for (ChainDifference chain : RulesetDifference.between(old, fresh).chains()) {
        packets = diagrams.or(packets, concerned(family, chain));
      }
      return packets;
    }

    private int concerned(Family family, ChainDifference chain) {
      if (chain.before().isEmpty() || chain.after().isEmpty()) {
        return NOTHING; // only rules that only one host has lead there
      }
      if (chain.before().get().policy() != chain.after().get().policy()) {
        return EVERYTHING;
      }
      int packets = NOTHING;
      for (ChainDifference.OneSided one : chain.rules()) {
        packets = diagrams.or(packets, mayMeet(family, one.rule()));
      }
      return packets;
    }

    /**
     * {@return the packets that may meet a rule, as they enter} One that translates addresses is
     * about all that belongs to the connections of those that meet it.
     */
    private int mayMeet(Family family, ChainRule rule) {
      if (Translations.isTranslation(rule.target())) {
        return space.has(family == Family.IPV4 ? Header.IPV4 : Header.IPV6);
      }
      int met = requireNonNull(matches.get(family)).all(rule.matches());
      return diagrams.exists(diagrams.exists(met, changing), Variables.ATOMS);
    }

    /** {@return the rules of a host that packets may meet} */
    private HostRules met(HostRules host, int packets, PossibleValues values) {
      ImmutableMap.Builder<Family, Ruleset> met = ImmutableMap.builder();
      host.rulesets().forEach((family, ruleset) -> met.put(family, met(ruleset, packets, values)));
      NftRuleset tables = nft.met(host.nft(), packets, rule -> values.mayMeet(rule.matches()));
      HostRules all = new HostRules(met.buildOrThrow(), tables);
      return Stream.of(Family.values())
              .allMatch(
                  family ->
                      ConnectionTracking.isNeededBy(all, family)
                          == ConnectionTracking.isNeededBy(host, family))
          ? all
          : host;
    }

    private Ruleset met(Ruleset ruleset, int packets, PossibleValues values) {
      Map<String, Table> tables = new LinkedHashMap<>();
      for (Table table : ruleset.tables().values()) {
        Map<String, Chain> chains = new LinkedHashMap<>();
        for (Chain chain : table.chains().values()) {
          chains.put(
              chain.name(),
              table.name().equals(Table.NAT) // which other packets meet, of the same connections
                  ? chain
                  : chain.withRules(met(ruleset.family(), chain, packets, values)));
        }
        tables.put(table.name(), new Table(table.name(), chains));
      }
      Ruleset met = new Ruleset(ruleset.family(), tables);
      return ConnectionTracking.isNeededBy(met) == ConnectionTracking.isNeededBy(ruleset)
          ? met
          : ruleset; // which keep it tracking
    }

    private ImmutableList<ChainRule> met(
        Family family, Chain chain, int packets, PossibleValues values) {
      ImmutableList.Builder<ChainRule> met = ImmutableList.builder();
      for (ChainRule rule : chain.rules()) {
        // The packets are of all values of what may have changed: the rule may ask for any.
        if (values.mayMeet(rule.matches())
            && diagrams.intersects(
                requireNonNull(matches.get(family)).all(rule.matches()), packets)) {
          met.add(rule);
        }
      }
      return met.build();
    }
  }
}
