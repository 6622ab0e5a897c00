package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts conditions on packets into the words of queries. */
final class Phrases {

  private static final ImmutableList<LayerType> TAGS =
      ImmutableList.of(LayerType.VLAN, LayerType.SERVICE_VLAN);
  private static final Values ANY = Values.masked(0, 0);
  private static final int OCTET = 8;

  /** The states of which packets have one. */
  private static final ImmutableList<TrackedState> STATES =
      ImmutableList.of(
          TrackedState.NEW,
          TrackedState.ESTABLISHED,
          TrackedState.RELATED,
          TrackedState.INVALID,
          TrackedState.UNTRACKED);

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
    if (left.stream().anyMatch(Phrases::isOfTag)) {
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
    return Optional.of(Expression.and(parts));
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
        kinds.add(Expression.and(ofTag.stream().map(of -> inTag(tag, of)).toList()));
      }
    }
    parts.add(Expression.or(kinds.build()));
  }

  private static Expression inTag(LayerType tag, PacketCondition.OfField condition) {
    Term word =
        Terms.BY_WORD.values().stream()
            .filter(term -> isAbout(term, tag, condition.field()))
            .findFirst()
            .orElseThrow();
    return new Comparison(
        word, condition.negated(), items(condition.field(), condition.values()));
  }

  private static boolean isAbout(Term term, LayerType tag, Field field) {
    return term.places().size() == 1
        && term.places().get(0) instanceof Place.OfTag of
        && of.field() == field
        && of.slot().type() == tag;
  }

  private void kinds() {
    Optional<PacketCondition.OfField> type = taken(Field.ETHER_TYPE);
    Optional<PacketCondition.OfField> protocol =
        taken(Field.IP_PROTOCOL).or(this::protocolOfHeader);
    Optional<ImmutableList<LayerType>> known =
        protocol.filter(of -> !of.negated()).flatMap(of -> kinds(of.values()));
    if (known.isEmpty()) {
      type.ifPresent(of -> parts.add(ofType(of)));
      protocol.flatMap(Phrases::comparison).ifPresent(parts::add);
      return;
    }
    boolean implied =
        type.isPresent()
            && !type.get().negated()
            && known.get().stream()
                .allMatch(kind -> areSame(BY_PROTOCOL.get(kind), type.get().values()));
    if (!implied) {
      type.ifPresent(of -> parts.add(ofType(of)));
    }
    parts.add(
        Expression.or(known.get().stream().<Expression>map(this::kind).toList()));
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
                    Field.IP_PROTOCOL,
                    Values.single(Field.IP_PROTOCOL, type.protocol()),
                    false));
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
    return parts(one).containsAll(parts(other)) && parts(other).containsAll(parts(one));
  }

  private static List<Values> parts(Values values) {
    return values instanceof Values.Union union ? union.parts() : List.of(values);
  }

  private static Optional<ImmutableList<LayerType>> kinds(Values protocols) {
    ImmutableList.Builder<LayerType> kinds = ImmutableList.builder();
    for (Values part : parts(protocols)) {
      Optional<LayerType> kind =
          BY_PROTOCOL.keySet().stream()
              .filter(
                  type -> part.equals(Values.single(Field.IP_PROTOCOL, type.protocol())))
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
    Field field = ((Place.OfField) Iterables.getOnlyElement(term.places())).field();
    Optional<PacketCondition.OfField> detail =
        left.stream()
            .filter(PacketCondition.OfField.class::isInstance)
            .map(PacketCondition.OfField.class::cast)
            .filter(of -> of.field() == field && !of.negated() && isDetail(term, of.values()))
            .findFirst();
    detail.ifPresent(left::remove);
    return new Kind(type, detail.map(of -> new Comparison(term, false, items(field, of.values()))));
  }

  private static boolean isDetail(Term term, Values values) {
    List<Values> parts = parts(values);
    if (values.equals(ANY)) {
      return false;
    }
    if (term.notation() instanceof MessageNotation) {
      return parts.stream().allMatch(Phrases::isMessage);
    } else if (term.notation() instanceof NameNotation names) {
      return parts.stream().allMatch(names.names()::containsValue);
    }
    return parts.size() == 1 && parts.get(0) instanceof Values.Masked;
  }

  /** {@return whether it is a type with one code, or with all} */
  private static boolean isMessage(Values part) {
    long type = 0xff00;
    return part instanceof Values.Masked masked
        && (masked.mask().low() == (type | 0xff) || masked.mask().low() == type);
  }

  private static Expression ofType(PacketCondition.OfField condition) {
    List<Values> values = parts(condition.values());
    if (!BY_ETHER_TYPE.keySet().containsAll(values)) {
      return new Comparison(
          term(Field.ETHER_TYPE).orElseThrow(),
          condition.negated(),
          items(Field.ETHER_TYPE, condition.values()));
    }
    Expression kinds =
        Expression.or(
            values.stream()
                .<Expression>map(value -> new Kind(BY_ETHER_TYPE.get(value), Optional.empty()))
                .toList());
    return condition.negated() ? new Expression.Not(kinds) : kinds;
  }

  private static Optional<Expression> phrase(PacketCondition condition) {
    if (condition instanceof PacketCondition.Not not) {
      return phrase(not.condition()).map(Expression.Not::new);
    } else if (condition instanceof PacketCondition.OfField of) {
      return comparison(of);
    }
    PacketCondition.OfSlot slot = (PacketCondition.OfSlot) condition;
    return slot.slot() == Slot.AH_SPI && slot.values().equals(ANY)
        ? Optional.of(new Kind(LayerType.AH, Optional.empty()))
        : Optional.empty();
  }

  private static Optional<Expression> comparison(PacketCondition.OfField condition) {
    Field field = condition.field();
    Values values = condition.values();
    if (field.kind() == FieldKind.TYPE_AND_CODE) {
      return message(condition);
    } else if (field == Field.CONNECTION_STATE) {
      return states(condition);
    } else if (field == Field.TCP_FLAGS && parts(values).size() > 1) {
      return Optional.of(bits(condition));
    }
    return term(field)
        .map(
            term ->
                values.equals(ANY)
                    ? new Comparison(term, condition.negated(), any(field))
                    : new Comparison(term, condition.negated(), items(field, values)));
  }

  private static ImmutableList<Item> any(Field field) {
    return ImmutableList.of(new Item(field.kind(), ANY));
  }

  private static Optional<Term> term(Field field) {
    return Terms.BY_WORD.values().stream()
        .filter(term -> term.places().contains(new Place.OfField(field)))
        .findFirst();
  }

  private static ImmutableList<Item> items(Field field, Values values) {
    return parts(values).stream()
        .map(part -> new Item(field.kind(), part))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the states that are among the values, or that are not, if these are fewer} */
  private static Optional<Expression> states(PacketCondition.OfField condition) {
    ImmutableList.Builder<Item> inside = ImmutableList.builder();
    ImmutableList.Builder<Item> outside = ImmutableList.builder();
    for (TrackedState state : STATES) {
      boolean isIn = condition.values().contains(Bits.of(state.bit())) != condition.negated();
      (isIn ? inside : outside)
          .add(new Item(Field.CONNECTION_STATE.kind(), Values.masked(state.bit(), state.bit())));
    }
    ImmutableList<Item> wanted = inside.build();
    ImmutableList<Item> others = outside.build();
    boolean negated = !others.isEmpty() && others.size() < wanted.size();
    return term(Field.CONNECTION_STATE)
        .map(term -> new Comparison(term, negated, negated ? others : wanted));
  }

  /** A comma is part of a value here: there is one comparison for each value. */
  private static Expression bits(PacketCondition.OfField condition) {
    Term term = term(Field.TCP_FLAGS).orElseThrow();
    Expression any =
        Expression.or(
            parts(condition.values()).stream()
                .<Expression>map(
                    part ->
                        new Comparison(
                            term, false, ImmutableList.of(new Item(FieldKind.BITS, part))))
                .toList());
    return condition.negated()
        ? Expression.and(
            ImmutableList.of(
                new Kind(LayerType.TCP, Optional.empty()), new Expression.Not(any)))
        : any;
  }

  /** {@return type and code, or ranges of types} */
  private static Optional<Expression> message(PacketCondition.OfField condition) {
    LayerType type = condition.field() == Field.ICMP_TYPE ? LayerType.ICMP : LayerType.ICMPV6;
    Kind kind = new Kind(type, Optional.empty());
    Values values = condition.values();
    if (values.equals(ANY)) {
      return Terms.BY_WORD.containsKey("type")
          ? Optional.of(
              Expression.and(
                  ImmutableList.of(
                      kind,
                      new Comparison(
                          Terms.BY_WORD.get("type"),
                          false,
                          ImmutableList.of(new Item(FieldKind.NUMBER, ANY))))))
          : Optional.empty();
    }
    ImmutableList.Builder<Item> messages = ImmutableList.builder();
    for (Values part : parts(values)) {
      if (isMessage(part)) {
        messages.add(new Item(FieldKind.TYPE_AND_CODE, part));
      } else if (part instanceof Values.Masked masked
          && masked.mask().low() >>> OCTET << OCTET == masked.mask().low()) {
        types(masked).forEach(messages::add);
      } else {
        return Optional.empty();
      }
    }
    Term term = Terms.detail(type);
    Kind detailed =
        new Kind(
            type,
            Optional.ofNullable(term).map(one -> new Comparison(one, false, messages.build())));
    return Optional.of(
        condition.negated()
            ? Expression.and(ImmutableList.of(kind, new Expression.Not(detailed)))
            : detailed);
  }

  private static ImmutableList<Item> types(Values.Masked types) {
    ImmutableList.Builder<Item> items = ImmutableList.builder();
    for (int type = 0; type < 1 << OCTET; type++) {
      Values messages = Values.masked((long) type << OCTET, 0xff00);
      if (types.contains(Bits.of((long) type << OCTET))) {
        items.add(new Item(FieldKind.TYPE_AND_CODE, messages));
      }
    }
    return items.build();
  }
}
