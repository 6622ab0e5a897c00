package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.List;

/**
 * A step on a packet's way.
 *
 * <ul>
 *   <li>{@link Called}: the kernel calls a base chain
 *   <li>{@link Event}: something else happens, such as a decision of the bridge
 *   <li>{@link Copies}: the packet is copied, and each copy goes its way
 * </ul>
 */
public sealed interface Step {

  /**
   * Calls the visitor's method for this step.
   *
   * @param visitor the visitor
   * @param <R> what the visitor returns
   * @return what it returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * Has a method for each kind of step.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {

    /**
     * Visits a call of a base chain.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Called step);

    /**
     * Visits an event.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Event step);

    /**
     * Visits the ways of copies.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Copies step);
  }

  /**
   * The kernel calls a base chain.
   *
   * @param hook at which point of the way
   * @param chain what the chain did
   */
  record Called(Hook hook, ChainTrace chain) implements Step {

    /**
     * Checks that both are given.
     *
     * @param hook at which point of the way
     * @param chain what the chain did
     */
    public Called {
      requireNonNull(hook, "hook");
      requireNonNull(chain, "chain");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Something happens that is not a rule.
   *
   * @param text what, as a sentence without a full stop
   */
  record Event(String text) implements Step {

    /**
     * Checks that there is a text.
     *
     * @param text what happens
     */
    public Event {
      requireNonNull(text, "text");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * The packet is copied.
   *
   * @param ways the steps of each copy
   */
  record Copies(List<Copy> ways) implements Step {

    /**
     * Checks that they are given.
     *
     * @param ways the steps of each copy
     */
    public Copies {
      ways = ImmutableList.copyOf(requireNonNull(ways, "ways"));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * The way of a copy.
   *
   * @param end where it goes to
   * @param steps the steps
   */
  record Copy(End end, List<Step> steps) {

    /**
     * Checks that both are given.
     *
     * @param end where it goes to
     * @param steps the steps
     */
    public Copy {
      requireNonNull(end, "end");
      steps = ImmutableList.copyOf(requireNonNull(steps, "steps"));
    }
  }
}
