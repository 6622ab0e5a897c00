package io.nwfilter.netfilter.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.SamplePackets;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What holds for all queries: those of all words, with values of packets and others. */
class QueryProperties {

  private static final String START = "from-vm ";

  /** Packets of every kind, with and without tags, and some whose octets are damaged. */
  @Provide
  Arbitrary<Packet> packets() {
    Arbitrary<String> tags = Arbitraries.of("", "", "", " vlan 5", " svlan 7", " svlan 7 vlan 5");
    Arbitrary<Packet> whole =
        Combinators.combine(Arbitraries.of(SamplePackets.TEXTS), tags)
            .as((text, tag) -> Packet.parse(text + tag));
    return Combinators.combine(
            whole, Arbitraries.integers().between(-200, 100), Arbitraries.bytes())
        .as(QueryProperties::damaged);
  }

  private static Packet damaged(Packet packet, int place, byte octet) {
    byte[] octets = packet.toBytes();
    if (place < 0) {
      return packet;
    }
    octets[place % octets.length] = octet;
    return Packet.parse(octets);
  }

  @Provide
  Arbitrary<String> expressions() {
    return Arbitraries.longs().map(seed -> expression(new Random(seed), 3));
  }

  private static String expression(Random random, int depth) {
    int choice = random.nextInt(depth > 0 ? 8 : 4);
    return switch (choice) {
      case 0 -> kind(random);
      case 1, 2, 3 -> comparison(random);
      case 4 -> "not (" + expression(random, depth - 1) + ")";
      case 5 -> expression(random, depth - 1) + " or " + expression(random, depth - 1);
      case 6 -> "(" + expression(random, depth - 1) + ") " + expression(random, depth - 1);
      default -> expression(random, depth - 1) + " and not " + expression(random, 0);
    };
  }

  private static <T> T pick(Random random, Iterable<T> from) {
    List<T> all = ImmutableList.copyOf(from);
    return all.get(random.nextInt(all.size()));
  }

  private static String kind(Random random) {
    String word = pick(random, ImmutableSet.copyOf(Kind.BY_WORD.keySet()));
    Term detail = Terms.detail(Kind.BY_WORD.get(word));
    return detail == null || random.nextBoolean() ? word : word + " " + value(random, detail);
  }

  private static String comparison(Random random) {
    String word = pick(random, Terms.BY_WORD.keySet());
    Term term = Terms.BY_WORD.get(word);
    String operator = pick(random, List.of(" ", " = ", "!=", " in ", " not in "));
    String values = value(random, term);
    for (int i = random.nextInt(3); i > 0 && !term.notation().hasCommas(); i--) {
      values += pick(random, List.of(",", " , ")) + value(random, term);
    }
    return word + operator + values;
  }

  private static String value(Random random, Term term) {
    if (term.notation() instanceof SlotNotation slots) {
      var slot = pick(random, slots.slots());
      Bits any = new Bits(random.nextLong(), random.nextLong()).and(Bits.ones(slot.width()));
      Bits other = new Bits(random.nextLong(), random.nextLong()).and(Bits.ones(slot.width()));
      boolean inOrder = any.compareTo(other) <= 0;
      Values values =
          switch (random.nextInt(3)) {
            case 0 -> new Values.Masked(any, Bits.ones(slot.width()));
            case 1 -> new Values.Range(inOrder ? any : other, inOrder ? other : any);
            default -> new Values.Masked(any.and(other).or(Bits.of(1)), other.or(Bits.of(1)));
          };
      return slots.print(new Item(slot.kind(), values));
    }
    if (term.notation() instanceof MessageNotation && random.nextBoolean()) {
      return random.nextInt(256) + (random.nextBoolean() ? "/" + random.nextInt(256) : "");
    }
    if (term.notation() instanceof ControlBitNotation bits) {
      int of = random.nextInt(255) + 1;
      Values values = Values.masked(random.nextInt(256) & of, of);
      return bits.print(new Item(FieldKind.BITS, values));
    }
    return pick(
        random, term.notation().expected().stream().filter(text -> !text.contains(" ")).toList());
  }

  /** Reads a query, of which there may be no packets; the few that are too long do not count. */
  private static PacketQuery any(String text) {
    try {
      return new QueryReader(text, Map.of()).readAny();
    } catch (QueryException e) {
      Assume.that(!String.valueOf(e.getMessage()).contains("too complicated"));
      throw e;
    }
  }

  @Property(tries = 3000)
  void textIsReadBackEqual(@ForAll("expressions") String expression) {
    PacketQuery query = any(START + expression);
    PacketQuery again = any(query.toString());

    assertEquals(query, again);
    assertEquals(query.packets(), again.packets());
    assertEquals(query.toString(), again.toString());
  }

  @Property(tries = 3000)
  void notMeansAllOtherPackets(
      @ForAll("expressions") String expression, @ForAll("packets") Packet packet) {
    boolean contained = any(START + expression).contains(packet);

    assertEquals(!contained, any(START + "not (" + expression + ")").contains(packet));
    Statistics.collect(contained);
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
  }

  /** Exceptions are for what is too long as alternatives, but mean the same of what is not. */
  @Property(tries = 3000)
  void exceptionsMeanWhatAlternativesMean(
      @ForAll("expressions") String one,
      @ForAll("expressions") String other,
      @ForAll boolean of,
      @ForAll("packets") Packet packet) {
    String text = (of ? "(" + one + ") " : "") + "not (" + other + ")";
    boolean contained = any(START + text).contains(packet);

    Expression expression = new QueryReader(text, Map.of()).expression();
    Optional<PacketClass> meant = Meaning.byExceptions(expression);
    meant.ifPresent(some -> assertEquals(contained, some.contains(packet), text));
    Meaning.notOfExceptions(expression)
        .ifPresent(some -> assertEquals(!contained, some.contains(packet), text));
    Statistics.collect(meant.isPresent());
    Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 80));
  }

  @Property(tries = 3000)
  void orMeansThePacketsOfBoth(
      @ForAll("expressions") String one,
      @ForAll("expressions") String other,
      @ForAll("packets") Packet packet) {
    assertEquals(
        any(START + one).contains(packet) || any(START + other).contains(packet),
        any(START + one + " or " + other).contains(packet));
  }

  @Property(tries = 3000)
  void andMeansThePacketsThatBothHaveUnlessOneIsAboutTags(
      @ForAll("expressions") String one,
      @ForAll("expressions") String other,
      @ForAll("packets") Packet packet) {
    boolean tags = (one + other).contains("vlan");
    if (!tags) {
      assertEquals(
          any(START + one).contains(packet) && any(START + other).contains(packet),
          any(START + "(" + one + ") (" + other + ")").contains(packet));
    }
    Statistics.collect(tags);
    Statistics.coverage(coverage -> coverage.check(false).percentage(share -> share > 50));
  }

  /** {@return what a query says of a packet's tags; null if it cannot say it} */
  private static String tags(Packet packet) {
    List<LayerType> tags =
        packet.layers().stream()
            .map(Layer::type)
            .filter(type -> type == LayerType.VLAN || type == LayerType.SERVICE_VLAN)
            .toList();
    return switch (tags.stream().map(LayerType::word).collect(Collectors.joining(" "))) {
      case "" -> "";
      case "vlan" -> "vlan any ";
      case "svlan" -> "svlan any ";
      case "svlan vlan" -> "svlan any vlan any ";
      default -> null;
    };
  }

  /**
   * {@return whether a packet is one that queries cannot mean, as it is shorter than its header}
   */
  private static boolean hasWrongLength(Packet packet) {
    return packet.layers().stream()
        .flatMap(layer -> layer.fixed().stream())
        .anyMatch(slot -> slot == Slot.IPV4_LENGTH || slot == Slot.UDP_LENGTH);
  }

  @Property(tries = 4000)
  void ownValuesOfAPacketMeanIt(@ForAll("packets") Packet packet) {
    String tags = tags(packet);
    if (tags == null || hasWrongLength(packet)) {
      return;
    }
    List<String> all = new ArrayList<>();
    for (Term term : ImmutableSet.copyOf(Terms.BY_WORD.values())) {
      for (Place place : term.places()) {
        own(term, place, packet).forEach(all::add);
      }
    }
    for (String one : all) {
      assertTrue(PacketQuery.parse(START + tags + one).contains(packet), one);
    }
    assertTrue(all.size() >= 3, () -> packet + ": " + all);
    assertTrue(PacketQuery.parse(START + tags + String.join(" ", all)).contains(packet));
  }

  /** {@return the comparisons with the value that a packet has somewhere} */
  private static List<String> own(Term term, Place place, Packet packet) {
    if (place instanceof Place.OfField of) {
      boolean unequal = of.field() == Field.LLC_SAP && packet.values(of.field()).size() > 1;
      return unequal
          ? List.of()
          : packet.values(of.field()).stream().map(value -> own(term, place, value)).toList();
    }
    if (place instanceof Place.OfPart of) {
      return packet.value(of.field()).stream()
          .map(value -> value.low() >> (of.isType() ? 8 : 0) & 0xff)
          .map(value -> own(term, place, Bits.of(value)))
          .toList();
    }
    var slot = place instanceof Place.OfTag of ? of.slot() : ((Place.OfSlot) place).slot();
    return packet.value(slot).stream().map(value -> own(term, place, value)).toList();
  }

  private static String own(Term term, Place place, Bits value) {
    int width =
        term.notation() instanceof SlotNotation slots
            ? slots.slots().stream()
                .filter(
                    slot ->
                        new Item(slot.kind(), new Values.Masked(value, value)).suits(place.kind()))
                .findFirst()
                .orElseThrow()
                .width()
            : 8;
    return term
        + " "
        + term.notation().print(new Item(place.kind(), new Values.Masked(value, Bits.ones(width))));
  }

  @Property(tries = 4000)
  void anyTextIsAQueryOrRefusedWithAPlace(@ForAll("texts") String text) {
    try {
      PacketQuery query = PacketQuery.parse(text);
      assertEquals(query, PacketQuery.parse(query.toString()));
    } catch (QueryException e) {
      assertTrue(e.position() >= 0 && e.position() <= text.length(), e::getMessage);
    }
  }

  /** Texts of words of queries in any order, and of others. */
  @Provide
  Arbitrary<String> texts() {
    List<String> words = new ArrayList<>(QueryReader.WORDS);
    words.addAll(
        Arrays.asList("and or not ( ) = != in , at host 22 1-2 10.0.0.0/8 fd00::1 any".split(" ")));
    return Arbitraries.oneOf(
            Arbitraries.of(words),
            Arbitraries.of("(", ")", "not", "or", ",", "22", "any"),
            Arbitraries.strings().ascii().ofMaxLength(4))
        .list()
        .ofMaxSize(8)
        .map(list -> START + String.join(" ", list));
  }
}
