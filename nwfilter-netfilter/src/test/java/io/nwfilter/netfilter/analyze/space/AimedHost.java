package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.RuleTable;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A host with a bridge, three guests and a network outside, whose base chains have random rules,
 * which count, or set marks; some hosts translate addresses, too.
 */
public final class AimedHost {

  private static final int RULES = 8;
  private static final ImmutableList<TrackedState> STATES =
      ImmutableList.of(TrackedState.INVALID, TrackedState.NEW, TrackedState.ESTABLISHED);
  private static final String TRANSLATIONS =
      """
      *nat
      :PREROUTING ACCEPT [0:0]
      :INPUT ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :POSTROUTING ACCEPT [0:0]
      -A PREROUTING -p udp -j DNAT --to-destination 10.0.0.12
      -A POSTROUTING -p tcp -j MASQUERADE --random
      -A POSTROUTING -p udp -j SNAT --to-source 10.0.0.77
      COMMIT
      """;

  private final Random random;
  private final IdentityHashMap<ChainRule, Hook> hooks = new IdentityHashMap<>();
  private final Set<ChainRule> first = Sets.newIdentityHashSet();
  private final Map<List<Object>, Integer> sets = new HashMap<>();
  private final boolean translates;

  /** Whether the state of connections is given, even to packets that have none. */
  public final boolean givesState;

  private final List<Ruleset> rulesets = new ArrayList<>();
  private final Situation situation;

  public AimedHost(Random random, List<Packet> packets) {
    this.random = random;
    this.translates = random.nextInt(3) == 0;
    AimedRules rules = new AimedRules(random, packets);
    for (Family family : Family.values()) {
      rulesets.add(ruleset(family, rules));
    }
    this.givesState = random.nextInt(4) == 0;
    this.situation = situation();
  }

  private Ruleset ruleset(Family family, AimedRules rules) {
    ImmutableMap.Builder<String, Table> tables = ImmutableMap.builder();
    BaseChains.of(family).forEach((name, table) -> tables.put(name, filled(family, table, rules)));
    return new Ruleset(family, tables.buildOrThrow());
  }

  private Target target(Family family) {
    return family != Family.BRIDGE && random.nextInt(6) == 0
        ? new Target.SetMark(random.nextInt(4), 0xff)
        : Target.Verdict.CONTINUE;
  }

  private Table filled(Family family, Table table, AimedRules aimed) {
    ImmutableMap.Builder<String, Chain> chains = ImmutableMap.builder();
    for (Chain chain : table.chains().values()) {
      List<ChainRule> rules = new ArrayList<>();
      for (int i = 0; i < RULES; i++) {
        ChainRule rule = new ChainRule(aimed.matches(family), target(family), Origin.NONE);
        hooks.put(rule, chain.base().orElseThrow().hook());
        rules.add(rule);
        if (i == 0) {
          first.add(rule);
        }
      }
      if (translates && family == Family.IPV4 && table.name().equals(Table.NAT)) {
        rules.addAll(translations(chain.name()));
      }
      chains.put(chain.name(), chain.withRules(rules));
    }
    return new Table(table.name(), chains.buildOrThrow());
  }

  private static List<ChainRule> translations(String chain) {
    return SaveText.read(Family.IPV4, TextSource.text(TRANSLATIONS, "translations"))
        .chain(Table.NAT, chain)
        .rules();
  }

  private Situation situation() {
    Situation.Builder builder =
        Situation.builder()
            .bridge("br0", "vnet0", "vnet1", "vnet2")
            .mac("br0", mac(0xfe))
            .address("br0", "10.0.0.1/24")
            .address("br0", "fd00::1/64")
            .address("out0", "192.168.9.1/24")
            .route("0.0.0.0/0", "out0")
            .route("::/0", "out0")
            .learned("vnet0", mac(1))
            .neighbor("10.0.0.12", mac(2))
            .filterVlanTagged(random.nextBoolean())
            .set("known", "10.0.0.0/24", "fd00::/16,10.0.0.11");
    if (random.nextBoolean()) {
      builder.processes(random.nextInt(3), random.nextInt(3));
    }
    if (givesState) {
      builder.connectionState(STATES.get(random.nextInt(STATES.size())));
    }
    return builder.build();
  }

  private static MacAddress mac(int number) {
    return new MacAddress(0x5254_0000_0000L + number);
  }

  public Simulator simulator() {
    return Simulator.of(situation, rulesets);
  }

  /** {@return where a packet enters; the host sends no tags} */
  public Entry entry(Packet packet) {
    return switch (random.nextInt(6)) {
      case 0 -> Entry.network("out0");
      case 1 -> Entry.raw("br0");
      case 2 -> AlteredPackets.canBeSentByHost(packet) ? Entry.host() : Entry.port("vnet2");
      default -> Entry.port("vnet" + random.nextInt(2));
    };
  }

  public boolean isAimed(ChainRule rule) {
    return hooks.containsKey(rule);
  }

  /** {@return whether a rule is the first one of its chain} */
  public boolean isFirst(ChainRule rule) {
    return first.contains(rule);
  }

  public Hook hook(ChainRule rule) {
    return hooks.get(rule);
  }

  /** {@return the set of a rule's matches} */
  public int set(ChainRule rule, PacketSpace space, Family family) {
    return sets.computeIfAbsent(
        ImmutableList.<Object>builder().add(family).addAll(rule.matches()).build(),
        any ->
            new MatchSets(
                    space,
                    RuleTable.of(family, new Table(Table.FILTER, ImmutableMap.of())),
                    EnumSet.noneOf(Field.class),
                    ImmutableSet.of(),
                    GivenSets.of(situation),
                    this)
                .all(rule.matches()));
  }
}
