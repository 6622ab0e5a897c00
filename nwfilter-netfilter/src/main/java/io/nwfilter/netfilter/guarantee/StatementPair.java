package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Tells whether a statement about one guest becomes one about another if guests are exchanged. */
final class StatementPair {

  private final AlikeGuests alike;
  private final GuestExchange exchange;

  private StatementPair(AlikeGuests alike) {
    this.alike = alike;
    this.exchange = new GuestExchange(alike);
  }

  /** {@return the exchange of guests by which one statement becomes another; empty if none does} */
  static Optional<GuestExchange> exchange(AlikeGuests alike, Statement one, Statement other) {
    StatementPair pair = new StatementPair(alike);
    return pair.becomes(one, other) && pair.exchange.keepsSets()
        ? Optional.of(pair.exchange)
        : Optional.empty();
  }

  /**
   * {@return whether a statement about a guest stays the same if two other guests change places}
   *
   * @param alike which guests are alike
   * @param statement the statement
   * @param guest the interface of the guest
   * @param one the interface of one of the others
   * @param other that of the other one
   */
  static boolean isSame(
      AlikeGuests alike, Statement statement, String guest, String one, String other) {
    StatementPair pair = new StatementPair(alike);
    return pair.becomes(statement, statement)
        && pair.exchange.exchange(guest, guest)
        && pair.exchange.exchange(one, other)
        && pair.exchange.exchange(other, one)
        && pair.exchange.keepsSets();
  }

  private boolean becomes(Statement one, Statement other) {
    if (one instanceof Statement.Never never && other instanceof Statement.Never by) {
      return never.onlyFirst() == by.onlyFirst()
          && becomes(never.entry(), by.entry())
          && becomes(never.end(), by.end())
          && becomes(never.packets(), by.packets());
    } else if (one instanceof Statement.Always always && other instanceof Statement.Always by) {
      return becomes(always.entry(), by.entry())
          && becomes(always.end(), by.end())
          && becomes(always.packets(), by.packets());
    } else if (one instanceof Statement.NoWayAround around
        && other instanceof Statement.NoWayAround by) {
      return around.forms().equals(by.forms()) && becomes(around.entry(), by.entry());
    } else if (one instanceof Statement.RepliesArrive replies
        && other instanceof Statement.RepliesArrive by) {
      return becomes(replies.entry(), by.entry()) && becomes(replies.openings(), by.openings());
    } else if (one instanceof Statement.All all && other instanceof Statement.All by) {
      return becomes(sorted(all.parts()), sorted(by.parts()), this::becomes);
    }
    return false;
  }

  /** {@return the parts of a statement in an order in which those about alike guests are, too} */
  private List<Statement> sorted(List<Statement> parts) {
    return parts.stream().sorted(Comparator.comparing(this::place)).toList();
  }

  /** {@return where packets of a statement enter, as what is the same for alike guests} */
  private String place(Statement part) {
    if (part instanceof Statement.Never never) {
      return place(never.entry());
    } else if (part instanceof Statement.RepliesArrive replies) {
      return place(replies.entry());
    }
    return "";
  }

  private String place(Entry entry) {
    return entry instanceof Entry.Port port
        ? "port " + alike.classOf(port.name())
        : entry.toString();
  }

  private static <T> boolean becomes(List<T> some, List<T> others, BiPredicate<T, T> each) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!each.test(some.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean becomes(Entry one, Entry other) {
    return (one instanceof Entry.Port port && other instanceof Entry.Port by)
        ? exchange.exchange(port.name(), by.name())
        : one.equals(other);
  }

  private boolean becomes(Optional<End> one, Optional<End> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.equals(other);
    }
    return (one.get().kind() == End.Kind.PORT && other.get().kind() == End.Kind.PORT)
        ? exchange.exchange(one.get().name(), other.get().name())
        : one.equals(other);
  }

  private boolean becomes(PacketClass one, PacketClass other) {
    return becomes(one.alternatives(), other.alternatives(), this::all)
        && becomes(one.exceptions(), other.exceptions(), this::all);
  }

  private boolean all(List<PacketCondition> some, List<PacketCondition> others) {
    return becomes(some, others, this::becomes);
  }

  private boolean becomes(PacketCondition one, PacketCondition other) {
    if (one instanceof PacketCondition.OfField field
        && other instanceof PacketCondition.OfField by) {
      return field.field() == by.field()
          && field.negated() == by.negated()
          && exchange.exchange(
              field.field().kind(), field.field().width(), field.values(), by.values());
    } else if (one instanceof PacketCondition.OfSlot slot
        && other instanceof PacketCondition.OfSlot by) {
      return slot.slot() == by.slot()
          && slot.negated() == by.negated()
          && exchange.exchange(slot.slot().kind(), slot.slot().width(), slot.values(), by.values());
    }
    return one instanceof PacketCondition.Not not
        && other instanceof PacketCondition.Not by
        && becomes(not.condition(), by.condition());
  }
}
