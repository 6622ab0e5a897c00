package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.sample.Disguise;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The packets that refute statements, not only {@linkplain PacketSets#possible possible} ones.
 *
 * @param subject the guest on its host
 * @param sets the sets of packets on the host
 * @param alike which guests of the host are known to be alike
 * @param worst whether by rules that let everything through which must not arrive, and drop
 *     everything else; otherwise by the rules that there are
 * @param one whether only the packets of a statement are led through rules, not all
 */
record Breaches(Subject subject, PacketSets sets, AlikeGuests alike, boolean worst, boolean one) {

  private PacketSet passed(Entry entry, Optional<End> end) {
    return worst ? sets.unfiltered(entry, end) : sets.arriving(entry, end);
  }

  /**
   * {@return what passes, in the states that packets have on their ways if a class asks for them}
   */
  private PacketSet passed(PacketClass packets, Entry entry, Optional<End> end) {
    if (!new TrackedClass(packets).asks()) {
      return worst ? sets.unfiltered(entry, end) : arriving(packets, entry, end);
    }
    return worst ? sets.unfilteredAsTracked(entry, end) : sets.arrivingAsTracked(entry, end);
  }

  /** {@return those packets of a class that arrive: to lead only these through rules is less} */
  private PacketSet arriving(PacketClass packets, Entry entry, Optional<End> end) {
    return one
        ? sets.arriving(entry, end, sets.possible(entry, sets.of(packets)))
        : sets.arriving(entry, end);
  }

  private PacketSet lost(Entry entry, Optional<End> end) {
    PacketSet all = sets.unfiltered(entry, end);
    return worst ? all : lost(all, sets.arriving(entry, end));
  }

  /**
   * {@return what does not arrive} What rules keep away from connection tracking is in no other
   * state than the one in which it arrives.
   */
  private PacketSet lost(PacketSet all, PacketSet arriving) {
    PacketSet lost = all.without(arriving);
    return lost.isEmpty()
        ? lost
        : lost.without(arriving.and(sets.in(TrackedState.UNTRACKED)).inAnyState());
  }

  PacketSet of(Statement.Never never) {
    PacketSet wrong =
        sets.of(never.packets())
            .and(passed(never.packets(), never.entry(), never.end()))
            .and(sets.withKnownConnections());
    return never.onlyFirst() ? wrong.and(sets.first()) : wrong;
  }

  /**
   * Packets that begin connections have to arrive, and what follows these in the same direction; if
   * none of the packets can begin one, those of every connection, and errors about it.
   */
  PacketSet of(Statement.Always always) {
    PacketSet valid = sets.of(always.packets()).without(sets.in(TrackedState.INVALID));
    PacketSet beginning =
        valid
            .and(sets.first())
            .and(sets.unfiltered(always.entry(), always.end()))
            .and(sets.possible(always.entry()));
    PacketSet meant = beginning.isEmpty() ? valid : valid.without(others());
    return meant.and(lost(always));
  }

  /** {@return what does not arrive, of the packets that have to} */
  private PacketSet lost(Statement.Always always) {
    Entry entry = always.entry();
    Optional<End> end = always.end();
    if (new TrackedClass(always.packets()).asks()) {
      PacketSet all = sets.unfilteredAsTracked(entry, end);
      return worst ? all : lost(all, sets.arrivingAsTracked(entry, end));
    }
    PacketSet all = sets.unfiltered(entry, end);
    return worst ? all : lost(all, arriving(always.packets(), entry, end));
  }

  /** {@return replies, and errors about packets of connections} */
  private PacketSet others() {
    return sets.of(PacketClass.of(PacketCondition.is(Field.CONNECTION_DIRECTION, 1)))
        .or(sets.in(TrackedState.RELATED));
  }

  /**
   * Packets that are dropped, and arrive in another form. What arrives in no other form, or as it
   * is, too, need not be looked at any further.
   */
  PacketSet of(Statement.NoWayAround around) {
    Entry entry = around.entry();
    PacketSet wrong = sets.none();
    for (Disguise form : around.forms()) {
      PacketSet other = form.isReadByLinux() ? passed(entry, Optional.empty()) : elsewhere(entry);
      PacketSet disguised = sets.disguisedIn(form, other);
      wrong = wrong.or(disguised.without(sets.arriving(entry, Optional.empty())));
    }
    return wrong.isEmpty()
        ? wrong
        : wrong.and(sets.first()).and(sets.unfiltered(entry, Optional.empty()));
  }

  /** {@return what arrives elsewhere than at the host} */
  private PacketSet elsewhere(Entry entry) {
    PacketSet all = sets.none();
    for (End end : sets.ends(entry)) {
      if (!end.equals(End.HOST)) {
        all = all.or(passed(entry, Optional.of(end)));
      }
    }
    return all;
  }

  /**
   * First packets that arrive, and replies to them that do not. A reply to what is bridged has the
   * MAC addresses exchanged; one to what the host has routed, or sent, goes to the host. What the
   * host routes back to where it came from does not count.
   */
  PacketSet of(Statement.RepliesArrive replies) {
    Entry entry = replies.entry();
    PacketSet openings = sets.of(replies.openings()).and(sets.in(TrackedState.NEW));
    PacketSet wrong = sets.none();
    for (End end : oneOfEachKind(sets.ends(entry), replies)) {
      Entry back = Back.from(end);
      PacketSet lost = lost(back, Optional.of(Back.to(entry)));
      if (!lost.isEmpty()) {
        PacketSet arriving = openings.and(sets.arriving(entry, Optional.of(end)));
        PacketSet routed = arriving;
        if (entry instanceof Entry.Port && back instanceof Entry.Port) {
          routed = arriving.and(toHost(entry));
          wrong = wrong.or(arriving.without(routed).and(sets.repliedIn(lost)));
        }
        if (!end.equals(Back.to(entry))) {
          PacketSet sent = toRouter(lost, end).withAny(Back.FRAMES);
          wrong = wrong.or(routed.and(sets.repliedIn(sent)));
        }
      }
    }
    return wrong;
  }

  /**
   * {@return places of which each stands for others} If guests at two of them may change places and
   * the statement stays the same, it is wrong of the one if it is wrong of the other.
   */
  private List<End> oneOfEachKind(Set<End> ends, Statement.RepliesArrive replies) {
    List<End> kinds = new ArrayList<>();
    for (End end : ends) {
      if (kinds.stream().noneMatch(kind -> isAsGood(kind, end, replies))) {
        kinds.add(end);
      }
    }
    return kinds;
  }

  private boolean isAsGood(End one, End other, Statement.RepliesArrive replies) {
    return one.kind() == End.Kind.PORT
        && other.kind() == End.Kind.PORT
        && alike.areAlike(one.name(), other.name())
        && StatementPair.isSame(alike, replies, subject.guest().port(), one.name(), other.name());
  }

  private PacketSet toHost(Entry entry) {
    return sets.of(Back.toHost(subject.simulator().situation(), entry));
  }

  /** {@return those packets that who is somewhere sends to the host, which routes them} */
  private PacketSet toRouter(PacketSet packets, End sender) {
    Entry entry = Back.from(sender);
    PacketSet sent = entry instanceof Entry.Port ? packets.and(toHost(entry)) : packets;
    return sender.equals(subject.guestEnd()) ? sent.and(fromGuest()) : sent;
  }

  private PacketSet fromGuest() {
    long own = Bits.of(subject.guest().mac()).low();
    return sets.of(PacketClass.of(PacketCondition.is(Field.ETHERNET_SOURCE, own)));
  }
}
