package io.nwfilter.netfilter.layout;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.layout.NetworkLayout.Place;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.ChainType;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.Optional;

/** Where the releases have the rules of virtual networks. */
final class NetworkLayouts {

  /** The priority {@code srcnat} (nft(8), "Chains"). */
  private static final int SOURCE_NAT = 100;

  /** What the daemon of libvirt 9.0.0 installed in a kernel. */
  static final NetworkLayout V9_0 =
      new NetworkLayout(
          ImmutableMap.<NetworkSide, Place>builder()
              .put(NetworkSide.TO_HOST, own(Table.FILTER, "INPUT", "LIBVIRT_INP"))
              .put(NetworkSide.FROM_HOST, own(Table.FILTER, "OUTPUT", "LIBVIRT_OUT"))
              .put(NetworkSide.AMONG_MACHINES, own(Table.FILTER, "FORWARD", "LIBVIRT_FWX"))
              .put(NetworkSide.TO_MACHINES, own(Table.FILTER, "FORWARD", "LIBVIRT_FWI"))
              .put(NetworkSide.FROM_MACHINES, own(Table.FILTER, "FORWARD", "LIBVIRT_FWO"))
              .put(NetworkSide.TRANSLATION, own(Table.NAT, "POSTROUTING", "LIBVIRT_PRT"))
              .put(NetworkSide.CHECKSUM, own(Table.MANGLE, "POSTROUTING", "LIBVIRT_PRT"))
              .buildOrThrow(),
          ImmutableListMultimap.of(
              Family.IPV4,
              to(Ipv4Address.parse("224.0.0.0"), 24),
              Family.IPV4,
              to(Ipv4Address.parse("255.255.255.255"), 32),
              Family.IPV6,
              to(Ipv6Address.parse("ff02::"), 16)));

  /**
   * What {@code iptables -L} listed on a host with libvirt 0.8.3. The target CHECKSUM came with
   * iptables 1.4.10, that host had 1.4.8.
   */
  static final NetworkLayout V0_8 =
      new NetworkLayout(
          ImmutableMap.of(
              NetworkSide.TO_HOST, in(Table.FILTER, "INPUT"),
              NetworkSide.AMONG_MACHINES, in(Table.FILTER, "FORWARD"),
              NetworkSide.TO_MACHINES, in(Table.FILTER, "FORWARD"),
              NetworkSide.FROM_MACHINES, in(Table.FILTER, "FORWARD"),
              NetworkSide.TRANSLATION, in(Table.NAT, "POSTROUTING")),
          ImmutableListMultimap.of());

  private static final String NFT_TABLE = "libvirt_network";
  private static final String FORWARD = "forward";

  /** What the daemon of libvirt 11.3.0 installed with nftables. */
  static final NftNetworkLayout NFTABLES = nftables(Optional.empty());

  /** The same in 12.8.0, where the tables have a comment. */
  static final NftNetworkLayout NFTABLES_WITH_COMMENT =
      nftables(
          Optional.of(
              new Comment(
                  "Managed by libvirt for virtual networks:"
                      + " https://libvirt.org/firewall.html#the-virtual-network-driver")));

  private NetworkLayouts() {}

  private static NftNetworkLayout nftables(Optional<Comment> comment) {
    Place translation = in(NFT_TABLE, "guest_nat");
    return new NftNetworkLayout(
        new NftName(NFT_TABLE),
        comment,
        ImmutableMap.of(
            FORWARD,
            Optional.of(new BaseHook(Hook.FORWARD, 0)),
            "guest_output",
            Optional.empty(),
            "guest_input",
            Optional.empty(),
            "guest_cross",
            Optional.empty(),
            translation.chain(),
            Optional.of(new BaseHook(Hook.POSTROUTING, SOURCE_NAT, ChainType.NAT))),
        new NetworkLayout(
            ImmutableMap.of(
                NetworkSide.AMONG_MACHINES, own(NFT_TABLE, FORWARD, "guest_cross"),
                NetworkSide.TO_MACHINES, own(NFT_TABLE, FORWARD, "guest_input"),
                NetworkSide.FROM_MACHINES, own(NFT_TABLE, FORWARD, "guest_output"),
                NetworkSide.TRANSLATION, translation),
            V9_0.untranslated()));
  }

  private static Place own(String table, String hook, String chain) {
    return new Place(table, hook, Optional.of(chain));
  }

  private static Place in(String table, String hook) {
    return new Place(table, hook, Optional.empty());
  }

  private static Match to(IpAddress address, int prefixLength) {
    Field field = address instanceof Ipv4Address ? Field.IPV4_DESTINATION : Field.IPV6_DESTINATION;
    return FieldMatch.of(field, Values.prefix(field, Bits.of(address), prefixLength));
  }
}
