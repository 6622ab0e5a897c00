package io.nwfilter.netfilter.guarantee;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.sample.Disguise;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a guarantee states of one guest on one host, as data: it can be tried, and proved.
 *
 * <ul>
 *   <li>{@link Never}: some packets never arrive
 *   <li>{@link Always}: some packets arrive
 *   <li>{@link NoWayAround}: what is dropped is dropped in another form, too
 *   <li>{@link RepliesArrive}: what is accepted can be replied to
 *   <li>{@link Completes}: some packets arrive, one after the other
 *   <li>{@link Inapplicable}: nothing can be stated, as something is not known
 *   <li>{@link All}: several of these
 * </ul>
 */
public sealed interface Statement {

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
     * Visits packets that never arrive.
     *
     * @param never the packets
     * @return what the visitor makes of them
     */
    R visit(Never never);

    /**
     * Visits packets that arrive.
     *
     * @param always the packets
     * @return what the visitor makes of them
     */
    R visit(Always always);

    /**
     * Visits forms of packets that do not get around the filter.
     *
     * @param noWayAround the forms
     * @return what the visitor makes of them
     */
    R visit(NoWayAround noWayAround);

    /**
     * Visits packets whose replies arrive.
     *
     * @param replies the packets
     * @return what the visitor makes of them
     */
    R visit(RepliesArrive replies);

    /**
     * Visits packets that arrive one after the other.
     *
     * @param completes the packets
     * @return what the visitor makes of them
     */
    R visit(Completes completes);

    /**
     * Visits the reason why nothing can be stated.
     *
     * @param inapplicable the reason
     * @return what the visitor makes of it
     */
    R visit(Inapplicable inapplicable);

    /**
     * Visits several statements.
     *
     * @param all the statements
     * @return what the visitor makes of them
     */
    R visit(All all);
  }

  /**
   * Packets that never arrive, whatever was sent before.
   *
   * @param entry where they enter
   * @param packets which packets they are
   * @param end where they do not arrive; empty for anywhere
   * @param onlyFirst whether only those count that are the first packet of a connection, not those
   *     of a known one
   */
  record Never(Entry entry, PacketClass packets, Optional<End> end, boolean onlyFirst)
      implements Statement {

    /**
     * Checks that all components are given.
     *
     * @param entry where they enter
     * @param packets which packets they are
     * @param end where they do not arrive
     * @param onlyFirst whether only the first packets of connections count
     */
    public Never {
      requireNonNull(entry, "entry");
      requireNonNull(packets, "packets");
      requireNonNull(end, "end");
    }

    /**
     * States that packets never arrive, of known connections or not.
     *
     * @param entry where they enter
     * @param packets which packets they are
     * @param end where they do not arrive; empty for anywhere
     */
    public Never(Entry entry, PacketClass packets, Optional<End> end) {
      this(entry, packets, end, false);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Packets that arrive where they would without rules, if they begin a connection, or follow such
   * a packet in the same direction. If none of them can begin a connection, those of every
   * connection arrive, and errors about it. What connection tracking takes for invalid does not
   * count.
   *
   * @param entry where they enter
   * @param packets which packets they are
   * @param end where they arrive; empty for anywhere
   */
  record Always(Entry entry, PacketClass packets, Optional<End> end) implements Statement {

    /**
     * Checks that all components are given.
     *
     * @param entry where they enter
     * @param packets which packets they are
     * @param end where they arrive
     */
    public Always {
      requireNonNull(entry, "entry");
      requireNonNull(packets, "packets");
      requireNonNull(end, "end");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A packet that rules drop does not arrive in another form, where somebody may read it like the
   * plain one; the host does not read all forms ({@link Disguise#isReadByLinux()}).
   *
   * @param entry where it enters
   * @param forms the other forms
   */
  record NoWayAround(Entry entry, Set<Disguise> forms) implements Statement {

    /**
     * Checks that all components are given.
     *
     * @param entry where it enters
     * @param forms the other forms
     */
    public NoWayAround {
      requireNonNull(entry, "entry");
      forms = ImmutableSet.copyOf(forms);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * If the well-formed first packet of a connection arrives, the reply to it does.
   *
   * @param entry where the first packet enters
   * @param openings which packets are the first of a connection
   */
  record RepliesArrive(Entry entry, PacketClass openings) implements Statement {

    /**
     * Checks that all components are given.
     *
     * @param entry where the first packet enters
     * @param openings which packets are the first of a connection
     */
    public RepliesArrive {
      requireNonNull(entry, "entry");
      requireNonNull(openings, "openings");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Packets that all arrive, one after the other.
   *
   * @param legs the packets in order
   */
  record Completes(List<Leg> legs) implements Statement {

    /**
     * Copies the list.
     *
     * @param legs the packets
     */
    public Completes {
      legs = ImmutableList.copyOf(legs);
    }

    /**
     * A packet and its way.
     *
     * @param packet the packet
     * @param entry where it enters
     * @param end where it arrives
     */
    public record Leg(Packet packet, Entry entry, End end) {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Nothing can be stated.
   *
   * @param reason why, as a sentence
   */
  record Inapplicable(String reason) implements Statement {

    /**
     * Checks that there is a reason.
     *
     * @param reason why
     */
    public Inapplicable {
      requireNonNull(reason, "reason");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Several statements, all of which hold.
   *
   * @param parts the statements
   */
  record All(List<Statement> parts) implements Statement {

    /**
     * Copies the list.
     *
     * @param parts the statements
     */
    public All {
      parts = ImmutableList.copyOf(parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }
}
