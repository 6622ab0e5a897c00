package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A way that packets may take through a host, as data: in which order which rules are called, and
 * what the kernel itself asks of the packet in between. A packet arrives by it if all rules on it
 * accept the packet and it meets all that the kernel asks.
 *
 * <p>It is what becomes of single packets that have right lengths and checksums, hops left and no
 * options that the kernel refuses, and are not fragments if connections are tracked; what
 * translations change is not in it.
 *
 * @param entry where packets enter
 * @param end where they arrive
 * @param stages what happens in between, in order
 * @see Ways
 */
public record Way(Entry entry, End end, List<Stage> stages) {

  /**
   * Copies the list.
   *
   * @param entry where packets enter
   * @param end where they arrive
   * @param stages what happens in between
   */
  public Way {
    requireNonNull(entry, "entry");
    requireNonNull(end, "end");
    stages = ImmutableList.copyOf(stages);
  }
}
