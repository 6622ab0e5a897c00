package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.Description;
import io.nwfilter.netfilter.analyze.PacketForm;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.query.PacketQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Words for packets that queries do not tell from others, as they are cut off, say: what they would
 * be in the usual form, and which form they have.
 *
 * @param sets sets of packets
 * @param of what the packets have in common
 */
record FormWords(PacketSets sets, Described of) {

  /** How many lines are better than one without words. */
  private static final int MAX_LINES = 3;

  /**
   * {@return the words for packets for which there are no others, each with the packets}
   *
   * @param left the packets
   * @param all all packets whose fate has changed in the same way
   */
  Map<Phrase, PacketSet> phrases(PacketSet left, PacketSet all) {
    PacketSet usual = left;
    for (PacketForm form : PacketForm.values()) {
      usual = usual.without(sets.in(form));
    }
    PacketSet unusual = left.without(usual);
    Map<Phrase, PacketSet> phrases = new LinkedHashMap<>();
    if (!unusual.isEmpty()) {
      phrases.putAll(ofForms(unusual, all.without(sets.ordinary())));
    }
    if (!usual.isEmpty()) {
      phrases.put(Phrase.inForms(of, Optional.empty(), Optional.empty(), ImmutableSet.of()), usual);
    }
    return phrases;
  }

  private Map<Phrase, PacketSet> ofForms(PacketSet unusual, PacketSet all) {
    Meanings meanings = new Meanings(sets);
    PacketSet among = whole(of.among());
    PacketSet allowed = sets.inAnyForm(all);
    PacketSet left = unusual;
    Map<Phrase, PacketSet> phrases = new LinkedHashMap<>();
    for (Description.Part part : meanings.parts(whole(unusual), among)) {
      Optional<PacketQuery> query =
          PacketQuery.saying(of.direction(), part.conditions(), part.exceptions());
      PacketSet said = meanings.of(query).and(among);
      PacketSet some = sets.inAnyForm(said).and(left);
      if (!some.isEmpty() && said.without(allowed).isEmpty()) {
        Optional<PacketQuery> also = inTag(query, allowed, left);
        PacketSet both = some.or(sets.inAnyForm(meanings.of(also)).and(left));
        phrases.put(Phrase.inForms(of, query, also, forms(both)), both);
        left = left.without(both);
      }
    }
    if (!left.isEmpty()) {
      phrases.put(Phrase.inForms(of, Optional.empty(), Optional.empty(), forms(left)), left);
    }
    return phrases.size() > MAX_LINES
        ? ImmutableMap.of(
            Phrase.inForms(of, Optional.empty(), Optional.empty(), forms(unusual)), unusual)
        : phrases;
  }

  /**
   * {@return words for packets after a tag of VLAN 0, if some of them are left, and all allowed}
   */
  private Optional<PacketQuery> inTag(
      Optional<PacketQuery> query, PacketSet allowed, PacketSet left) {
    Optional<PacketQuery> tagged = query.flatMap(plain -> plain.inVlan(0));
    PacketSet said = new Meanings(sets).of(tagged).and(sets.inAnyForm(of.among()));
    return tagged.filter(
        any -> !sets.inAnyForm(said).and(left).isEmpty() && said.without(allowed).isEmpty());
  }

  /** {@return the packets in the usual form that differ from others in their form only} */
  private PacketSet whole(PacketSet packets) {
    return sets.inAnyForm(packets).and(sets.ordinary());
  }

  /** {@return forms one of which each of some packets has: the first ones that will do} */
  private ImmutableSet<PacketForm> forms(PacketSet packets) {
    ImmutableSet.Builder<PacketForm> forms = ImmutableSet.builder();
    PacketSet left = packets;
    for (PacketForm form : PacketForm.values()) {
      PacketSet others = left.without(sets.in(form));
      if (!others.equals(left)) {
        forms.add(form);
      }
      left = others;
    }
    return forms.build();
  }
}
