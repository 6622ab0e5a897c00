package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketWords;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The words that are followed by values: those of the {@linkplain Slot slots} of packets, and those
 * of fields that are not in one slot.
 */
final class Terms {

  /** Other words for some. */
  static final ImmutableMap<String, String> SYNONYMS =
      ImmutableMap.of("src-ip", "from", "src", "from", "dst-ip", "to", "dst", "to");

  /** All by their words, in order, with the other words for some. */
  static final ImmutableMap<String, Term> BY_WORD = byWord();

  private Terms() {}

  /**
   * {@return the word for what is in a tag}
   *
   * @param tag the kind of the tag
   * @param field a field of tags
   */
  static Term of(LayerType tag, Field field) {
    return BY_WORD.values().stream()
        .filter(term -> isAbout(term, tag, field))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isAbout(Term term, LayerType tag, Field field) {
    return term.places().size() == 1
        && term.places().get(0) instanceof Place.OfTag of
        && of.field() == field
        && of.slot().type() == tag;
  }

  private static ImmutableMap<String, Term> byWord() {
    Map<String, Term> all = new TreeMap<>();
    for (Slot slot : Slot.values()) {
      String word = SYNONYMS.getOrDefault(slot.word(), slot.word());
      all.computeIfAbsent(word, any -> ofSlots(word, slot.word()));
    }
    for (Term term : others()) {
      all.put(term.word(), term);
    }
    SYNONYMS.forEach((synonym, word) -> all.put(synonym, all.get(word)));
    return ImmutableMap.copyOf(all);
  }

  private static Term ofSlots(String word, String slotWord) {
    ImmutableList<Slot> slots =
        Arrays.stream(Slot.values())
            .filter(slot -> slot.word().equals(slotWord) && !isChained(slot))
            .collect(ImmutableList.toImmutableList());
    ImmutableList<Place> places =
        slots.stream().map(Terms::place).distinct().collect(ImmutableList.toImmutableList());
    return new Term(word, notation(slots), places);
  }

  /** In extension headers, the next one is looked for by {@link Field#IP_PROTOCOL}. */
  private static boolean isChained(Slot slot) {
    return slot.word().equals(Slot.IPV6_NEXT.word())
        && slot != Slot.IPV6_NEXT
        && slot != Slot.IPV4_PROTOCOL;
  }

  private static Place place(Slot slot) {
    Slot asked = slot.type() == LayerType.SERVICE_VLAN ? sameOfVlan(slot) : slot;
    for (Field field : Field.values()) {
      if (field.slots().contains(asked) && field != Field.LLC_SAP) {
        return field.header() == Header.VLAN
            ? new Place.OfTag(field, slot)
            : field.kind() == FieldKind.TYPE_AND_CODE
                ? new Place.OfPart(field, slot == field.slots().get(0))
                : new Place.OfField(field);
      }
    }
    return new Place.OfSlot(slot);
  }

  /** {@return the slot of the other kind of tag, whose form is the same} */
  private static Slot sameOfVlan(Slot slot) {
    return Slot.of(LayerType.VLAN).get(Slot.of(LayerType.SERVICE_VLAN).indexOf(slot));
  }

  private static Notation notation(List<Slot> slots) {
    if (slots.contains(Slot.TCP_FLAGS)) {
      return new ControlBitNotation();
    }
    boolean families = slots.stream().anyMatch(slot -> slot.kind() == FieldKind.IPV4);
    return families
        ? new SlotNotation(ImmutableList.copyOf(slots))
        : numbers(slots.stream().max(Comparator.comparingInt(Slot::width)).orElseThrow());
  }

  private static SlotNotation numbers(Slot alike) {
    return new SlotNotation(ImmutableList.of(alike));
  }

  private static ImmutableList<Term> others() {
    return ImmutableList.of(
        term("sap", numbers(Slot.LLC_DESTINATION), Field.LLC_SAP),
        term("tcp-option", numbers(Slot.IPV4_PROTOCOL), Field.TCP_OPTION),
        term("packet-length", numbers(Slot.IPV4_LENGTH), Field.PACKET_LENGTH),
        term("state", states(), Field.CONNECTION_STATE),
        term(
            "connection-direction",
            names(Field.CONNECTION_DIRECTION, ImmutableMap.of("original", 0, "reply", 1)),
            Field.CONNECTION_DIRECTION));
  }

  private static Term term(String word, Notation notation, Field field) {
    return new Term(word, notation, ImmutableList.of(new Place.OfField(field)));
  }

  private static Notation states() {
    return new NameNotation(
        Arrays.stream(TrackedState.values())
            .collect(
                ImmutableBiMap.toImmutableBiMap(
                    state -> state.name().toLowerCase(Locale.ROOT),
                    state -> Values.masked(state.bit(), state.bit()))));
  }

  private static Notation names(Field field, Map<String, Integer> names) {
    return new NameNotation(
        ImmutableBiMap.copyOf(
            Maps.transformValues(names, number -> Values.single(field, (long) number))));
  }

  /**
   * {@return what may follow the word for a kind of packets: its messages, operations or control
   * bits; null if nothing does}
   */
  static @Nullable Term detail(LayerType kind) {
    return Details.BY_KIND.get(kind);
  }

  /** Made once, and after the others. */
  private static final class Details {

    private static final ImmutableMap<LayerType, Term> BY_KIND =
        ImmutableMap.<LayerType, Term>builder()
            .put(LayerType.ICMP, term(LayerType.ICMP, Field.ICMP_TYPE))
            .put(LayerType.ICMPV6, term(LayerType.ICMPV6, Field.ICMPV6_TYPE))
            .put(LayerType.IGMP, term(LayerType.IGMP, Field.IGMP_TYPE))
            .put(LayerType.ARP, term(LayerType.ARP, Field.ARP_OPERATION))
            .put(LayerType.RARP, term(LayerType.RARP, Field.ARP_OPERATION))
            .put(LayerType.STP, term(LayerType.STP, Field.STP_TYPE))
            .put(LayerType.TCP, term(LayerType.TCP, Field.TCP_FLAGS))
            .buildOrThrow();

    private static Term term(LayerType kind, Field field) {
      Map<String, Integer> messages = PacketWords.messages(kind);
      Notation notation =
          kind == LayerType.TCP
              ? new ControlBitNotation()
              : field.kind() == FieldKind.TYPE_AND_CODE
                  ? new MessageNotation(ImmutableBiMap.copyOf(messages))
                  : names(field, messages);
      return Terms.term(kind.word(), notation, field);
    }
  }
}
