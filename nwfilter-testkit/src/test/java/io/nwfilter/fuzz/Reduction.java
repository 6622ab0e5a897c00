package io.nwfilter.fuzz;

import java.util.Arrays;
import java.util.function.Predicate;

/** Makes a failing input smaller by leaving out ever smaller parts of it. */
final class Reduction {

  private final Predicate<byte[]> stillFails;
  private int trials;

  Reduction(Predicate<byte[]> stillFails, int trials) {
    this.stillFails = stillFails;
    this.trials = trials;
  }

  /** {@return a part of the input that fails as well} */
  byte[] reduce(byte[] input) {
    byte[] smallest = input;
    for (int part = input.length / 2; part > 0 && trials > 0; part /= 2) {
      int at = 0;
      while (at < smallest.length && trials > 0) {
        byte[] candidate = without(smallest, at, Math.min(at + part, smallest.length));
        trials--;
        if (stillFails.test(candidate)) {
          smallest = candidate;
        } else {
          at += part;
        }
      }
    }
    return smallest;
  }

  private static byte[] without(byte[] bytes, int from, int to) {
    byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, rest, from, bytes.length - to);
    return rest;
  }
}
