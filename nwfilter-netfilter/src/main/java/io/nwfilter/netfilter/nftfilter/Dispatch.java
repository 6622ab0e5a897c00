package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.nft.KeyType;
import io.nwfilter.netfilter.nft.SetType;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;

/** A verdict map that leads each guest's packets to its chains. */
enum Dispatch {
  /** Frames from a guest, before the bridge decides where they go. */
  FROM_GUEST("from-guest", Hook.PREROUTING, Field.IN_INTERFACE, false),
  /** Frames to a guest, as they leave the bridge. */
  TO_GUEST("to-guest", Hook.POSTROUTING, Field.OUT_INTERFACE, false),
  /** IP packets from a guest that the bridge forwards. */
  BRIDGED_FROM_GUEST("bridged-from-guest", Hook.FORWARD, Field.IN_INTERFACE, true),
  /** IP packets to a guest that the bridge forwards. */
  BRIDGED_TO_GUEST("bridged-to-guest", Hook.FORWARD, Field.OUT_INTERFACE, true),
  /** IP packets from a guest that the host gets: for itself, or to route them. */
  RECEIVED_FROM_GUEST("received-from-guest", Hook.INPUT, Field.IN_INTERFACE, true),
  /** IP packets to a guest that the host sends or routes. */
  ROUTED_TO_GUEST("routed-to-guest", Hook.OUTPUT, Field.OUT_INTERFACE, true);

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;

  private final String map;
  private final Hook hook;
  private final Field port;
  private final boolean byProtocol;

  Dispatch(String map, Hook hook, Field port, boolean byProtocol) {
    this.map = map;
    this.hook = hook;
    this.port = port;
    this.byProtocol = byProtocol;
  }

  /** {@return the name of the map} */
  String map() {
    return map;
  }

  /** {@return where packets are led to chains} */
  Hook hook() {
    return hook;
  }

  SetType type() {
    return byProtocol
        ? SetType.of(KeyType.ETHER_TYPE, KeyType.INTERFACE_NAME)
        : SetType.of(KeyType.INTERFACE_NAME);
  }

  /** {@return the key of a guest's packets of a family} */
  SetKey key(Family family, InterfaceName name) {
    Values guest = Values.single(port, Bits.ofName(name.name()));
    return byProtocol
        ? SetKey.of(Values.single(Field.ETHER_TYPE, family == Family.IPV4 ? IPV4 : IPV6), guest)
        : SetKey.of(guest);
  }

  /** {@return the rule that asks the map} */
  ChainRule rule() {
    ImmutableList.Builder<Selector> key = ImmutableList.builder();
    if (byProtocol) {
      key.add(Selector.of(Field.ETHER_TYPE));
    }
    key.add(Selector.of(port));
    return ChainRule.of(VerdictMapTarget.of(map, key.build().toArray(new Selector[0])));
  }
}
