package io.nwfilter.netfilter.layout;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Optional;

/**
 * What a release of libvirt names and places for its filters.
 *
 * @param release the release that was asked
 * @param frames the chains of the Ethernet layer
 * @param packets the chains of the IP layer
 */
public record Layout(String release, FrameLayout frames, PacketLayout packets) {

  /** What libvirt 9.0.0 does, as its daemon installed it in a kernel. */
  public static final Layout V9_0 = new Layout("9.0", frames9(), packets9());

  /**
   * Checks that all components are given.
   *
   * @param release the release
   * @param frames the chains of the Ethernet layer
   * @param packets the chains of the IP layer
   */
  public Layout {
    requireNonNull(release);
    requireNonNull(frames);
    requireNonNull(packets);
  }

  /** {@return the names of the chains that all interfaces share} */
  public ImmutableSet<String> sharedChains() {
    return packets.shared().stream()
        .map(PacketLayout.SharedChain::name)
        .collect(ImmutableSet.toImmutableSet());
  }

  private static FrameLayout frames9() {
    return new FrameLayout(
        Table.NAT,
        ImmutableMap.of(
            FrameSide.FROM_GUEST,
            new FrameLayout.Place("PREROUTING", Field.IN_INTERFACE, "libvirt-I-", "I-"),
            FrameSide.TO_GUEST,
            new FrameLayout.Place("POSTROUTING", Field.OUT_INTERFACE, "libvirt-O-", "O-")));
  }

  private static PacketLayout packets9() {
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
                "libvirt-out", Field.OUT_PORT, true, Optional.of(PacketSide.FORWARD_OUT)),
            new PacketLayout.SharedChain("libvirt-in-post", Field.IN_PORT, false, Optional.empty()),
            shared("libvirt-host-in", Field.IN_PORT, PacketSide.HOST_IN)),
        ImmutableMap.of(
            PacketSide.FORWARD_IN, new PacketLayout.GuestChain("FI-", Target.RETURN),
            PacketSide.FORWARD_OUT, new PacketLayout.GuestChain("FO-", Target.ACCEPT),
            PacketSide.HOST_IN, new PacketLayout.GuestChain("HI-", Target.RETURN)));
  }

  private static PacketLayout.SharedChain shared(String name, Field port, PacketSide side) {
    return new PacketLayout.SharedChain(name, port, false, Optional.of(side));
  }
}
