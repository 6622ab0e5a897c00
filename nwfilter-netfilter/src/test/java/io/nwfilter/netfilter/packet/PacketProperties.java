package io.nwfilter.netfilter.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.statistics.Statistics;

/** What holds for the octets of any frame: of a known kind, damaged, cut off, or of any octets. */
class PacketProperties {

  @Provide
  Arbitrary<byte[]> frames() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, damaged()),
        Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMinSize(14).ofMaxSize(120)));
  }

  private static Arbitrary<byte[]> damaged() {
    Arbitrary<byte[]> whole =
        Arbitraries.of(SamplePackets.TEXTS).map(text -> Packet.parse(text).toBytes());
    Arbitrary<List<Tuple2<Integer, Byte>>> damages =
        Combinators.combine(Arbitraries.integers().between(0, 400), Arbitraries.bytes())
            .as(Tuple::of)
            .list()
            .ofMaxSize(3);
    Arbitrary<Integer> lengths =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(0)), Tuple.of(1, Arbitraries.integers().between(-40, 20)));
    return Combinators.combine(whole, damages, lengths).as(PacketProperties::damage);
  }

  private static byte[] damage(byte[] whole, List<Tuple2<Integer, Byte>> damages, int longer) {
    byte[] damaged = Arrays.copyOf(whole, Math.max(14, whole.length + longer));
    for (Tuple2<Integer, Byte> damage : damages) {
      damaged[damage.get1() % damaged.length] = damage.get2();
    }
    return damaged;
  }

  @Property(tries = 4000)
  void octetsAreKept(@ForAll("frames") byte[] frame) {
    assertArrayEquals(frame, Packet.parse(frame).toBytes());
  }

  @Property(tries = 4000)
  void layersMakeThePacketAgain(@ForAll("frames") byte[] frame) {
    Packet packet = Packet.parse(frame);
    Packet again = Packet.of(packet.layers());

    assertEquals(packet, again);
    assertEquals(packet.layers(), again.layers());
    assertEquals(
        frame.length, packet.layers().stream().mapToInt(layer -> layer.octets().length()).sum());
  }

  @Property(tries = 2000)
  void textMakesThePacketAgain(@ForAll("frames") byte[] frame) {
    Packet packet = Packet.parse(frame);
    String text = packet.toString();

    assertEquals(packet, Packet.parse(text), text);
    boolean raw = text.startsWith("raw ");
    Statistics.collect(raw ? "octets" : "words");
    Statistics.coverage(coverage -> coverage.check("words").percentage(share -> share > 70));
  }

  @Property(tries = 4000)
  void fieldsAreThoseOfHeadersThatThereAre(@ForAll("frames") byte[] frame) {
    Packet packet = Packet.parse(frame);
    for (Field field : Field.values()) {
      boolean known = packet.has(field.header()) || field == Field.PACKET_LENGTH;
      assertTrue(packet.value(field).isEmpty() || known, field::name);
      assertTrue(packet.value(field).stream().allMatch(v -> v.fits(field.width())), field::name);
      assertEquals(packet.value(field), packet.values(field).stream().findFirst());
    }
  }

  @Property(tries = 4000)
  void anyTextIsAPacketOrRefused(@ForAll("texts") String text) {
    try {
      assertEquals(14, Math.min(14, Packet.parse(text).toBytes().length));
    } catch (PacketTextException e) {
      assertTrue(e.position() >= 0 && e.position() <= text.length(), e::getMessage);
    }
  }

  /** Texts of which some words are of other packets, missing, or not words at all. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> words =
        Arbitraries.of(SamplePackets.TEXTS)
            .flatMap(text -> Arbitraries.of(text.split(" ", -1)))
            .injectDuplicates(0.2);
    Arbitrary<String> any = Arbitraries.strings().ascii().ofMaxLength(6);
    Arbitrary<String> mixed =
        Arbitraries.frequencyOf(Tuple.of(9, words), Tuple.of(1, any))
            .list()
            .ofMaxSize(5)
            .map(list -> String.join(" ", list));
    return Combinators.combine(Arbitraries.of(SamplePackets.TEXTS), mixed, Arbitraries.of(1, 2, 3))
        .as(
            (text, more, kind) ->
                kind == 1 ? more : kind == 2 ? text + " " + more : more + " " + text);
  }
}
