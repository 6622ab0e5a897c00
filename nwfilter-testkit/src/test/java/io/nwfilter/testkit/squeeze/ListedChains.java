package io.nwfilter.testkit.squeeze;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chains of a listing as {@code iptables -L -n -v} prints it, without counters, with single
 * blanks between columns, and as iptables 1.4.8 prints protocols, types of ICMP and prefixes.
 */
final class ListedChains {

  /** iptables 1.8.9 prints numbers where 1.4.8 printed names. */
  private static final ImmutableMap<String, String> PROTOCOLS =
      ImmutableMap.of("0", "all", "1", "icmp", "6", "tcp", "17", "udp");

  private static final Splitter COLUMNS = Splitter.on(' ').omitEmptyStrings();

  private ListedChains() {}

  /** {@return the rows of each chain in order, by the chain's name and what follows it} */
  static Map<String, List<String>> of(String listing) {
    Map<String, List<String>> chains = new LinkedHashMap<>();
    List<String> rows = new ArrayList<>();
    for (String line : listing.lines().map(String::strip).toList()) {
      if (line.startsWith("Chain ")) {
        rows = new ArrayList<>();
        chains.put(line.replaceFirst(" [^ ]+ packets, [^ ]+ bytes", ""), rows);
      } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("pkts")) {
        rows.add(row(line));
      }
    }
    return chains;
  }

  static String row(String line) {
    List<String> columns = new ArrayList<>(COLUMNS.splitToList(line));
    columns.subList(0, 2).clear();
    columns.set(1, PROTOCOLS.getOrDefault(columns.get(1), columns.get(1)));
    return String.join(" ", columns)
        .replace(" icmptype ", " icmp type ")
        .replaceFirst(" prefix \"(.*)\"", " prefix `$1'");
  }
}
