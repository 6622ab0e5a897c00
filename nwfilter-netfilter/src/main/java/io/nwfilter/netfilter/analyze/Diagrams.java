package io.nwfilter.netfilter.analyze;

import io.nwfilter.netfilter.packet.Bits;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Sets of assignments to variables, as reduced ordered binary decision diagrams (R. Bryant,
 * "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Transactions on Computers,
 * 1986): each set is the number of a node, and equal sets have equal numbers. Nodes are never
 * freed; a budget bounds their number instead.
 */
final class Diagrams {

  /** The set without elements. */
  static final int NOTHING = 0;

  /** The set of all assignments. */
  static final int EVERYTHING = 1;

  /** The variable of the two sets that ask for none: after all others. */
  static final int NO_VARIABLE = Integer.MAX_VALUE;

  private static final int INITIAL = 1 << 12;
  private static final int AND = 1;
  private static final int OR = 2;
  private static final int WITHOUT = 3;

  /** Every so many steps, the time is looked at. */
  private static final int STEPS_BETWEEN_CHECKS = 1 << 12;

  private final int maxNodes;
  private int[] variables = new int[INITIAL];
  private int[] lows = new int[INITIAL];
  private int[] highs = new int[INITIAL];
  private int size = 2;

  /** Open addressing; 0 is an empty place, as the node 0 is never looked up. */
  private int[] table = new int[INITIAL * 2];

  private final OperationCache cache = new OperationCache();

  private TimeLimit timeLimit = TimeLimit.NONE;
  private int steps;

  /**
   * Begins with the two sets that every arena has.
   *
   * @param maxNodes how many nodes there may be
   */
  Diagrams(int maxNodes) {
    this.maxNodes = maxNodes;
    Arrays.fill(variables, 0, 2, NO_VARIABLE);
    highs[EVERYTHING] = EVERYTHING;
    lows[EVERYTHING] = EVERYTHING;
  }

  /** Lets operations take no longer than until a time, in place of any limit before. */
  void limit(TimeLimit limit) {
    timeLimit = limit;
  }

  /** {@return how many nodes there are} */
  int size() {
    return size;
  }

  /** {@return the variable that a set asks for first; {@link #NO_VARIABLE} if it asks for none} */
  int variable(int set) {
    return variables[set];
  }

  /** {@return the elements of a set whose first variable is as given, without that variable} */
  int branch(int set, boolean value) {
    return value ? highs[set] : lows[set];
  }

  /** {@return the assignments in which a variable is 1} */
  int variableSet(int variable) {
    return node(variable, NOTHING, EVERYTHING);
  }

  private int node(int variable, int low, int high) {
    if (low == high) {
      return low;
    }
    int mask = table.length - 1;
    int place = hash(variable, low, high) & mask;
    while (table[place] != 0) {
      int candidate = table[place];
      if (variables[candidate] == variable && lows[candidate] == low && highs[candidate] == high) {
        return candidate;
      }
      place = (place + 1) & mask;
    }
    return added(variable, low, high, place);
  }

  private int added(int variable, int low, int high, int place) {
    if (size >= maxNodes) {
      throw new BudgetExceededException(maxNodes);
    }
    if (size == variables.length) {
      variables = Arrays.copyOf(variables, size * 2);
      lows = Arrays.copyOf(lows, size * 2);
      highs = Arrays.copyOf(highs, size * 2);
    }
    variables[size] = variable;
    lows[size] = low;
    highs[size] = high;
    table[place] = size;
    size++;
    if (size * 2 > table.length) {
      rehash();
      cache.grow(size);
    }
    return size - 1;
  }

  private void rehash() {
    int[] larger = new int[table.length * 2];
    int mask = larger.length - 1;
    for (int node = 2; node < size; node++) {
      int place = hash(variables[node], lows[node], highs[node]) & mask;
      while (larger[place] != 0) {
        place = (place + 1) & mask;
      }
      larger[place] = node;
    }
    table = larger;
  }

  static int hash(int a, int b, int c) {
    int hash = (a * 31 + b) * 0x9e3779b1 + c * 0x85ebca6b;
    return hash ^ hash >>> 15;
  }

  /** {@return the elements of both sets} */
  int and(int left, int right) {
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
  int or(int left, int right) {
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
  int without(int left, int right) {
    if (left == right || left == NOTHING || right == EVERYTHING) {
      return NOTHING;
    }
    return right == NOTHING ? left : combined(WITHOUT, left, right);
  }

  /** {@return all other assignments} */
  int not(int set) {
    return without(EVERYTHING, set);
  }

  /** {@return the elements of one set where a condition holds, those of another elsewhere} */
  int choose(int condition, int then, int otherwise) {
    return or(and(condition, then), without(otherwise, condition));
  }

  private int combined(int operation, int left, int right) {
    int known = cache.get(operation, left, right);
    if (known >= 0) {
      return known;
    }
    if (++steps % STEPS_BETWEEN_CHECKS == 0) {
      timeLimit.check();
    }
    int first = Math.min(variables[left], variables[right]);
    boolean ofLeft = variables[left] == first;
    boolean ofRight = variables[right] == first;
    int low = apply(operation, ofLeft ? lows[left] : left, ofRight ? lows[right] : right);
    int high = apply(operation, ofLeft ? highs[left] : left, ofRight ? highs[right] : right);
    int result = node(first, low, high);
    cache.put(operation, left, right, result);
    return result;
  }

  private int apply(int operation, int left, int right) {
    return switch (operation) {
      case AND -> and(left, right);
      case OR -> or(left, right);
      default -> without(left, right);
    };
  }

  /** {@return the elements of any of several sets, of which small ones are joined first} */
  int union(Collection<Integer> sets) {
    PriorityQueue<Integer> queue = new PriorityQueue<>(sets);
    while (queue.size() > 1) {
      queue.add(or(queue.remove(), queue.remove()));
    }
    return queue.isEmpty() ? NOTHING : queue.remove();
  }

  /**
   * {@return the assignments in which some variables have given values}
   *
   * @param bits the variables, ascending, that of the most significant bit first
   * @param value the value
   * @param mask which of its bits count
   */
  int cube(int[] bits, Bits value, Bits mask) {
    int set = EVERYTHING;
    for (int i = bits.length - 1; i >= 0; i--) {
      int fromRight = bits.length - 1 - i;
      if (isSet(mask, fromRight)) {
        set = isSet(value, fromRight) ? node(bits[i], NOTHING, set) : node(bits[i], set, NOTHING);
      }
    }
    return set;
  }

  /**
   * {@return the assignments in which some variables have a value between two, both included}
   *
   * @param bits the variables, ascending, that of the most significant bit first
   * @param low the first value
   * @param high the last value; if it is before the first, no assignment
   */
  int range(int[] bits, Bits low, Bits high) {
    int atLeast = EVERYTHING;
    int atMost = EVERYTHING;
    for (int i = bits.length - 1; i >= 0; i--) {
      int fromRight = bits.length - 1 - i;
      atLeast =
          isSet(low, fromRight)
              ? node(bits[i], NOTHING, atLeast)
              : node(bits[i], atLeast, EVERYTHING);
      atMost =
          isSet(high, fromRight)
              ? node(bits[i], EVERYTHING, atMost)
              : node(bits[i], atMost, NOTHING);
    }
    return and(atLeast, atMost);
  }

  static boolean isSet(Bits bits, int fromRight) {
    return ((fromRight < 64 ? bits.low() >>> fromRight : bits.high() >>> (fromRight - 64)) & 1)
        != 0;
  }

  /**
   * {@return the assignments that are in a set for some values of some variables}
   *
   * @param set the set
   * @param free which variables may have any value
   */
  int exists(int set, IntPredicate free) {
    return exists(set, free, new HashMap<>());
  }

  private int exists(int set, IntPredicate free, Map<Integer, Integer> done) {
    if (set == NOTHING || set == EVERYTHING) {
      return set;
    }
    Integer known = done.get(set);
    if (known != null) {
      return known;
    }
    int low = exists(lows[set], free, done);
    int high = exists(highs[set], free, done);
    int result =
        free.test(variables[set]) ? or(low, high) : choose(variableSet(variables[set]), high, low);
    done.put(set, result);
    return result;
  }

  /**
   * {@return the assignments that are in a set after some variables were replaced}
   *
   * @param set the set
   * @param replacement what holds in place of a variable
   */
  int replaced(int set, IntUnaryOperator replacement) {
    return replaced(set, replacement, new HashMap<>());
  }

  private int replaced(int set, IntUnaryOperator replacement, Map<Integer, Integer> done) {
    if (set == NOTHING || set == EVERYTHING) {
      return set;
    }
    Integer known = done.get(set);
    if (known != null) {
      return known;
    }
    int low = replaced(lows[set], replacement, done);
    int high = replaced(highs[set], replacement, done);
    int result = choose(replacement.applyAsInt(variables[set]), high, low);
    done.put(set, result);
    return result;
  }
}
