package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A part of a {@link Way}.
 *
 * <ul>
 *   <li>{@link Only}: the kernel lets only some packets go on
 *   <li>{@link Call}: rules are called
 *   <li>{@link Learned}: a bridge knows where the sender is
 *   <li>{@link Hop}: the host routes the packet
 *   <li>{@link Frame}: the packet is put into a new frame
 * </ul>
 */
public sealed interface Stage {

  /**
   * Calls the visitor's method for this variant.
   *
   * @param visitor the visitor
   * @param <R> what the visitor returns
   * @return what it returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * Has a method for each variant.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {

    /**
     * Visits a condition of the kernel.
     *
     * @param only the condition
     * @return what the visitor makes of it
     */
    R visit(Only only);

    /**
     * Visits a call of rules.
     *
     * @param call the call
     * @return what the visitor makes of it
     */
    R visit(Call call);

    /**
     * Visits what a bridge has learned.
     *
     * @param learned what it has learned
     * @return what the visitor makes of it
     */
    R visit(Learned learned);

    /**
     * Visits a hop.
     *
     * @param hop the hop
     * @return what the visitor makes of it
     */
    R visit(Hop hop);

    /**
     * Visits a new frame.
     *
     * @param frame the frame
     * @return what the visitor makes of it
     */
    R visit(Frame frame);
  }

  /**
   * The kernel lets only some packets go on, whatever the rules are.
   *
   * @param packets which packets they are
   * @param why why the others do not, as a part of a sentence
   */
  record Only(PacketClass packets, String why) implements Stage {

    /**
     * Checks that both are given.
     *
     * @param packets which packets go on
     * @param why why the others do not
     */
    public Only {
      requireNonNull(packets, "packets");
      requireNonNull(why, "why");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * The base chains of a hook are called.
   *
   * @param family of which family
   * @param hook at which hook
   * @param known what the fields that are not in the packet are there; an interface that there is
   *     not is {@link Bits#ZERO}
   * @param absent fields that rules do not see there
   * @param first the lowest priority of chains that are called
   * @param last the highest one: of frames, others are called after those of IP that see them
   */
  record Call(
      Family family, Hook hook, Map<Field, Bits> known, Set<Field> absent, int first, int last)
      implements Stage {

    /**
     * Copies the collections.
     *
     * @param family of which family
     * @param hook at which hook
     * @param known what fields are there
     * @param absent fields that rules do not see there
     * @param first the lowest priority of chains that are called
     * @param last the highest one
     */
    public Call {
      requireNonNull(family, "family");
      requireNonNull(hook, "hook");
      known = ImmutableMap.copyOf(known);
      absent = ImmutableSet.copyOf(absent);
    }

    /**
     * {@return whether chains of a priority are called}
     *
     * @param priority the priority
     */
    public boolean isCalled(int priority) {
      return first <= priority && priority <= last;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A bridge has learned that the sender of the frame is at the port that it came in by: if it is
   * the receiver as well, the frame goes no further.
   *
   * @param own the MAC address of the bridge, of which it learns nothing
   */
  record Learned(MacAddress own) implements Stage {

    /**
     * Checks that the address is given.
     *
     * @param own the MAC address of the bridge
     */
    public Learned {
      requireNonNull(own, "own");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** The host passes the packet on, which may be passed on once less from there on. */
  enum Hop implements Stage {
    /** The one that there is. */
    HOP;

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * The packet is put into a new frame without tags.
   *
   * @param family IPv4 or IPv6
   * @param source the sender's MAC address
   * @param destination the receiver's MAC address, if it is known
   */
  record Frame(Family family, MacAddress source, Optional<MacAddress> destination)
      implements Stage {

    /**
     * Checks that all components are given.
     *
     * @param family IPv4 or IPv6
     * @param source the sender's MAC address
     * @param destination the receiver's MAC address
     */
    public Frame {
      requireNonNull(family, "family");
      requireNonNull(source, "source");
      requireNonNull(destination, "destination");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }
}
