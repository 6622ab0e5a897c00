package io.nwfilter.netfilter.guarantee;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;

/**
 * Whether a guarantee holds, as far as trying tells.
 *
 * <ul>
 *   <li>{@link Holds}: no packet that was tried refutes it, and some would without the rules
 *   <li>{@link Vacuous}: no packet that was tried refutes it, but none would without the rules
 *       either
 *   <li>{@link Fails}: a packet refutes it
 *   <li>{@link Depends}: it depends on what is not known, such as the members of an ipset
 *   <li>{@link NotApplicable}: it does not say anything of this guest
 * </ul>
 */
public sealed interface Verification {

  /**
   * {@return whether packets have checked the guarantee, none refutes it, and nothing that matters
   * is unknown}
   */
  default boolean holds() {
    return this instanceof Holds;
  }

  /** {@return how many packets were tried} */
  int tries();

  /**
   * No packet that was tried refutes it.
   *
   * <p>A packet checks a guarantee if only the rules keep it from refuting it. If some packets must
   * never arrive, these are those that would arrive if there were no rules; if nothing that is
   * dropped may arrive in another form, those that rules drop and whose other form would arrive; if
   * replies must arrive, the first packets of connections that arrive and can be replied to.
   *
   * @param tries how many were tried
   * @param checks how many of these have checked it, at least 1
   */
  record Holds(int tries, int checks) implements Verification {

    /**
     * Checks that packets have checked it.
     *
     * @param tries how many were tried
     * @param checks how many of these have checked it
     * @throws IllegalArgumentException if it is none, or more than were tried
     */
    public Holds {
      checkArgument(1 <= checks && checks <= tries, "%s of %s packets", checks, tries);
    }
  }

  /**
   * No packet that was tried has checked it ({@link Holds}), so that nothing refutes it whatever it
   * is worth: a filter that drops nothing cannot be got around.
   *
   * @param tries how many were tried
   */
  record Vacuous(int tries) implements Verification {}

  /**
   * A packet refutes it.
   *
   * @param tries how many were tried before it was found, with it
   * @param problem what is wrong, as a sentence
   * @param sent the packets that show it, in the order in which they are sent, each with what
   *     becomes of it; most often one, and the last one is what is wrong
   */
  record Fails(int tries, String problem, List<Explanation> sent) implements Verification {

    /**
     * Checks that there is a packet.
     *
     * @param tries how many were tried
     * @param problem what is wrong
     * @param sent the packets that show it
     * @throws IllegalArgumentException if there is none
     */
    public Fails {
      requireNonNull(problem, "problem");
      sent = ImmutableList.copyOf(sent);
      checkArgument(!sent.isEmpty(), "no packet");
    }

    /** {@return what becomes of the packet that is wrong, and why} */
    public Explanation explanation() {
      return sent.get(sent.size() - 1);
    }

    /** {@return the packet that is wrong: the smallest that was found} */
    public Packet packet() {
      return explanation().packet();
    }
  }

  /**
   * It depends on what is not known.
   *
   * @param tries how many packets were tried
   * @param explanation what becomes of the smallest packet that shows it
   */
  record Depends(int tries, Explanation explanation) implements Verification {

    /**
     * Checks that there is an explanation.
     *
     * @param tries how many packets were tried
     * @param explanation what becomes of the packet
     */
    public Depends {
      requireNonNull(explanation, "explanation");
    }
  }

  /**
   * It does not say anything of this guest.
   *
   * @param reason why, as a sentence
   */
  record NotApplicable(String reason) implements Verification {

    /**
     * Checks that there is a reason.
     *
     * @param reason why
     */
    public NotApplicable {
      requireNonNull(reason, "reason");
    }

    /** {@return 0} */
    @Override
    public int tries() {
      return 0;
    }
  }
}
