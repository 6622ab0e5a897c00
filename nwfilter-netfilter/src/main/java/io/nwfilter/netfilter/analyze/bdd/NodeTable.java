package io.nwfilter.netfilter.analyze.bdd;

import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import java.util.Arrays;

/**
 * The nodes of diagrams, of which no two are equal. The first two have no variable; a budget bounds
 * the number of others, and memory does not grow beyond it.
 */
final class NodeTable {

  private static final int INITIAL = 1 << 12;

  /** Of each node: variable, low, high, and the next node of the same bucket or 0. */
  private static final int WIDTH = 4;

  private static final int LOW = 1;
  private static final int HIGH = 2;
  private static final int NEXT = 3;

  private final int maxNodes;
  private int[] nodes;

  /** The first node of each bucket; 0 if there is none. */
  private int[] buckets;

  private int size;

  /**
   * Begins with the two nodes without a variable.
   *
   * @param maxNodes how many nodes there may be
   */
  NodeTable(int maxNodes) {
    this.maxNodes = maxNodes;
    this.nodes = new int[INITIAL * WIDTH];
    this.buckets = new int[INITIAL];
    this.size = 2;
    for (int node = 0; node < size; node++) {
      set(node, Diagrams.NO_VARIABLE, node, node);
    }
  }

  /** {@return whether there are as many nodes as there may be} */
  boolean isFull() {
    return size >= maxNodes;
  }

  private NodeTable(NodeTable other, int maxNodes) {
    this.maxNodes = maxNodes;
    this.nodes = other.nodes.clone();
    this.buckets = other.buckets.clone();
    this.size = other.size;
  }

  /**
   * {@return a table that begins with the nodes of this one}
   *
   * @param limit how many nodes it may have; those that are there are not taken away
   */
  NodeTable copy(int limit) {
    return new NodeTable(this, limit);
  }

  private void set(int node, int variable, int low, int high) {
    nodes[node * WIDTH] = variable;
    nodes[node * WIDTH + LOW] = low;
    nodes[node * WIDTH + HIGH] = high;
  }

  int size() {
    return size;
  }

  int maxNodes() {
    return maxNodes;
  }

  int variable(int node) {
    return nodes[node * WIDTH];
  }

  int low(int node) {
    return nodes[node * WIDTH + LOW];
  }

  int high(int node) {
    return nodes[node * WIDTH + HIGH];
  }

  /**
   * {@return the node with a variable and two different branches}
   *
   * @throws BudgetExceededException if there is none, and no room for it
   */
  int node(int variable, int low, int high) {
    int bucket = hash(variable, low, high) & (buckets.length - 1);
    for (int node = buckets[bucket]; node != 0; node = nodes[node * WIDTH + NEXT]) {
      int at = node * WIDTH;
      if (nodes[at] == variable && nodes[at + LOW] == low && nodes[at + HIGH] == high) {
        return node;
      }
    }
    return added(variable, low, high);
  }

  private int added(int variable, int low, int high) {
    if (size >= maxNodes) {
      throw new BudgetExceededException(maxNodes);
    }
    if (size * WIDTH == nodes.length) {
      grow();
    }
    set(size, variable, low, high);
    enter(size);
    return size++;
  }

  private void grow() {
    int capacity = (int) Math.min(size * 2L, maxNodes);
    nodes = Arrays.copyOf(nodes, capacity * WIDTH);
    if (buckets.length < capacity) {
      buckets = new int[buckets.length * 2];
      for (int node = 2; node < size; node++) {
        enter(node);
      }
    }
  }

  private void enter(int node) {
    int bucket = hash(variable(node), low(node), high(node)) & (buckets.length - 1);
    nodes[node * WIDTH + NEXT] = buckets[bucket];
    buckets[bucket] = node;
  }

  static int hash(int a, int b, int c) {
    int hash = (a * 31 + b) * 0x9e3779b1 + c * 0x85ebca6b;
    return hash ^ hash >>> 15;
  }
}
