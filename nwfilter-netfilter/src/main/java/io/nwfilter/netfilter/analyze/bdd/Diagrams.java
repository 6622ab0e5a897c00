package io.nwfilter.netfilter.analyze.bdd;

import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.budget.TimeLimit;
import io.nwfilter.netfilter.packet.Bits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Sets of assignments to variables, as reduced ordered binary decision diagrams (R. Bryant,
 * "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Transactions on Computers,
 * 1986): each set is the number of a node, and equal sets have equal numbers. Nodes are never
 * freed; a budget bounds their number instead.
 */
public final class Diagrams {

  /** The set without elements. */
  public static final int NOTHING = 0;

  /** The set of all assignments. */
  public static final int EVERYTHING = 1;

  /** Which part of the nodes that there may be is little. */
  private static final int PART = 16;

  /** The variable of the two sets that ask for none: after all others. */
  public static final int NO_VARIABLE = Integer.MAX_VALUE;

  private static final int AND = 1;
  private static final int OR = 2;
  private static final int WITHOUT = 3;
  private static final int DISJOINT = 4;
  private static final int RESTRICTED_TO_0 = 5;
  private static final int RESTRICTED_TO_1 = 6;

  /**
   * To leave out the variables of the first mask where any value will do; then where all have to,
   * then those of other masks.
   */
  private static final int FIRST_MASK = 7;

  /** Every so many steps, the time is looked at. */
  private static final int STEPS_BETWEEN_CHECKS = 1 << 12;

  private final NodeTable nodes;
  private final OperationCache cache = new OperationCache();
  private final Map<VariableMask, Integer> masks = new HashMap<>();
  private TimeLimit timeLimit = TimeLimit.NONE;
  private int steps;

  private Diagrams(NodeTable nodes) {
    this.nodes = nodes;
    cache.grow(nodes.size());
  }

  /**
   * Begins with the two sets that every arena has.
   *
   * @param maxNodes how many nodes there may be
   */
  public Diagrams(int maxNodes) {
    this(new NodeTable(maxNodes));
  }

  /**
   * {@return an arena that begins with the sets of this one, by the same numbers}
   *
   * @param limit how many nodes it may have; those that are there are not taken away
   */
  public Diagrams copy(int limit) {
    return new Diagrams(nodes.copy(limit));
  }

  /** {@return the number of a set of another arena in this one} */
  public int copied(Diagrams other, int set, NodeMap done) {
    if (set <= EVERYTHING) {
      return set;
    }
    int known = done.get(set);
    if (known < 0) {
      int low = copied(other, other.nodes.low(set), done);
      known = node(other.nodes.variable(set), low, copied(other, other.nodes.high(set), done));
      done.put(set, known);
    }
    return known;
  }

  /** {@return whether there are more than half as many nodes as there may be} */
  public boolean isHalfFull() {
    return nodes.size() > nodes.maxNodes() / 2;
  }

  /** {@return whether most nodes that there may be are left} */
  public boolean hasRoom() {
    return nodes.size() <= nodes.maxNodes() / PART;
  }

  /** {@return whether there are as many nodes as there may be} */
  public boolean isFull() {
    return nodes.isFull();
  }

  /** Lets operations take no longer than until a time, in place of any limit before. */
  public void limit(TimeLimit limit) {
    timeLimit = limit;
  }

  /**
   * {@return an arena that begins with the sets of another one, by the same numbers, and has the
   * budget of this one}
   *
   * @param beginning the other one
   */
  public Diagrams apart(Diagrams beginning) {
    Diagrams apart = beginning.copy(nodes.maxNodes());
    apart.limit(timeLimit);
    return apart;
  }

  /** {@return the limit of time} */
  public TimeLimit timeLimit() {
    return timeLimit;
  }

  /** {@return how many nodes there are} */
  public int size() {
    return nodes.size();
  }

  /** {@return the variable that a set asks for first; {@link #NO_VARIABLE} if it asks for none} */
  public int variable(int set) {
    return nodes.variable(set);
  }

  /** {@return the elements of a set whose first variable is as given, without that variable} */
  public int branch(int set, boolean value) {
    return value ? nodes.high(set) : nodes.low(set);
  }

  /** {@return the assignments in which a variable is 1} */
  public int variableSet(int variable) {
    return node(variable, NOTHING, EVERYTHING);
  }

  /**
   * {@return the assignments in which a variable has the value 0 and the others are in one set, or
   * 1 and the others are in another}
   *
   * @param variable the variable, which is before all that the sets ask for
   * @param low the set for the value 0
   * @param high the set for the value 1
   */
  public int node(int variable, int low, int high) {
    if (low == high) {
      return low;
    }
    int node = nodes.node(variable, low, high);
    cache.grow(node);
    return node;
  }

  /** {@return the elements of both sets} */
  public int and(int left, int right) {
    if (left == right || right == EVERYTHING) {
      return left;
    }
    if (left == EVERYTHING) {
      return right;
    }
    if (left == NOTHING || right == NOTHING) {
      return NOTHING;
    }
    return left < right ? combined(AND, left, right) : combined(AND, right, left);
  }

  /** {@return the elements of either set} */
  public int or(int left, int right) {
    if (left == right || right == NOTHING) {
      return left;
    }
    if (left == NOTHING) {
      return right;
    }
    if (left == EVERYTHING || right == EVERYTHING) {
      return EVERYTHING;
    }
    return left < right ? combined(OR, left, right) : combined(OR, right, left);
  }

  /** {@return the elements of one set that are not in another} */
  public int without(int left, int right) {
    if (left == right || left == NOTHING || right == EVERYTHING) {
      return NOTHING;
    }
    return right == NOTHING ? left : combined(WITHOUT, left, right);
  }

  /**
   * {@return whether two sets have an element in common, for which no node is made}
   *
   * @throws BudgetExceededException if the time is over
   */
  public boolean intersects(int left, int right) {
    if (left == NOTHING || right == NOTHING) {
      return false;
    }
    if (left == right || left == EVERYTHING || right == EVERYTHING) {
      return true;
    }
    if (left > right) {
      return intersects(right, left);
    }
    int known = cache.get(AND, left, right);
    if (known >= 0) {
      return known != NOTHING;
    }
    if (cache.get(DISJOINT, left, right) >= 0) {
      return false;
    }
    countStep();
    int first = Math.min(nodes.variable(left), nodes.variable(right));
    boolean ofLeft = nodes.variable(left) == first;
    boolean ofRight = nodes.variable(right) == first;
    boolean found =
        intersects(ofLeft ? nodes.low(left) : left, ofRight ? nodes.low(right) : right)
            || intersects(ofLeft ? nodes.high(left) : left, ofRight ? nodes.high(right) : right);
    if (!found) {
      cache.put(DISJOINT, left, right, NOTHING);
    }
    return found;
  }

  /** {@return all other assignments} */
  public int not(int set) {
    return without(EVERYTHING, set);
  }

  /** {@return the elements of one set where a condition holds, those of another elsewhere} */
  public int choose(int condition, int then, int otherwise) {
    return or(and(condition, then), without(otherwise, condition));
  }

  private int combined(int operation, int left, int right) {
    int known = cache.get(operation, left, right);
    if (known >= 0) {
      return known;
    }
    countStep();
    int first = Math.min(nodes.variable(left), nodes.variable(right));
    boolean ofLeft = nodes.variable(left) == first;
    boolean ofRight = nodes.variable(right) == first;
    int low = apply(operation, ofLeft ? nodes.low(left) : left, ofRight ? nodes.low(right) : right);
    int high =
        apply(operation, ofLeft ? nodes.high(left) : left, ofRight ? nodes.high(right) : right);
    int result = node(first, low, high);
    cache.put(operation, left, right, result);
    return result;
  }

  private void countStep() {
    if (++steps % STEPS_BETWEEN_CHECKS == 0) {
      timeLimit.check();
    }
  }

  private int apply(int operation, int left, int right) {
    return switch (operation) {
      case AND -> and(left, right);
      case OR -> or(left, right);
      default -> without(left, right);
    };
  }

  /**
   * {@return the elements of all of several sets} Those are taken first that ask for the last
   * variables, as what is above them need not be looked at again then.
   */
  public int intersection(Collection<Integer> sets) {
    List<Ending> ordered = new ArrayList<>(sets.size());
    for (int set : sets) {
      ordered.add(new Ending(set, lastVariable(set)));
    }
    ordered.sort(Comparator.comparingInt(Ending::last).reversed());
    int all = EVERYTHING;
    for (Ending next : ordered) {
      all = and(all, next.set());
    }
    return all;
  }

  /** A set with the last variable that it asks for. */
  private record Ending(int set, int last) {}

  /** {@return the last variable that decides on some element of a set; −1 if there is none} */
  private int lastVariable(int set) {
    int last = -1;
    for (int node = set; node > EVERYTHING; ) {
      last = nodes.variable(node);
      node = nodes.low(node) == NOTHING ? nodes.high(node) : nodes.low(node);
    }
    return last;
  }

  /** {@return the elements of any of several sets, of which small ones are joined first} */
  public int union(Collection<Integer> sets) {
    PriorityQueue<Integer> queue = new PriorityQueue<>(sets);
    while (queue.size() > 1) {
      queue.add(or(queue.remove(), queue.remove()));
    }
    return queue.isEmpty() ? NOTHING : queue.remove();
  }

  /** {@return a bit of a value, the least significant one if the number is 0} */
  public static boolean isSet(Bits bits, int fromRight) {
    return ((fromRight < 64 ? bits.low() >>> fromRight : bits.high() >>> (fromRight - 64)) & 1)
        != 0;
  }

  /**
   * {@return the assignments that are in a set for some values of some variables}
   *
   * @param set the set
   * @param free which variables may have any value
   */
  public int exists(int set, VariableMask free) {
    return exists(set, free, operation(free));
  }

  /**
   * {@return the assignments that are in a set for all values of some variables}
   *
   * @param set the set
   * @param free which variables may have any value
   */
  public int always(int set, VariableMask free) {
    return always(set, free, operation(free) + 1);
  }

  private int operation(VariableMask free) {
    return masks.computeIfAbsent(free, any -> FIRST_MASK + 2 * masks.size());
  }

  private int always(int set, VariableMask free, int operation) {
    int variable = nodes.variable(set);
    if (variable > free.last()) {
      return set;
    }
    int known = cache.get(operation, set, NOTHING);
    if (known >= 0) {
      return known;
    }
    countStep();
    int low = always(nodes.low(set), free, operation);
    int high = always(nodes.high(set), free, operation);
    int result = free.contains(variable) ? and(low, high) : node(variable, low, high);
    cache.put(operation, set, NOTHING, result);
    return result;
  }

  private int exists(int set, VariableMask free, int operation) {
    int variable = nodes.variable(set);
    if (variable > free.last()) {
      return set;
    }
    int known = cache.get(operation, set, NOTHING);
    if (known >= 0) {
      return known;
    }
    countStep();
    boolean any = free.contains(variable);
    int low = exists(nodes.low(set), free, operation);
    int high = any && low == EVERYTHING ? EVERYTHING : exists(nodes.high(set), free, operation);
    int result = any ? or(low, high) : node(variable, low, high);
    cache.put(operation, set, NOTHING, result);
    return result;
  }

  /**
   * {@return the assignments that are in a set if a variable has a value} The result does not ask
   * for that variable.
   *
   * @param set the set
   * @param variable the variable
   * @param value whether it is 1
   */
  public int restricted(int set, int variable, boolean value) {
    if (nodes.variable(set) > variable) {
      return set;
    }
    if (nodes.variable(set) == variable) {
      return branch(set, value);
    }
    int operation = value ? RESTRICTED_TO_1 : RESTRICTED_TO_0;
    int known = cache.get(operation, set, variable);
    if (known >= 0) {
      return known;
    }
    countStep();
    int low = restricted(nodes.low(set), variable, value);
    int result = node(nodes.variable(set), low, restricted(nodes.high(set), variable, value));
    cache.put(operation, set, variable, result);
    return result;
  }

  /**
   * {@return whether a set has an element in which some variables have given values}
   *
   * @param set the set, which asks for no other variables
   * @param bits the variables, ascending, that of the most significant bit first
   * @param value the value
   * @param mask which of its bits count
   */
  public boolean intersectsCube(int set, int[] bits, Bits value, Bits mask) {
    return intersectsCube(set, bits, 0, value, mask);
  }

  private boolean intersectsCube(int set, int[] bits, int from, Bits value, Bits mask) {
    if (set <= EVERYTHING) {
      return set == EVERYTHING;
    }
    int place = from;
    while (bits[place] != nodes.variable(set)) {
      place++;
    }
    int fromRight = bits.length - 1 - place;
    if (isSet(mask, fromRight)) {
      return intersectsCube(branch(set, isSet(value, fromRight)), bits, place + 1, value, mask);
    }
    return intersectsCube(nodes.low(set), bits, place + 1, value, mask)
        || intersectsCube(nodes.high(set), bits, place + 1, value, mask);
  }

  /** {@return the variables that a set asks for} */
  public AskedVariables asked(int set) {
    return AskedVariables.of(this, set);
  }
}
