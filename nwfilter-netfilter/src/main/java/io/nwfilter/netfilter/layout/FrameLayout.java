package io.nwfilter.netfilter.layout;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.netfilter.packet.Field;

/**
 * The chains of the Ethernet layer.
 *
 * @param table the table of ebtables that they are in
 * @param places each side's place
 */
public record FrameLayout(String table, ImmutableMap<FrameSide, Place> places) {

  /**
   * Where the chains of one side are.
   *
   * @param hook the base chain from which the root chains are entered
   * @param guest which interface of a frame is the guest's
   * @param rootPrefix what comes before the interface's name in the name of a root chain
   * @param prefix what comes before it in the name of a chain below that
   */
  public record Place(String hook, Field guest, String rootPrefix, String prefix) {

    /**
     * Checks that all components are given.
     *
     * @param hook the base chain
     * @param guest which interface of a frame is the guest's
     * @param rootPrefix what comes before the interface's name in the name of a root chain
     * @param prefix what comes before it in the name of a chain below that
     */
    public Place {
      requireNonNull(hook);
      requireNonNull(guest);
      requireNonNull(rootPrefix);
      requireNonNull(prefix);
    }
  }

  /**
   * Puts the sides in order.
   *
   * @param table the table
   * @param places each side's place
   */
  public FrameLayout {
    requireNonNull(table);
    places = Maps.immutableEnumMap(places);
  }

  /**
   * {@return the place of a side}
   *
   * @param side the side
   */
  public Place place(FrameSide side) {
    return requireNonNull(places.get(side));
  }

  /**
   * {@return the name of an interface's chain}
   *
   * @param side the side
   * @param interfaceName the interface
   * @param chain the chain of filters, {@link ChainName#ROOT} for the one that the others are below
   */
  public String chain(FrameSide side, InterfaceName interfaceName, ChainName chain) {
    Place place = place(side);
    return chain.isRoot()
        ? place.rootPrefix() + interfaceName
        : place.prefix() + interfaceName + "-" + chain;
  }
}
