package io.nwfilter.netfilter.layout;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.Optional;

/**
 * Where the rules of virtual networks are.
 *
 * @param places each side's place; a side without one has no rules
 * @param untranslated which destinations are exempt from translation, by family, in order
 */
public record NetworkLayout(
    ImmutableMap<NetworkSide, Place> places, ImmutableListMultimap<Family, Match> untranslated) {

  /**
   * Where the rules of one side are.
   *
   * @param table the name of the table
   * @param hook the base chain that its packets traverse
   * @param own the chain that the base chain jumps to, and that has the rules; empty if the base
   *     chain itself has them
   */
  public record Place(String table, String hook, Optional<String> own) {

    /**
     * Checks that all components are given.
     *
     * @param table the name of the table
     * @param hook the base chain that its packets traverse
     * @param own the chain that the base chain jumps to
     */
    public Place {
      requireNonNull(table);
      requireNonNull(hook);
      requireNonNull(own);
    }

    /** {@return the name of the chain that has the rules} */
    public String chain() {
      return own.orElse(hook);
    }
  }

  /**
   * Puts the sides in order.
   *
   * @param places each side's place
   * @param untranslated which destinations are exempt from translation
   */
  public NetworkLayout {
    places = Maps.immutableEnumMap(places);
    requireNonNull(untranslated);
  }

  /**
   * {@return the place of a side; empty if it has no rules}
   *
   * @param side the side
   */
  public Optional<Place> place(NetworkSide side) {
    return Optional.ofNullable(places.get(side));
  }

  /** {@return the places of all sides, each once, in the order of the sides} */
  public ImmutableSet<Place> distinctPlaces() {
    return ImmutableSet.copyOf(places.values());
  }

  /**
   * {@return the places that have chains of their own, in the order in which hooks jump to them}
   */
  public ImmutableSet<Place> chains() {
    return places.values().stream()
        .filter(place -> place.own().isPresent())
        .collect(toImmutableSet());
  }
}
