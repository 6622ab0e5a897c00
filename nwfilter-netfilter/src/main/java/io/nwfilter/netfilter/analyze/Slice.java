package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.description.Witnesses;
import io.nwfilter.netfilter.analyze.space.Fact;
import io.nwfilter.netfilter.analyze.space.MatchSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.analyze.space.PossibleValues;
import io.nwfilter.netfilter.analyze.space.Variable;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.analyze.way.ChangedFields;
import io.nwfilter.netfilter.analyze.way.Translations;
import io.nwfilter.netfilter.change.ChainDifference;
import io.nwfilter.netfilter.change.RulesetDifference;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.ConnectionTracking;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  /**
   * {@return the slice of two hosts}
   *
   * @param space the space of the packets
   * @param before the rules of one host
   * @param after those of the other
   * @param interfaces the interfaces that packets may take
   */
  static Slice of(
      PacketSpace space, HostRules before, HostRules after, PossibleInterfaces interfaces) {
    return new Slicing(space, before, after, interfaces).slice();
  }

  /** Makes a slice. */
  private static final class Slicing {

    private static final VariableMask ETHER_TYPE = Variables.bits(Field.ETHER_TYPE::equals);

    private final PacketSpace space;
    private final Diagrams diagrams;
    private final HostRules before;
    private final HostRules after;
    private final PossibleInterfaces interfaces;
    private final VariableMask changing;

    /** What may change of packets that stay in a frame of their type. */
    private final VariableMask changingOfType;

    private final NftSlice nft;
    private final Map<Family, MatchSets> matches = new LinkedHashMap<>();

    /** The chains that packets may get to, by table. */
    private final IdentityHashMap<Ruleset, Map<String, Set<String>>> reached =
        new IdentityHashMap<>();

    Slicing(PacketSpace space, HostRules before, HostRules after, PossibleInterfaces interfaces) {
      this.interfaces = interfaces;
      this.space = space;
      this.diagrams = space.diagrams;
      this.before = before;
      this.after = after;
      Set<Field> changed = EnumSet.noneOf(Field.class);
      Stream.concat(before.tables().stream(), after.tables().stream())
          .flatMap(RuleTable::rules)
          .forEach(rule -> changed.addAll(ChangedFields.of(rule)));
      this.changing = Variables.mask(variable -> isChanging(variable, changed));
      this.changingOfType =
          Variables.mask(variable -> isChanging(variable, changed) && !isOfType(variable));
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

    private static boolean isOfType(Variable variable) {
      return variable instanceof Variable.Bit bit && bit.field() == Field.ETHER_TYPE;
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
      int meeting = inFrames(packets);
      return new Slice(packets, met(before, meeting, values), met(after, meeting, values));
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
        if (isReached(old, chain) && isReached(fresh, chain)) { // if not, by rules that differ
          packets = diagrams.or(packets, concerned(family, chain));
        }
      }
      return packets;
    }

    /** {@return whether packets may get to a chain} */
    private boolean isReached(Ruleset rules, ChainDifference chain) {
      boolean isBase = chain.before().or(chain::after).filter(Chain::isBase).isPresent();
      return isBase
          || reached
              .computeIfAbsent(rules, any -> new HashMap<>())
              .computeIfAbsent(
                  chain.table(),
                  name ->
                      Optional.ofNullable(rules.tables().get(name))
                          .map(interfaces::chains)
                          .orElse(ImmutableSet.of()))
              .contains(chain.chain());
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
      if (!interfaces.mayMeet(rule.matches())) {
        return NOTHING;
      } else if (Translations.isTranslation(rule.target())) {
        return seen(family);
      }
      int met = requireNonNull(matches.get(family)).all(rule.matches());
      int possible = diagrams.exists(met, Variables.ATOMS);
      int same = diagrams.exists(possible, changingOfType);
      int framed = diagrams.or(framed(possible, LayerType.IPV4), framed(possible, LayerType.IPV6));
      return diagrams.and(diagrams.or(same, framed), seen(family));
    }

    /** {@return the packets that may meet a rule in a new frame, once they are routed} */
    private int framed(int met, LayerType type) {
      int typed = diagrams.and(met, space.is(Field.ETHER_TYPE, type.protocol()));
      return diagrams.and(
          diagrams.exists(typed, changing),
          seen(type == LayerType.IPV4 ? Family.IPV4 : Family.IPV6));
    }

    /** {@return packets as they enter, and in new frames} */
    private int inFrames(int packets) {
      int ip = diagrams.or(seen(Family.IPV4), seen(Family.IPV6));
      int routed = space.all(packets, space.universe(Family.BRIDGE), ip);
      return diagrams.or(packets, diagrams.exists(routed, ETHER_TYPE));
    }

    /** {@return the packets that rules of a family see} */
    private int seen(Family family) {
      return switch (family) {
        case IPV4 -> space.has(Header.IPV4);
        case IPV6 -> space.has(Header.IPV6);
        case BRIDGE -> EVERYTHING;
      };
    }

    /** {@return the rules of a host that packets may meet} */
    private HostRules met(HostRules host, int packets, PossibleValues values) {
      ImmutableMap.Builder<Family, Ruleset> met = ImmutableMap.builder();
      host.rulesets().forEach((family, ruleset) -> met.put(family, met(ruleset, packets, values)));
      NftRuleset tables = nft.met(host.nft(), packets, rule -> mayMeet(rule, values));
      HostRules all = new HostRules(met.buildOrThrow(), tables);
      return Stream.of(Family.values())
              .filter(family -> diagrams.intersects(packets, seen(family)))
              .allMatch(
                  family ->
                      ConnectionTracking.isNeededBy(all, family)
                          == ConnectionTracking.isNeededBy(host, family))
          ? all
          : host;
    }

    private boolean mayMeet(ChainRule rule, PossibleValues values) {
      return interfaces.mayMeet(rule.matches()) && values.mayMeet(rule.matches());
    }

    private Ruleset met(Ruleset ruleset, int packets, PossibleValues values) {
      int seen = diagrams.and(packets, seen(ruleset.family()));
      Map<String, Table> tables = new LinkedHashMap<>();
      for (Table table : ruleset.tables().values()) {
        Map<String, Chain> chains = new LinkedHashMap<>();
        for (Chain chain : table.chains().values()) {
          chains.put(
              chain.name(),
              seen != NOTHING && table.name().equals(Table.NAT)
                  ? chain // which other packets meet, of the same connections
                  : chain.withRules(met(ruleset.family(), chain, seen, values)));
        }
        tables.put(table.name(), new Table(table.name(), chains));
      }
      Ruleset met = new Ruleset(ruleset.family(), tables);
      return seen == NOTHING
              || ConnectionTracking.isNeededBy(met) == ConnectionTracking.isNeededBy(ruleset)
          ? met
          : ruleset; // which keep it tracking
    }

    private ImmutableList<ChainRule> met(
        Family family, Chain chain, int packets, PossibleValues values) {
      ImmutableList.Builder<ChainRule> met = ImmutableList.builder();
      for (ChainRule rule : chain.rules()) {
        // The packets have all values that may have changed: the rule may ask for any.
        if (mayMeet(rule, values)
            && diagrams.intersects(
                requireNonNull(matches.get(family)).all(rule.matches()), packets)) {
          met.add(rule);
        }
      }
      return met.build();
    }
  }
}
