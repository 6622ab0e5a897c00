package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.Optional;

/** Statements about what goes in both directions between a guest and others. */
final class GuestStatements {

  private GuestStatements() {}

  /** {@return that replies arrive, whoever begins the connection} */
  static Statement replies(Subject subject) {
    Openings openings = new Openings(subject.guest());
    ImmutableList.Builder<Statement> parts = ImmutableList.builder();
    parts.add(new Statement.RepliesArrive(subject.fromGuest(), openings.fromGuest()));
    subject
        .toGuest()
        .forEach(entry -> parts.add(new Statement.RepliesArrive(entry, toGuest(subject, entry))));
    return new Statement.All(parts.build());
  }

  private static PacketClass toGuest(Subject subject, Entry entry) {
    Openings openings = new Openings(subject.guest());
    return entry instanceof Entry.Network network
        ? openings.toGuestByRouter(Back.receiver(subject.simulator().situation(), network))
        : openings.toGuest();
  }

  /** {@return that no frame goes from a guest to another one on its bridge, or back} */
  static Statement closed(Subject subject) {
    Optional<Guest> other = subject.neighbor();
    if (other.isEmpty()) {
      return new Statement.Inapplicable("There is no other guest on the bridge.");
    }
    Bits own = Bits.of(subject.guest().mac());
    Bits others = Bits.of(other.get().mac());
    End end = End.port(other.get().port());
    return new Statement.All(
        ImmutableList.of(
            new Statement.Never(
                subject.fromGuest(), PacketClasses.between(own, others), Optional.of(end)),
            new Statement.Never(
                Entry.port(other.get().port()),
                PacketClasses.between(others, own),
                Optional.of(subject.guestEnd()))));
  }
}
