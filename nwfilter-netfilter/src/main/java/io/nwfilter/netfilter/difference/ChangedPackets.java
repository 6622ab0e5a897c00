package io.nwfilter.netfilter.difference;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.analyze.PacketForm;
import io.nwfilter.netfilter.query.PacketDirection;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Packets whose fate a change of rules has changed.
 *
 * @param effect what becomes of them now
 * @param direction which way they go: from the guest or to it
 * @param places where they enter, and where they newly arrive or no longer do
 * @param query which packets these are, of those that could arrive if no rule dropped them; empty
 *     if there are no words for them
 * @param around a query in few words for these packets and others, if there is no query, or one
 *     that is longer than anyone would read; empty if {@code query} is short
 * @param also the same packets after a tag of VLAN 0, which hosts take as if it were not there, if
 *     the same has changed for these
 * @param alsoIn the forms in which the same has changed for some packets that are as these are
 *     otherwise: {@link PacketForm#CUT_OFF} if they are cut off or later fragments, which no query
 *     tells from others, and {@link PacketForm#NO_HOPS_LEFT}
 * @param forms the forms in which alone this is so of these packets; empty if it is so in the usual
 *     one
 * @param certainty whether it depends on what is not known
 * @param assumptions what it depends on, in words such as {@code in set trusted src}, with whether
 *     that has to be so: {@link Answer#UNKNOWN} if it differs; empty if it is certain
 * @param example a packet of them; empty if none was found that the simulator confirms, as for
 *     packets of connections that must be known
 */
public record ChangedPackets(
    Effect effect,
    PacketDirection direction,
    Places places,
    Optional<PacketQuery> query,
    Optional<PacketQuery> around,
    Optional<PacketQuery> also,
    Set<PacketForm> alsoIn,
    Set<PacketForm> forms,
    Certainty certainty,
    Map<String, Answer> assumptions,
    Optional<Example> example) {

  /** What has changed for packets. */
  public enum Effect {
    /** They arrive, and did not before. */
    ACCEPTED,
    /** They do not arrive any more. */
    DROPPED
  }

  /** Whether it depends on what is not known. */
  public enum Certainty {
    /** It does not. */
    CERTAIN,
    /** It does, for example on the members of a set. */
    PERHAPS
  }

  /**
   * The places that a change is about, and others that it could be about.
   *
   * @param entries where the packets enter
   * @param otherEntries where others enter that are compared, too, in the same direction
   * @param ends where they newly arrive, or no longer do; empty if that is so at every end
   * @param otherEnds where they may arrive as before; empty if {@code ends} is
   */
  public record Places(
      List<Entry> entries, List<Entry> otherEntries, Set<End> ends, Set<End> otherEnds) {

    /**
     * Copies the lists.
     *
     * @param entries where the packets enter
     * @param otherEntries where others enter
     * @param ends where they newly arrive, or no longer do
     * @param otherEnds where they may arrive as before
     */
    public Places {
      entries = ImmutableList.copyOf(entries);
      otherEntries = ImmutableList.copyOf(otherEntries);
      ends = ImmutableSet.copyOf(ends);
      otherEnds = ImmutableSet.copyOf(otherEnds);
    }
  }

  /**
   * A packet, with what has become of it before the change, and what becomes of it now.
   *
   * @param before what has become of it with the old rules
   * @param after what becomes of it with the new rules
   */
  public record Example(Explanation before, Explanation after) {

    /**
     * Checks that both are about the same packet.
     *
     * @param before what has become of it with the old rules
     * @param after what becomes of it with the new rules
     * @throws IllegalArgumentException if they are not
     */
    public Example {
      checkArgument(before.packet().equals(after.packet()), "two packets");
    }
  }

  /**
   * Checks that all components are given.
   *
   * @param effect what becomes of them now
   * @param direction which way they go: from the guest or to it
   * @param places where they enter and arrive
   * @param query which packets these are
   * @param around a query in few words for these packets and others
   * @param also the same packets after a tag
   * @param alsoIn the forms in which the same has changed for some others
   * @param forms the forms in which alone this is so
   * @param certainty whether it depends on what is not known
   * @param assumptions what it depends on
   * @param example a packet of them
   */
  public ChangedPackets {
    requireNonNull(effect, "effect");
    requireNonNull(direction, "direction");
    requireNonNull(places, "places");
    requireNonNull(query, "query");
    requireNonNull(around, "around");
    requireNonNull(also, "also");
    alsoIn = ImmutableSet.copyOf(alsoIn);
    forms = ImmutableSet.copyOf(forms);
    requireNonNull(certainty, "certainty");
    assumptions = ImmutableMap.copyOf(assumptions);
    requireNonNull(example, "example");
  }

  /** {@return the same with all of the query, if there is one, however long it is} */
  ChangedPackets inFull() {
    return query.isEmpty()
        ? this
        : new ChangedPackets(
            effect,
            direction,
            places,
            query,
            Optional.empty(),
            also,
            alsoIn,
            forms,
            certainty,
            assumptions,
            example);
  }

  /** {@return where they enter} */
  public List<Entry> entries() {
    return places.entries();
  }

  /** {@return where they newly arrive, or no longer do; empty if that is so at every end} */
  public Set<End> ends() {
    return places.ends();
  }
}
