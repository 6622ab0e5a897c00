package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The ways from places of a host that were asked for. They are kept of a few places only, as from
 * each there may be as many ways as there are places. Safe for use by several threads.
 */
final class KnownWays {

  private static final int MAX_PLACES = 16;

  private volatile ImmutableMap<Entry, List<Way>> byEntry = ImmutableMap.of();
  private final Map<Entry, Set<End>> routed = new ConcurrentHashMap<>();

  /**
   * {@return the ways from a place}
   *
   * @param entry the place
   * @param finding finds them if they are not known
   */
  List<Way> from(Entry entry, Supplier<List<Way>> finding) {
    ImmutableMap<Entry, List<Way>> before = byEntry;
    List<Way> known = before.get(entry);
    if (known == null) {
      known = ImmutableList.copyOf(finding.get());
      ImmutableMap.Builder<Entry, List<Way>> more = ImmutableMap.builder();
      if (before.size() < MAX_PLACES) {
        more.putAll(before);
      }
      byEntry = more.put(entry, known).buildOrThrow();
    }
    return known;
  }

  /**
   * {@return where packets from a place arrive that the host sends on in a new frame}
   *
   * @param entry the place
   * @param finding finds that out if it is not known
   */
  Set<End> routed(Entry entry, Supplier<Set<End>> finding) {
    Set<End> known = routed.get(entry);
    if (known == null) {
      known = finding.get();
      routed.put(entry, known);
    }
    return known;
  }
}
