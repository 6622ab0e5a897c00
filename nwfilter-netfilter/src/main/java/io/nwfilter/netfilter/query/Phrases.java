package io.nwfilter.netfilter.query;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts conditions on packets into the words of queries. */
final class Phrases {

  private static final ImmutableList<LayerType> TAGS =
      ImmutableList.of(LayerType.VLAN, LayerType.SERVICE_VLAN);

  private static final PacketCondition.OfField ANY_ID =
      new PacketCondition.OfField(Field.VLAN_ID, FieldPhrases.ANY, false);

  /** The kinds that EtherTypes make. */
  private static final ImmutableMap<Values, LayerType> BY_ETHER_TYPE =
      ImmutableMap.<Values, LayerType>builder()
          .put(EtherTypes.IPV4, LayerType.IPV4)
          .put(EtherTypes.IPV6, LayerType.IPV6)
          .put(EtherTypes.of(LayerType.ARP), LayerType.ARP)
          .put(EtherTypes.of(LayerType.RARP), LayerType.RARP)
          .put(EtherTypes.LENGTHS, LayerType.LLC)
          .put(EtherTypes.TYPES, LayerType.ETHERNET)
          .buildOrThrow();

  /** The kinds that are made by protocols of IP, with the EtherTypes that they imply. */
  private static final ImmutableMap<LayerType, Values> BY_PROTOCOL =
      ImmutableMap.<LayerType, Values>builder()
          .put(LayerType.TCP, EtherTypes.IP)
          .put(LayerType.UDP, EtherTypes.IP)
          .put(LayerType.UDP_LITE, EtherTypes.IP)
          .put(LayerType.SCTP, EtherTypes.IP)
          .put(LayerType.DCCP, EtherTypes.IP)
          .put(LayerType.ESP, EtherTypes.IP)
          .put(LayerType.ICMP, EtherTypes.IPV4)
          .put(LayerType.IGMP, EtherTypes.IPV4)
          .put(LayerType.ICMPV6, EtherTypes.IPV6)
          .buildOrThrow();

  private final List<PacketCondition> left;
  private final List<Expression> parts = new ArrayList<>();

  private Phrases(List<PacketCondition> conditions) {
    this.left = new ArrayList<>(conditions);
  }

  /**
   * {@return the packets that meet all of some conditions; empty if there are no words for one}
   *
   * @param conditions the conditions
   */
  static Optional<Expression> of(List<PacketCondition> conditions) {
    return new Phrases(conditions).expression();
  }

  private Optional<Expression> expression() {
    if (left.stream().anyMatch(Phrases::isOfTag) || isAfterTag()) {
      tags();
    }
    kinds();
    left.sort(Comparator.comparing(Phrases::rank));
    for (PacketCondition condition : left) {
      Optional<Expression> phrase = phrase(condition);
      if (phrase.isEmpty()) {
        return Optional.empty();
      }
      parts.add(phrase.get());
    }
    return Optional.of(withoutRepetition(Expression.and(parts)));
  }

  /** {@return the same without repetitions, such as a kind that a condition names, too} */
  private static Expression withoutRepetition(Expression all) {
    return all instanceof Expression.And and
        ? Expression.and(and.parts().stream().distinct().toList())
        : all;
  }

  /** Ports come before addresses, as they tell more. */
  private static int rank(PacketCondition condition) {
    return condition instanceof PacketCondition.OfField of
        ? switch (of.field()) {
          case SOURCE_PORT -> 0;
          case DESTINATION_PORT -> 1;
          case IPV4_SOURCE, IPV6_SOURCE -> 3;
          case IPV4_DESTINATION, IPV6_DESTINATION -> 4;
          case ETHERNET_SOURCE -> 5;
          case ETHERNET_DESTINATION -> 6;
          default -> 2;
        }
        : 2;
  }

  private Optional<PacketCondition.OfField> taken(Field field) {
    Optional<PacketCondition.OfField> found =
        left.stream()
            .filter(PacketCondition.OfField.class::isInstance)
            .map(PacketCondition.OfField.class::cast)
            .filter(of -> of.field() == field)
            .findFirst();
    found.ifPresent(left::remove);
    return found;
  }

  private static boolean isOfTag(PacketCondition condition) {
    return condition instanceof PacketCondition.OfField of && of.field().header() == Header.VLAN;
  }

  /** {@return whether the EtherType is that of a tag, and something is asked of what follows it} */
  private boolean isAfterTag() {
    boolean tagged = false;
    boolean follows = false;
    for (PacketCondition condition : left) {
      if (condition instanceof PacketCondition.OfField of) {
        boolean ofType = of.field() == Field.ETHER_TYPE;
        tagged |=
            ofType
                && !of.negated()
                && FieldPhrases.parts(of.values()).stream().allMatch(Phrases::isTag);
        follows |= !ofType && EtherTypes.around(of.field()).isPresent();
      }
    }
    return tagged && follows;
  }

  private static boolean isTag(Values etherType) {
    return TAGS.stream()
        .anyMatch(tag -> etherType.equals(Values.single(Field.ETHER_TYPE, tag.protocol())));
  }

  /** Says what is in the outer tag, of each kind that it may have. */
  private void tags() {
    List<PacketCondition.OfField> ofTag =
        left.stream().filter(Phrases::isOfTag).map(PacketCondition.OfField.class::cast).toList();
    left.removeAll(ofTag);
    Optional<PacketCondition.OfField> type = taken(Field.ETHER_TYPE);
    ImmutableList.Builder<Expression> kinds = ImmutableList.builder();
    for (LayerType tag : TAGS) {
      boolean has =
          type.map(of -> of.values().contains(Bits.of(tag.protocol())) != of.negated())
              .orElse(true);
      if (has) {
        kinds.add(
            ofTag.isEmpty()
                ? inTag(tag, ANY_ID)
                : Expression.and(ofTag.stream().map(of -> inTag(tag, of)).toList()));
      }
    }
    parts.add(Expression.or(kinds.build()));
  }

  private static Expression inTag(LayerType tag, PacketCondition.OfField condition) {
    return new Comparison(
        Terms.of(tag, condition.field()),
        condition.negated(),
        FieldPhrases.items(condition.field(), condition.values()));
  }

  private void kinds() {
    Optional<PacketCondition.OfField> type = taken(Field.ETHER_TYPE).map(this::untagged);
    Optional<PacketCondition.OfField> protocol =
        taken(Field.IP_PROTOCOL).or(this::protocolOfHeader);
    Optional<ImmutableList<LayerType>> known =
        protocol.filter(of -> !of.negated()).flatMap(of -> kinds(of.values()));
    if (known.isEmpty()) {
      type.ifPresent(of -> parts.add(ofType(of)));
      protocol.flatMap(FieldPhrases::comparison).ifPresent(parts::add);
      return;
    }
    boolean implied =
        type.isPresent()
            && !type.get().negated()
            && known.get().stream()
                .allMatch(
                    kind -> areSame(requireNonNull(BY_PROTOCOL.get(kind)), type.get().values()));
    if (!implied) {
      type.ifPresent(of -> parts.add(ofType(of)));
    }
    parts.add(Expression.or(known.get().stream().<Expression>map(this::kind).toList()));
  }

  /**
   * {@return the EtherTypes without those of tags, if other words mean frames without a tag anyway}
   */
  private PacketCondition.OfField untagged(PacketCondition.OfField type) {
    List<Values> others =
        FieldPhrases.parts(type.values()).stream().filter(part -> !isTag(part)).toList();
    boolean needless =
        !type.negated()
            && !others.isEmpty()
            && left.stream()
                .filter(PacketCondition.OfField.class::isInstance)
                .map(PacketCondition.OfField.class::cast)
                .anyMatch(of -> EtherTypes.around(of.field()).isPresent());
    return needless
        ? new PacketCondition.OfField(
            Field.ETHER_TYPE, others.size() == 1 ? others.get(0) : new Values.Union(others), false)
        : type;
  }

  /** {@return the protocol of which a packet is that has what is asked for} */
  private Optional<PacketCondition.OfField> protocolOfHeader() {
    return left.stream()
        .filter(PacketCondition.OfField.class::isInstance)
        .flatMap(of -> protocol(((PacketCondition.OfField) of).field().header()).stream())
        .findFirst()
        .map(
            type ->
                new PacketCondition.OfField(
                    Field.IP_PROTOCOL, Values.single(Field.IP_PROTOCOL, type.protocol()), false));
  }

  private static Optional<LayerType> protocol(Header header) {
    return Optional.ofNullable(
        switch (header) {
          case TCP -> LayerType.TCP;
          case ICMP -> LayerType.ICMP;
          case ICMPV6 -> LayerType.ICMPV6;
          case IGMP -> LayerType.IGMP;
          default -> null;
        });
  }

  private static boolean areSame(Values one, Values other) {
    return FieldPhrases.parts(one).containsAll(FieldPhrases.parts(other))
        && FieldPhrases.parts(other).containsAll(FieldPhrases.parts(one));
  }

  private static Optional<ImmutableList<LayerType>> kinds(Values protocols) {
    ImmutableList.Builder<LayerType> kinds = ImmutableList.builder();
    for (Values part : FieldPhrases.parts(protocols)) {
      Optional<LayerType> kind =
          BY_PROTOCOL.keySet().stream()
              .filter(type -> part.equals(Values.single(Field.IP_PROTOCOL, type.protocol())))
              .findFirst();
      if (kind.isEmpty()) {
        return Optional.empty();
      }
      kinds.add(kind.get());
    }
    return Optional.of(kinds.build());
  }

  /** {@return a kind, with the messages or control bits that are left to be said} */
  private Kind kind(LayerType type) {
    Term term = Terms.detail(type);
    if (term == null) {
      return new Kind(type, Optional.empty());
    }
    Field field = ((Place.OfField) term.places().get(0)).field();
    Optional<PacketCondition.OfField> detail =
        left.stream()
            .filter(PacketCondition.OfField.class::isInstance)
            .map(PacketCondition.OfField.class::cast)
            .filter(of -> of.field() == field && !of.negated() && isDetail(term, of.values()))
            .findFirst();
    detail.ifPresent(left::remove);
    return new Kind(
        type,
        detail.map(of -> new Comparison(term, false, FieldPhrases.items(field, of.values()))));
  }

  private static boolean isDetail(Term term, Values values) {
    List<Values> parts = FieldPhrases.parts(values);
    if (values.equals(FieldPhrases.ANY)) {
      return false;
    }
    if (term.notation() instanceof MessageNotation) {
      return parts.stream().allMatch(FieldPhrases::isMessage);
    } else if (term.notation() instanceof NameNotation names) {
      return parts.stream().allMatch(names.names()::containsValue);
    }
    return parts.size() == 1 && parts.get(0) instanceof Values.Masked;
  }

  private static Expression ofType(PacketCondition.OfField condition) {
    List<Values> values = FieldPhrases.parts(condition.values());
    if (!BY_ETHER_TYPE.keySet().containsAll(values)) {
      return new Comparison(
          FieldPhrases.term(Field.ETHER_TYPE).orElseThrow(),
          condition.negated(),
          FieldPhrases.items(Field.ETHER_TYPE, condition.values()));
    }
    Expression kinds =
        Expression.or(
            values.stream()
                .<Expression>map(
                    value -> new Kind(requireNonNull(BY_ETHER_TYPE.get(value)), Optional.empty()))
                .toList());
    return condition.negated() ? new Expression.Not(kinds) : kinds;
  }

  private static Optional<Expression> phrase(PacketCondition condition) {
    if (condition instanceof PacketCondition.Not not) {
      return phrase(not.condition()).map(Expression.Not::new);
    } else if (condition instanceof PacketCondition.OfField of) {
      return FieldPhrases.comparison(of);
    }
    PacketCondition.OfSlot slot = (PacketCondition.OfSlot) condition;
    return slot.slot() == Slot.AH_SPI && slot.values().equals(FieldPhrases.ANY)
        ? Optional.of(new Kind(LayerType.AH, Optional.empty()))
        : Optional.empty();
  }
}
