package io.nwfilter.netfilter.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketWords;
import io.nwfilter.netfilter.packet.Slot;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of queries are those of packets, and each means one thing. */
class QueryWordsTest {

  @Test
  void everyWordOfPacketsIsOne() {
    Set<String> words = new TreeSet<>(PacketWords.kinds().keySet());
    words.addAll(PacketWords.readyMade());
    Arrays.stream(Slot.values()).map(Slot::word).forEach(words::add);

    assertEquals(Set.of(), Sets.difference(words, QueryReader.WORDS));
    assertEquals(
        Set.of(
            "connection-direction",
            "dst-ip",
            "from",
            "ipv4",
            "ipv6",
            "packet-length",
            "sap",
            "src-ip",
            "state",
            "tcp-option",
            "to"),
        Sets.difference(QueryReader.WORDS, words));
  }

  @Test
  void noWordMeansTwoThings() {
    Set<String> kinds = Kind.BY_WORD.keySet();
    Set<String> terms = Terms.BY_WORD.keySet();
    Set<String> abbreviations = Abbreviations.MEANINGS.keySet();

    assertEquals(Set.of(), Sets.intersection(kinds, terms));
    assertEquals(Set.of(), Sets.intersection(Sets.union(kinds, terms), abbreviations));
    for (LayerType type : LayerType.values()) {
      assertEquals(
          Set.of(),
          Sets.intersection(PacketWords.messages(type).keySet(), QueryReader.WORDS),
          type::name);
    }
    assertEquals(
        Set.of(), Sets.intersection(PacketWords.controlBits().keySet(), QueryReader.WORDS));
  }

  @Test
  void everyFieldThatPacketsHaveCanBeAskedFor() {
    EnumSet<Field> asked = EnumSet.noneOf(Field.class);
    for (Term term : Terms.BY_WORD.values()) {
      for (Place place : term.places()) {
        fields(place).forEach(asked::add);
      }
    }

    assertEquals(
        ImmutableSet.of(
            Field.IN_INTERFACE,
            Field.OUT_INTERFACE,
            Field.IN_BRIDGE,
            Field.OUT_BRIDGE,
            Field.IN_PORT,
            Field.OUT_PORT,
            Field.HAS_IN_PORT,
            Field.HAS_OUT_PORT,
            Field.IS_BRIDGED,
            Field.MARK,
            Field.PACKET_TYPE,
            Field.SOURCE_ADDRESS_TYPE,
            Field.DESTINATION_ADDRESS_TYPE,
            Field.SOCKET_USER,
            Field.SOCKET_GROUP,
            Field.HAS_SOCKET,
            Field.CONNECTION_STATUS,
            Field.CONNECTION_MARK,
            // Words ask for the header itself, by its slots.
            Field.IPV6_FRAGMENT,
            Field.IPV6_FRAGMENT_OFFSET),
        EnumSet.complementOf(asked));
  }

  private static Stream<Field> fields(Place place) {
    if (place instanceof Place.OfField of) {
      return Stream.of(of.field());
    }
    if (place instanceof Place.OfTag of) {
      return Stream.of(of.field());
    }
    return place instanceof Place.OfPart of ? Stream.of(of.field()) : Stream.of();
  }
}
