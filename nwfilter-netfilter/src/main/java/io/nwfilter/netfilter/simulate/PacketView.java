package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way as the matches of a family see it: its octets as they are by now, and what
 * the kernel keeps with it. It shows the packet as it is when it is asked.
 */
public final class PacketView {

  private final Family family;
  private final @Nullable RuleTable table;
  private final Transit transit;

  PacketView(Family family, Transit transit) {
    this.family = family;
    this.table = null;
    this.transit = transit;
  }

  PacketView(RuleTable table, Transit transit) {
    this.family = table.family();
    this.table = table;
    this.transit = transit;
  }

  private boolean isOfNft() {
    return table != null && table.nft().isPresent();
  }

  private FieldTest.OfValue.@Nullable Source source(Field field) {
    return isOfNft() ? NftSources.source(family, field, null) : FieldSources.source(family, field);
  }

  /** {@return the family of the rules} */
  public Family family() {
    return family;
  }

  /** {@return the packet, with what rules have changed so far} */
  public Packet packet() {
    return transit.packet;
  }

  /**
   * {@return the value of a field as matches of the family see it; of several, the first; empty if
   * there is none, or if it is not known} Bits of it that are not known are 0.
   *
   * @param field the field
   */
  public Optional<Bits> value(Field field) {
    FieldTest.OfValue.Source source = source(field);
    if (source == null) {
      return transit.packet.value(field);
    }
    return source.isUnknown(transit) ? Optional.empty() : Optional.ofNullable(source.of(transit));
  }

  /**
   * {@return whether there is a value of which a bit is not known}
   *
   * @param field the field
   * @param fromRight the bit, 0 for the least significant
   */
  public boolean isUnknown(Field field, int fromRight) {
    FieldTest.OfValue.Source source = source(field);
    if (source == null) {
      return false;
    }
    Bits open = source.isUnknown(transit) ? Bits.ones(field.width()) : source.unknownBits(transit);
    Bits bit = Bits.ones(fromRight + 1).without(Bits.ones(fromRight));
    return !open.and(bit).isZero();
  }

  /**
   * {@return whether the packet meets a match by itself, whatever is before it in a rule}
   *
   * @param match the match
   */
  public Answer meets(Match match) {
    return match
        .accept(
            table != null && isOfNft()
                ? new NftTests(table, ImmutableList.of())
                : new Tests(family, transit.kernel.situation))
        .ask(transit);
  }

  /** {@return whether an authentication header follows that of IPv6} */
  public boolean isAuthenticated() {
    return FieldSources.isAuthenticated(transit.packet);
  }

  /** {@return whether the packet is a fragment of IPv6 other than the first} */
  public boolean isLaterFragmentOfIpv6() {
    return Fragment.isLaterOfIpv6(transit.packet);
  }

  /**
   * {@return what is where TCP has a field, if octets are there, whatever the packet's protocol}
   *
   * @param field a port, or the flags of TCP
   */
  public Optional<Bits> afterIp(Field field) {
    return Optional.ofNullable(AfterIp.value(transit.packet, field));
  }

  /** {@return how many tags of virtual LANs the frame has} */
  public int tags() {
    return Headers.tags(transit.packet);
  }
}
