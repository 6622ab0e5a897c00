package io.nwfilter.netfilter.guarantee;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.query.PacketQuery;
import io.nwfilter.netfilter.query.QueryException;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Way;
import io.nwfilter.netfilter.simulate.Ways;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody demands of packets, by a query.
 *
 * <pre>{@code
 * Requirement foreign =
 *     new Requirement(Requirement.Kind.NEVER, PacketQuery.parse("from-vm src-mac != $MAC", variables));
 * Proof proof = Prover.of(subject).prove(foreign.statement(subject));
 * }</pre>
 *
 * @param kind what is demanded of the packets
 * @param query which packets, and where they arrive
 */
public record Requirement(Kind kind, PacketQuery query) {

  /** What is demanded of packets. */
  public enum Kind {
    /** None of them arrives, whatever was sent before. */
    NEVER,
    /**
     * All of them arrive that would without rules: those that begin connections, and those that
     * follow in the same direction; if none can begin one, those of every connection.
     */
    ALWAYS,
    /** None of the others in that direction arrives, whatever was sent before. */
    ONLY
  }

  /**
   * Checks that both are given.
   *
   * @param kind what is demanded
   * @param query which packets
   * @throws QueryException if only they may arrive, and all others are too complicated to say
   */
  public Requirement {
    requireNonNull(kind, "kind");
    requireNonNull(query, "query");
    others(kind, query);
  }

  /** {@return the packets of which none may arrive, if only others may} */
  private static Optional<PacketClass> others(Kind kind, PacketQuery query) {
    return kind == Kind.ONLY ? Optional.of(query.otherPackets()) : Optional.empty();
  }

  /**
   * {@return the statement about a guest}
   *
   * @param subject the guest on its host
   */
  public Statement statement(Subject subject) {
    PacketClass packets = others(kind, query).orElseGet(query::packets);
    if (packets.alternatives().isEmpty()) {
      return new Statement.Inapplicable("there are no other packets");
    }
    Optional<End> end = end(subject);
    List<Entry> entries =
        entries(subject).stream().filter(entry -> leads(subject, entry, end)).toList();
    if (entries.isEmpty()) {
      return new Statement.Inapplicable(
          "no packet of that direction can get " + end.map(place -> "to " + place).orElse("here"));
    }
    return new Statement.All(
        entries.stream()
            .map(
                entry ->
                    kind == Kind.ALWAYS
                        ? new Statement.Always(entry, packets, end)
                        : new Statement.Never(entry, packets, end))
            .collect(ImmutableList.<Statement>toImmutableList()));
  }

  private Optional<End> end(Subject subject) {
    return switch (query.direction()) {
      case TO_VM -> Optional.of(query.end().orElse(subject.guestEnd()));
      case TO_HOST -> Optional.of(End.HOST);
      case FROM_VM, FROM_HOST, FROM_NETWORK -> query.end();
    };
  }

  /** {@return whether a way leads from an entry to where packets are to arrive} */
  private static boolean leads(Subject subject, Entry entry, Optional<End> end) {
    Situation situation = subject.simulator().situation();
    return situation.entries().contains(entry)
        && (end.isEmpty()
            || Ways.from(situation, entry).stream().map(Way::end).anyMatch(end.get()::equals));
  }

  private List<Entry> entries(Subject subject) {
    return switch (query.direction()) {
      case FROM_VM -> ImmutableList.of(subject.fromGuest());
      case TO_VM -> subject.toGuest();
      case TO_HOST -> subject.toHost();
      case FROM_HOST -> ImmutableList.of(Entry.host());
      case FROM_NETWORK -> subject.fromNetworks();
    };
  }

  /** {@return such as {@code never from-vm tcp dport 25}} */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + query;
  }
}
