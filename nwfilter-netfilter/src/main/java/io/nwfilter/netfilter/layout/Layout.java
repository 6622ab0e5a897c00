package io.nwfilter.netfilter.layout;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a release of libvirt names and places for its filters and virtual networks.
 *
 * @param frames the chains of the Ethernet layer
 * @param packets the chains of the IP layer
 * @param networks the chains of virtual networks, in iptables
 * @param nftNetworks the tables of virtual networks, in nftables; empty if the release has no such
 *     backend
 * @param states how networks ask for the state of a connection
 */
public record Layout(
    FrameLayout frames,
    PacketLayout packets,
    NetworkLayout networks,
    Optional<NftNetworkLayout> nftNetworks,
    StateForm states) {

  /** What libvirt 9.0.0 does, as its daemon installed it in a kernel. */
  public static final Layout V9_0 = since9_0(PacketLayout.UnequalLists.REFUSED, Optional.empty());

  /** What libvirt 11.3.0 does: networks may also be in nftables. */
  public static final Layout V11_3 =
      since9_0(PacketLayout.UnequalLists.REFUSED, Optional.of(NetworkLayouts.NFTABLES));

  /** What libvirt 12.8.0 does: it takes lists of different lengths. */
  public static final Layout V12_8 =
      since9_0(PacketLayout.UnequalLists.LAST, Optional.of(NetworkLayouts.NFTABLES_WITH_COMMENT));

  /** What libvirt 0.8.3 did, as {@code iptables -L -n -v} listed it on a host with it. */
  public static final Layout V0_8 =
      new Layout(
          ethernet(), packetsOf0_8(), NetworkLayouts.V0_8, Optional.empty(), StateForm.STATE);

  /**
   * Checks that all components are given.
   *
   * @param frames the chains of the Ethernet layer
   * @param packets the chains of the IP layer
   * @param networks the chains of virtual networks, in iptables
   * @param nftNetworks the tables of virtual networks, in nftables
   * @param states how networks ask for the state of a connection
   */
  public Layout {
    requireNonNull(frames);
    requireNonNull(packets);
    requireNonNull(networks);
    requireNonNull(nftNetworks);
    requireNonNull(states);
  }

  private static Layout since9_0(
      PacketLayout.UnequalLists unequalLists, Optional<NftNetworkLayout> nftNetworks) {
    return new Layout(
        ethernet(),
        packetsOf9_0(unequalLists),
        NetworkLayouts.V9_0,
        nftNetworks,
        StateForm.CONNTRACK);
  }

  /**
   * {@return the layout of a release}
   *
   * @param release the release
   */
  public static Layout of(LibvirtRelease release) {
    return switch (release) {
      case V0_8 -> V0_8;
      case V9_0 -> V9_0;
      case V11_3 -> V11_3;
      case V12_8 -> V12_8;
    };
  }

  /** {@return the names of the chains that all interfaces share, in any release} */
  public static ImmutableSet<String> sharedChains() {
    return Stream.of(V0_8, V9_0)
        .flatMap(layout -> layout.packets.shared().stream())
        .map(PacketLayout.SharedChain::name)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** {@return the chains that the rules of networks are in, where they are not base chains} */
  public static ImmutableSet<String> networkChains() {
    return Stream.of(V0_8, V9_0)
        .flatMap(layout -> layout.networks.chains().stream())
        .map(NetworkLayout.Place::chain)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** {@return the tables of nftables that the rules of networks are in} */
  public static ImmutableSet<NftName> networkTables() {
    return Stream.of(V11_3, V12_8)
        .flatMap(layout -> layout.nftNetworks.stream())
        .map(NftNetworkLayout::table)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** {@return the tables of nftables that libvirt keeps filters in, if it is told to} */
  public static ImmutableSet<NftName> filterTables() {
    return ImmutableSet.of(
        new NftName("libvirt_nwfilter_ethernet"), new NftName("libvirt_nwfilter_inet"));
  }

  private static FrameLayout ethernet() {
    return new FrameLayout(
        Table.NAT,
        ImmutableMap.of(
            FrameSide.FROM_GUEST,
            new FrameLayout.Place("PREROUTING", Field.IN_INTERFACE, "libvirt-I-", "I-"),
            FrameSide.TO_GUEST,
            new FrameLayout.Place("POSTROUTING", Field.OUT_INTERFACE, "libvirt-O-", "O-")));
  }

  private static PacketLayout packetsOf9_0(PacketLayout.UnequalLists unequalLists) {
    PacketLayout.States states = new PacketLayout.States(StateForm.CONNTRACK, true, true);
    return packets(
        true,
        ImmutableMap.of(
            PacketSide.FORWARD_IN, new PacketLayout.GuestChain("FI-", Target.RETURN, states),
            PacketSide.FORWARD_OUT, new PacketLayout.GuestChain("FO-", Target.ACCEPT, states),
            PacketSide.HOST_IN, new PacketLayout.GuestChain("HI-", Target.RETURN, states)),
        unequalLists);
  }

  private static PacketLayout packetsOf0_8() {
    PacketLayout.States states = new PacketLayout.States(StateForm.STATE, true, false);
    PacketLayout.States none = new PacketLayout.States(StateForm.STATE, false, false);
    return packets(
        false,
        ImmutableMap.of(
            PacketSide.FORWARD_IN, new PacketLayout.GuestChain("FI-", Target.RETURN, states),
            PacketSide.FORWARD_OUT, new PacketLayout.GuestChain("FO-", Target.ACCEPT, states),
            PacketSide.HOST_IN, new PacketLayout.GuestChain("HI-", Target.ACCEPT, none)),
        PacketLayout.UnequalLists.REFUSED);
  }

  /** {@return the chains of the IP layer} */
  private static PacketLayout packets(
      boolean bridgedOnly,
      ImmutableMap<PacketSide, PacketLayout.GuestChain> guest,
      PacketLayout.UnequalLists unequalLists) {
    return new PacketLayout(
        Table.FILTER,
        ImmutableListMultimap.of(
            "INPUT", "libvirt-host-in",
            "FORWARD", "libvirt-in",
            "FORWARD", "libvirt-out",
            "FORWARD", "libvirt-in-post"),
        ImmutableList.of(
            shared("libvirt-in", Field.IN_PORT, PacketSide.FORWARD_IN),
            new PacketLayout.SharedChain(
                "libvirt-out", Field.OUT_PORT, bridgedOnly, Optional.of(PacketSide.FORWARD_OUT)),
            new PacketLayout.SharedChain("libvirt-in-post", Field.IN_PORT, false, Optional.empty()),
            shared("libvirt-host-in", Field.IN_PORT, PacketSide.HOST_IN)),
        guest,
        unequalLists);
  }

  private static PacketLayout.SharedChain shared(String name, Field port, PacketSide side) {
    return new PacketLayout.SharedChain(name, port, false, Optional.of(side));
  }
}
