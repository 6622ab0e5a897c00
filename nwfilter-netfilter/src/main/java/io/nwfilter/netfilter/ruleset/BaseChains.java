package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Map;
import java.util.Optional;

/**
 * The chains that every table of iptables, ip6tables and ebtables has, with the priorities at which
 * Linux calls them (nft(8), "Standard priority names"; iptables(8); ebtables(8)).
 */
public final class BaseChains {

  private static final int RAW = -300;
  private static final int MANGLE = -150;
  private static final int DESTINATION_NAT = -100;
  private static final int FILTER = 0;

  /** What iptables 1.8.9 registers; nft(8) and the tables that the kernel has itself say 50. */
  private static final int SECURITY = 150;

  private static final int SOURCE_NAT = 100;
  private static final int BRIDGE_BROUTE = -400;
  private static final int BRIDGE_DESTINATION_NAT = -300;
  private static final int BRIDGE_FILTER = -200;
  private static final int BRIDGE_OUTPUT_NAT = 100;
  private static final int BRIDGE_SOURCE_NAT = 300;

  private static final ImmutableMap<String, ImmutableMap<Hook, Integer>> IP =
      ImmutableMap.of(
          Table.FILTER,
          at(FILTER, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT),
          Table.NAT,
          hooks(
              ImmutableMap.of(
                  Hook.PREROUTING, DESTINATION_NAT,
                  Hook.INPUT, SOURCE_NAT,
                  Hook.OUTPUT, DESTINATION_NAT,
                  Hook.POSTROUTING, SOURCE_NAT)),
          Table.MANGLE,
          at(MANGLE, Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING),
          Table.RAW,
          at(RAW, Hook.PREROUTING, Hook.OUTPUT),
          Table.SECURITY,
          at(SECURITY, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT));

  private static final ImmutableMap<String, ImmutableMap<Hook, Integer>> BRIDGE =
      ImmutableMap.of(
          Table.FILTER,
          at(BRIDGE_FILTER, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT),
          Table.NAT,
          hooks(
              ImmutableMap.of(
                  Hook.PREROUTING, BRIDGE_DESTINATION_NAT,
                  Hook.OUTPUT, BRIDGE_OUTPUT_NAT,
                  Hook.POSTROUTING, BRIDGE_SOURCE_NAT)),
          Table.BROUTE,
          at(BRIDGE_BROUTE, Hook.BROUTING));

  private BaseChains() {}

  /**
   * {@return the tables of a family with the chains of each, empty and accepting, in the order in
   * which the tools list them}
   *
   * @param family the family
   */
  public static Map<String, Table> of(Family family) {
    return switch (family) {
      case IPV4, IPV6 -> Tables.IP;
      case BRIDGE -> Tables.BRIDGE;
    };
  }

  /**
   * {@return a base chain as it is before it is used; empty if the family has no such table, or the
   * table no base chain of that name}
   *
   * @param family the family
   * @param table the table's name
   * @param chain the chain's name
   */
  public static Optional<Chain> find(Family family, String table, String chain) {
    return Optional.ofNullable(of(family).get(table)).flatMap(known -> known.chain(chain));
  }

  private static ImmutableMap<Hook, Integer> at(int priority, Hook... hooks) {
    ImmutableMap.Builder<Hook, Integer> map = ImmutableMap.builder();
    for (Hook hook : hooks) {
      map.put(hook, priority);
    }
    return map.buildOrThrow();
  }

  private static ImmutableMap<Hook, Integer> hooks(ImmutableMap<Hook, Integer> hooks) {
    return Maps.immutableEnumMap(hooks);
  }

  /** Made when first asked for, as tables and chains refer back to this class. */
  private static final class Tables {
    private static final ImmutableMap<String, Table> IP = tables(BaseChains.IP);
    private static final ImmutableMap<String, Table> BRIDGE = tables(BaseChains.BRIDGE);

    private static ImmutableMap<String, Table> tables(
        ImmutableMap<String, ImmutableMap<Hook, Integer>> all) {
      ImmutableMap.Builder<String, Table> tables = ImmutableMap.builder();
      all.forEach(
          (name, hooks) -> {
            ImmutableMap.Builder<String, Chain> chains = ImmutableMap.builder();
            hooks.forEach(
                (hook, priority) ->
                    chains.put(hook.name(), Chain.base(hook.name(), new BaseHook(hook, priority))));
            tables.put(name, new Table(name, chains.buildOrThrow()));
          });
      return tables.buildOrThrow();
    }
  }
}
