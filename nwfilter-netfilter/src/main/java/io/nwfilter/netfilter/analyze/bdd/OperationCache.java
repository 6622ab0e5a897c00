package io.nwfilter.netfilter.analyze.bdd;

/**
 * Remembers results of operations on two sets, until another result takes their place. It starts
 * small, as most analyses are, and grows with the number of nodes.
 */
final class OperationCache {

  private static final int INITIAL = 1 << 11;
  private static final int LARGEST = 1 << 22;

  /** Of each entry: operation, 0 for none; left set; right set; result. */
  private static final int WIDTH = 4;

  private int[] entries = new int[INITIAL * WIDTH];

  /** {@return the result of an operation; −1 if it is not remembered} */
  int get(int operation, int left, int right) {
    int place = place(operation, left, right);
    return entries[place] == operation && entries[place + 1] == left && entries[place + 2] == right
        ? entries[place + 3]
        : -1;
  }

  void put(int operation, int left, int right, int result) {
    int place = place(operation, left, right);
    entries[place] = operation;
    entries[place + 1] = left;
    entries[place + 2] = right;
    entries[place + 3] = result;
  }

  private int place(int operation, int left, int right) {
    int count = entries.length / WIDTH;
    return (NodeTable.hash(operation, left, right) & (count - 1)) * WIDTH;
  }

  /** Has room for the results of some nodes, and keeps those that are there. */
  void grow(int nodes) {
    int count = entries.length / WIDTH;
    int wanted = count;
    while (wanted < nodes && wanted < LARGEST) {
      wanted *= 2;
    }
    if (wanted == count) {
      return;
    }
    int[] before = entries;
    entries = new int[wanted * WIDTH];
    for (int i = 0; i < before.length; i += WIDTH) {
      if (before[i] != 0) {
        put(before[i], before[i + 1], before[i + 2], before[i + 3]);
      }
    }
  }
}
