package io.nwfilter.netfilter.guarantee;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;

/**
 * Whether something holds for all packets.
 *
 * <ul>
 *   <li>{@link Proved}: for all
 *   <li>{@link Refuted}: a packet, which is shown, refutes it
 *   <li>{@link RefutedIf}: a packet refutes it if something is so that is not known
 *   <li>{@link Inconclusive}: it could not be decided
 *   <li>{@link NotApplicable}: it does not say anything of the rules
 * </ul>
 *
 * <p>docs/proof.md says what is proved about what, and what is assumed.
 */
public sealed interface Proof {

  /** {@return whether it holds for all packets} */
  default boolean isProved() {
    return this instanceof Proved;
  }

  /** It holds for all packets. */
  record Proved() implements Proof {}

  /**
   * A packet refutes it, as the simulator confirms.
   *
   * @param problem what is wrong, as a sentence
   * @param sent the packets that show it, in the order in which they are sent, each with what
   *     becomes of it; the last one is what is wrong
   */
  record Refuted(String problem, List<Explanation> sent) implements Proof {

    /**
     * Checks that there is a packet.
     *
     * @param problem what is wrong
     * @param sent the packets that show it
     * @throws IllegalArgumentException if there is none
     */
    public Refuted {
      requireNonNull(problem, "problem");
      sent = ImmutableList.copyOf(sent);
      checkArgument(!sent.isEmpty(), "no packet");
    }

    /** {@return what becomes of the packet that is wrong, and why} */
    public Explanation explanation() {
      return sent.get(sent.size() - 1);
    }

    /** {@return the packet that is wrong} */
    public Packet packet() {
      return explanation().packet();
    }
  }

  /**
   * A packet refutes it if something is so that is not known: the simulator says that it depends on
   * that, too.
   *
   * @param problem what is wrong then, as a sentence
   * @param assumptions what has to be so: of which rule, and what that asks for
   * @param sent the packets that show it, in the order in which they are sent
   */
  record RefutedIf(String problem, List<Assumption> assumptions, List<Explanation> sent)
      implements Proof {

    /**
     * Checks that there is a packet.
     *
     * @param problem what is wrong then
     * @param assumptions what has to be so
     * @param sent the packets that show it
     * @throws IllegalArgumentException if there is none
     */
    public RefutedIf {
      requireNonNull(problem, "problem");
      assumptions = ImmutableList.copyOf(assumptions);
      sent = ImmutableList.copyOf(sent);
      checkArgument(!sent.isEmpty(), "no packet");
    }

    /** {@return what becomes of the packet, and why} */
    public Explanation explanation() {
      return sent.get(sent.size() - 1);
    }
  }

  /**
   * It could not be decided.
   *
   * @param reason why, as a sentence
   */
  record Inconclusive(String reason) implements Proof {

    /**
     * Checks that there is a reason.
     *
     * @param reason why
     */
    public Inconclusive {
      requireNonNull(reason, "reason");
    }
  }

  /**
   * It does not say anything of the rules.
   *
   * @param reason why, as a sentence
   */
  record NotApplicable(String reason) implements Proof {

    /**
     * Checks that there is a reason.
     *
     * @param reason why
     */
    public NotApplicable {
      requireNonNull(reason, "reason");
    }
  }
}
