package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.diagnostic.NftFilterCode;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates the chains of one interface. */
final class GuestChains {

  private final CompiledInterface compiled;
  private final InterfaceName name;
  private final FilterTableOptions options;
  private final GuestPart part = new GuestPart();

  private GuestChains(CompiledInterface compiled, FilterTableOptions options) {
    this.compiled = compiled;
    this.name = compiled.name();
    this.options = options;
  }

  /** {@return the chains of an interface in nftables} */
  static GuestPart of(CompiledInterface compiled, FilterTableOptions options) {
    GuestChains chains = new GuestChains(compiled, options);
    chains.frames();
    chains.packets(Family.IPV4);
    chains.packets(Family.IPV6);
    return chains.part;
  }

  private void frames() {
    for (Table table : compiled.ruleset(Family.BRIDGE).tables().values()) {
      for (Chain chain : table.chains().values()) {
        if (chain.isBase()) {
          chain.rules().forEach(this::enterFrames);
        } else {
          FrameRules rules = new FrameRules(part.sink());
          add(chainName(chain.name()), rules.translate(chain));
        }
      }
    }
  }

  private void enterFrames(ChainRule rule) {
    Dispatch map = asks(rule, Field.IN_INTERFACE) ? Dispatch.FROM_GUEST : Dispatch.TO_GUEST;
    part.enter(map, map.key(Family.BRIDGE, name), chainName(rule.entered().orElseThrow()));
  }

  private void packets(Family family) {
    Ruleset ruleset = compiled.ruleset(family);
    Optional<Table> table = ruleset.table(Table.FILTER);
    if (table.isEmpty()) {
      return;
    }
    Optional<Chain> fromGuest = entered(table.get(), "FORWARD", Field.IN_PORT);
    Optional<Chain> toGuest = entered(table.get(), "FORWARD", Field.OUT_PORT);
    Optional<Chain> toHost = entered(table.get(), "INPUT", Field.IN_PORT);
    if (fromGuest.isEmpty() && toGuest.isEmpty() && toHost.isEmpty()) {
      return;
    }
    part.sink()
        .report(
            NftFilterCode.NFT_ACCEPT_NOT_FINAL,
            compiled.binding().location(),
            "what the filter of " + name + " accepts may be dropped by later rules of FORWARD");
    if (!fromGuest.map(Chain::rules).equals(toHost.map(Chain::rules))) {
      part.sink()
          .report(
              NftFilterCode.NFT_INEXPRESSIBLE,
              compiled.binding().location(),
              "the rules for packets of "
                  + name
                  + " to the host are not those for packets that it routes, and a bridge cannot"
                  + " tell these apart");
      return;
    }
    fromGuest.ifPresent(
        chain -> {
          packets(family, chain, "FI-", false, Dispatch.BRIDGED_FROM_GUEST);
          packets(family, chain, "HI-", true, Dispatch.RECEIVED_FROM_GUEST);
        });
    toGuest.ifPresent(chain -> packets(family, chain, "FO-", false, Dispatch.BRIDGED_TO_GUEST));
  }

  private void packets(Family family, Chain chain, String prefix, boolean toHost, Dispatch map) {
    ImmutableList<Line> lines =
        new PacketRules(family, toHost, part.sink()).translate(chain.rules());
    if (lines.isEmpty()) {
      return;
    }
    String suffix = family == Family.IPV4 ? "-ipv4" : "-ipv6";
    String translated = chainName(prefix + name + suffix);
    add(translated, lines);
    part.enter(map, map.key(family, name), translated);
    if (map == Dispatch.BRIDGED_TO_GUEST && options.filterRouted()) {
      Dispatch routed = Dispatch.ROUTED_TO_GUEST;
      part.enter(routed, routed.key(family, name), translated);
    }
  }

  private void add(String chain, ImmutableList<Line> lines) {
    List<ChainRule> rules = new ArrayList<>();
    LineMerger.merge(lines, options.counters()).forEach(line -> rules.add(line.rule(options)));
    part.add(NftChain.user(chain, rules));
  }

  /**
   * {@return the chain of the interface that packets get to from a base chain}
   *
   * @param port which port of a packet is the guest's
   */
  private static Optional<Chain> entered(Table table, String base, Field port) {
    for (ChainRule jump : table.chain(base).map(Chain::rules).orElse(List.of())) {
      Chain shared = table.chain(jump.entered().orElseThrow()).orElseThrow();
      for (ChainRule rule : shared.rules()) {
        if (rule.target() instanceof Target.Goto to && asks(rule, port)) {
          return table.chain(to.chain());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean asks(ChainRule rule, Field field) {
    Match last = Iterables.getLast(rule.matches());
    return last instanceof FieldMatch asked && asked.field() == field;
  }

  /** {@return a name of a chain as scripts can carry it: without at signs and colons} */
  static String chainName(String chain) {
    return chain.replace("@", "/a").replace(":", "/c"); // no name has slashes otherwise
  }
}
