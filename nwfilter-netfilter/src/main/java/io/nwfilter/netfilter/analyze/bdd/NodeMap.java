package io.nwfilter.netfilter.analyze.bdd;

/** Remembers a set for each of some sets: open addressing, since sets are numbers. */
public final class NodeMap {

  private static final int INITIAL = 1 << 6;

  /** 0 is an empty place, as the set of that number is never looked up. */
  private int[] keys = new int[INITIAL];

  private int[] values = new int[INITIAL];
  private int size;

  /** {@return what is remembered for a set; −1 if that is nothing} */
  public int get(int key) {
    int place = place(keys, key);
    return keys[place] == key ? values[place] : -1;
  }

  /** Remembers the set for a set. */
  public void put(int key, int value) {
    int place = place(keys, key);
    if (keys[place] == 0) {
      keys[place] = key;
      size++;
    }
    values[place] = value;
    if (size * 2 > keys.length) {
      grow();
    }
  }

  private void grow() {
    int[] larger = new int[keys.length * 2];
    int[] moved = new int[larger.length];
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != 0) {
        int place = place(larger, keys[i]);
        larger[place] = keys[i];
        moved[place] = values[i];
      }
    }
    keys = larger;
    values = moved;
  }

  /** {@return where a set is, or where it would be} */
  private static int place(int[] keys, int key) {
    int mask = keys.length - 1;
    int place = ((key * 0x9e3779b1) >>> 7) & mask;
    while (keys[place] != 0 && keys[place] != key) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
