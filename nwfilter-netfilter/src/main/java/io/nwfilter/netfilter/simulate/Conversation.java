package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several packets one after the other, in either direction, with what connection tracking remembers
 * of those before: a reply belongs to the connection that a request has started, and addresses that
 * were translated are translated back. A connection is remembered once a packet of it has arrived;
 * if that depends on something, it is assumed to have. Fragments wait for the others of their
 * datagram, and the packet that completes it goes on as the whole one. Bridges learn at which ports
 * senders are, and send what is for these there only.
 *
 * <p>Not safe for use by several threads at a time.
 */
public final class Conversation {

  private final Simulator simulator;
  private final Remembered remembered = Remembered.nothing();
  private Map<Field, Bits> tracked = ImmutableMap.of();

  Conversation(Simulator simulator) {
    this.simulator = simulator;
  }

  /**
   * Sends the next packet.
   *
   * @param packet the packet
   * @param entry where it enters
   * @return what becomes of it
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public Explanation run(Packet packet, Entry entry) {
    return remember(simulator.run(packet, entry, remembered, true)).explanation(packet, entry);
  }

  /**
   * Sends the next packet; nothing is recorded.
   *
   * @param packet the packet
   * @param entry where it enters
   * @return what becomes of it
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public Fate fate(Packet packet, Entry entry) {
    return remember(simulator.run(packet, entry, remembered, false)).fate();
  }

  /**
   * Sends the next packet, and has an observer see every rule that it tries.
   *
   * @param packet the packet
   * @param entry where it enters
   * @param observer is told of each rule
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public void observe(Packet packet, Entry entry, RuleObserver observer) {
    remember(simulator.run(packet, entry, remembered, false, requireNonNull(observer, "observer")));
  }

  /**
   * {@return what connection tracking has said of the packet that was sent last: its {@link
   * Field#CONNECTION_STATE} and, if it belongs to a connection, its {@link
   * Field#CONNECTION_DIRECTION}; nothing if it was not asked, or if no packet was sent}
   */
  public Map<Field, Bits> tracked() {
    return tracked;
  }

  private static Map<Field, Bits> fields(@Nullable Tracked tracked) {
    if (tracked == null) {
      return ImmutableMap.of();
    }
    Bits state = Bits.of(tracked.stateBits());
    return tracked.connection() == null
        ? ImmutableMap.of(Field.CONNECTION_STATE, state)
        : ImmutableMap.of(
            Field.CONNECTION_STATE,
            state,
            Field.CONNECTION_DIRECTION,
            Bits.of(tracked.reply() ? 1 : 0));
  }

  private Courses remember(Courses courses) {
    tracked = fields(courses.tracked());
    courses.rememberIn(remembered);
    return courses;
  }
}
