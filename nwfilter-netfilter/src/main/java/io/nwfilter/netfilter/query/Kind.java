package io.nwfilter.netfilter.query;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.PacketWords;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.query.NormalForm.Alternatives;
import java.util.Map;
import java.util.Optional;

/**
 * That a packet is of a kind.
 *
 * @param type the layer that makes the kind
 * @param detail which messages, operations or control bits it has
 */
record Kind(LayerType type, Optional<Comparison> detail) implements Expression {

  /** Other words for some. */
  static final ImmutableMap<String, String> SYNONYMS = ImmutableMap.of("ipv4", "ip", "ipv6", "ip6");

  /** The kinds by their words, with the other words for some. */
  static final ImmutableMap<String, LayerType> BY_WORD =
      ImmutableMap.<String, LayerType>builder()
          .putAll(PacketWords.kinds())
          .putAll(
              SYNONYMS.entrySet().stream()
                  .collect(
                      toImmutableMap(
                          Map.Entry::getKey, pair -> PacketWords.kinds().get(pair.getValue()))))
          .buildOrThrow();

  private static final ImmutableMap<LayerType, String> WORDS =
      PacketWords.kinds().entrySet().stream()
          .collect(toImmutableMap(Map.Entry::getValue, Map.Entry::getKey));

  /** The service access point of BPDUs (IEEE 802.1D). */
  private static final int BPDUS = 0x42;

  private static final Values ANY = new Values.Masked(Bits.ZERO, Bits.ZERO);

  @Override
  public Alternatives packets(NormalForm form, Encapsulation tags) {
    Alternatives all = packets(form, tags, type);
    return detail.isEmpty() ? all : form.and(all, detail.get().packets(form, tags));
  }

  private static Alternatives packets(NormalForm form, Encapsulation tags, LayerType type) {
    return switch (type) {
      case ETHERNET -> form.of(tags.announces(EtherTypes.TYPES));
      case LLC -> form.of(tags.announces(EtherTypes.LENGTHS));
      case SNAP -> all(form, tags, EtherTypes.LENGTHS, PacketCondition.in(Field.SNAP_TYPE, ANY));
      case STP -> all(form, tags, EtherTypes.LENGTHS, PacketCondition.is(Field.LLC_SAP, BPDUS));
      case ARP, RARP, IPV4, IPV6 -> form.of(tags.announces(EtherTypes.of(type)));
      case ICMP, IGMP -> all(form, tags, EtherTypes.IPV4, protocol(type));
      case ICMPV6 -> all(form, tags, EtherTypes.IPV6, protocol(type));
      case AH -> authenticated(form, tags);
      default -> all(form, tags, EtherTypes.IP, protocol(type));
    };
  }

  private static Alternatives all(
      NormalForm form, Encapsulation tags, Values etherTypes, PacketCondition condition) {
    return form.and(form.of(tags.announces(etherTypes)), form.of(condition));
  }

  private static PacketCondition protocol(LayerType type) {
    return PacketCondition.is(Field.IP_PROTOCOL, type.protocol());
  }

  /** An authentication header of IPv6 is an extension header: the protocol is that after it. */
  private static Alternatives authenticated(NormalForm form, Encapsulation tags) {
    PacketCondition has = new PacketCondition.OfSlot(Slot.AH_SPI, ANY, false);
    return form.or(
        ImmutableList.of(
            all(form, tags, EtherTypes.IP, protocol(LayerType.AH)),
            all(form, tags, EtherTypes.IPV6, has)));
  }

  @Override
  public ImmutableSet<LayerType> tags() {
    return ImmutableSet.of();
  }

  @Override
  public String toString() {
    return WORDS.get(type) + detail.map(which -> " " + which.values()).orElse("");
  }
}
