package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Slot;
import java.util.stream.Stream;

/** A word that is followed by values. */
final class Term {

  private final String word;
  private final Notation notation;
  private final ImmutableList<Place> places;

  Term(String word, Notation notation, ImmutableList<Place> places) {
    this.word = word;
    this.notation = notation;
    this.places = places;
  }

  String word() {
    return word;
  }

  Notation notation() {
    return notation;
  }

  /** {@return where it looks: a packet is meant if it has one of the values in one of these} */
  ImmutableList<Place> places() {
    return places;
  }

  /** {@return the tags that it is about} */
  ImmutableSet<LayerType> tags() {
    return places.stream()
        .flatMap(Term::slots)
        .map(Slot::type)
        .filter(type -> type == LayerType.VLAN || type == LayerType.SERVICE_VLAN)
        .collect(ImmutableSet.toImmutableSet());
  }

  private static Stream<Slot> slots(Place place) {
    if (place instanceof Place.OfSlot of) {
      return Stream.of(of.slot());
    }
    return place instanceof Place.OfTag of ? Stream.of(of.slot()) : Stream.of();
  }

  @Override
  public String toString() {
    return word;
  }
}
