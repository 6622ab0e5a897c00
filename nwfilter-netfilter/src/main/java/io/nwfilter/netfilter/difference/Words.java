package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.analyze.Description;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.query.PacketQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Words for packets, as far as there are any. */
final class Words {

  /** What tells fragments and short packets from others. */
  private static final ImmutableSet<Field> FORM =
      Sets.immutableEnumSet(Field.IPV4_FRAGMENT_OFFSET, Field.PACKET_LENGTH);

  /** How many characters take as long to read as one more line. */
  private static final int LINE = 200;

  /** How many lines are better than one without words. */
  private static final int WITHOUT_WORDS = 10;

  /** How often it is tried to describe what is left. */
  private static final int MAX_PASSES = 3;

  private final Meanings meanings;
  private final Described of;
  private final PacketSet all;
  private final Map<Phrase, PacketSet> phrases = new LinkedHashMap<>();
  private PacketSet done;
  private boolean asksForForm;

  /**
   * Begins without words.
   *
   * @param of what the packets have in common
   * @param all the packets that words may mean
   */
  private Words(PacketSets sets, Described of, PacketSet all) {
    this.meanings = new Meanings(sets);
    this.of = of;
    this.all = all;
    this.done = sets.none();
  }

  /**
   * {@return the words for packets: those that are ordinary first, so that the others need no words
   * if the same words mean them, too; or all at once if that is shorter}
   *
   * @param sets sets of packets
   * @param of what the packets have in common
   * @param left the packets that are to be described
   * @param all the packets that words may mean
   */
  static Words of(PacketSets sets, Described of, PacketSet left, PacketSet all) {
    PacketSet ordinary = left.and(sets.ordinary());
    Words apart = new Words(sets, of, all);
    if (!ordinary.isEmpty() && !ordinary.equals(left)) {
      apart.add(ordinary, false);
      apart.add(left.without(apart.done), true);
      if (!apart.asksForForm && left.without(apart.done).isEmpty()) {
        return apart;
      }
    }
    Words together = new Words(sets, of, all);
    together.add(left, false);
    return apart.phrases.isEmpty() || together.length(left) < apart.length(left) ? together : apart;
  }

  /** {@return the phrases, each with the packets that it means by itself} */
  Map<Phrase, PacketSet> phrases() {
    return phrases;
  }

  /** {@return the packets for which there are words} */
  PacketSet done() {
    return done;
  }

  /** Finds words that mean some packets, and perhaps others of those that they may mean. */
  private void add(PacketSet some, boolean unusual) {
    Map<PacketQuery, PacketSet> plain = plain(some);
    PacketSet said = done;
    for (PacketSet one : plain.values()) {
      said = said.or(one);
    }
    for (Map.Entry<PacketQuery, PacketSet> one : plain.entrySet()) {
      Optional<PacketQuery> tagged = one.getKey().inVlan(0);
      PacketSet inTag = meanings.of(tagged).and(of.among());
      boolean also = !unusual && !inTag.without(said).isEmpty() && inTag.without(all).isEmpty();
      PacketSet meant = also ? one.getValue().or(inTag) : one.getValue();
      PacketSet others = meanings.inAnyForm(meant, all.without(said));
      Optional<PacketQuery> other = also ? tagged : Optional.empty();
      phrases.put(
          Phrase.of(of, one.getKey(), other, meanings.forms(meant, others), unusual),
          one.getValue());
      done = done.or(meant).or(others);
    }
  }

  /** {@return words, with the packets that they mean: what is left is described once more} */
  private Map<PacketQuery, PacketSet> plain(PacketSet some) {
    Map<PacketQuery, PacketSet> plain = new LinkedHashMap<>();
    PacketSet left = some;
    for (int i = 0; i < MAX_PASSES && !left.isEmpty(); i++) {
      PacketSet before = left;
      for (Description.Part part : meanings.parts(left, left.or(of.among().without(all)))) {
        Optional<PacketQuery> query = query(part, part.conditions());
        PacketSet said = meanings.of(query).and(of.among());
        if (query.isPresent() && !said.without(all).isEmpty()) {
          query = query(part, inTagOfIpv4(part.conditions()));
          said = meanings.of(query).and(of.among());
        }
        if (query.isPresent() && !said.and(left).isEmpty() && said.without(all).isEmpty()) {
          plain.put(query.get(), said);
          asksForForm |= isOfForm(part);
          left = left.without(said);
        }
      }
      if (left.equals(before)) {
        break;
      }
    }
    return plain;
  }

  private Optional<PacketQuery> query(Description.Part part, List<PacketCondition> conditions) {
    return PacketQuery.saying(of.direction(), conditions, part.exceptions());
  }

  /**
   * {@return conditions with what tells IPv4 from IPv6 after a tag, where the same words mean both}
   */
  private static List<PacketCondition> inTagOfIpv4(List<PacketCondition> conditions) {
    return ImmutableList.<PacketCondition>builder()
        .addAll(conditions)
        .add(PacketCondition.is(Field.VLAN_ETHER_TYPE, LayerType.IPV4.protocol()))
        .build();
  }

  private static boolean isOfForm(Description.Part part) {
    return Stream.concat(
            part.conditions().stream(), part.exceptions().stream().flatMap(List::stream))
        .anyMatch(
            condition ->
                condition instanceof PacketCondition.OfField of && FORM.contains(of.field()));
  }

  /** {@return how much there is to read about some packets: lines first, then words} */
  private int length(PacketSet some) {
    int lines = phrases.size() + (some.without(done).isEmpty() ? 0 : WITHOUT_WORDS);
    return lines * LINE
        + phrases.keySet().stream()
            .mapToInt(phrase -> phrase.query().map(Object::toString).orElse("").length())
            .sum();
  }
}
