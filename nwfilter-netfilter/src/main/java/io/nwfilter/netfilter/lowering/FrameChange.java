package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.layout.FrameLayout;
import io.nwfilter.netfilter.layout.FrameSide;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The chains of one interface at the Ethernet layer, as they are collected. */
final class FrameChange {

  private final FrameLayout layout;
  private final InterfaceName name;
  private final Origin origin;
  private final Map<FrameSide, Map<ChainName, String>> names = new EnumMap<>(FrameSide.class);
  private final ImmutableList.Builder<Edit> chains = ImmutableList.builder();
  private final ImmutableList.Builder<Edit> rules = ImmutableList.builder();

  /**
   * Creates a change without chains.
   *
   * @param origin where the interface is defined
   */
  FrameChange(FrameLayout layout, InterfaceName name, Origin origin) {
    this.layout = layout;
    this.name = name;
    this.origin = origin;
  }

  /** {@return the name of a chain, which is put together only once} */
  String chain(FrameSide side, ChainName chain) {
    return names
        .computeIfAbsent(side, key -> new HashMap<>())
        .computeIfAbsent(chain, key -> layout.chain(side, name, key));
  }

  /** Adds the rule that leads the interface's frames to the root chain of a side. */
  void enter(FrameSide side) {
    FrameLayout.Place place = layout.place(side);
    Match guest =
        FieldMatch.of(place.guest(), Values.single(place.guest(), Bits.ofName(name.name())));
    Target root = new Target.Jump(chain(side, ChainName.ROOT));
    ChainRule entry = new ChainRule(ImmutableList.of(guest), root, origin);
    rules.add(new Edit.Append(layout.table(), place.hook(), ImmutableList.of(entry)));
  }

  /** Adds a chain with its rules. */
  void add(FrameSide side, ChainName chain, List<ChainRule> chainRules) {
    String chainName = chain(side, chain);
    chains.add(new Edit.MakeChain(layout.table(), chainName));
    if (!chainRules.isEmpty()) {
      rules.add(new Edit.Append(layout.table(), chainName, chainRules));
    }
  }

  Change build() {
    return new Change(
        Family.BRIDGE,
        ImmutableList.<Edit>builder().addAll(chains.build()).addAll(rules.build()).build());
  }
}
