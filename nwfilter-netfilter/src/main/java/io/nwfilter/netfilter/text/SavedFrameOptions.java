package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * In which order ebtables-save prints the options of an extension, which it leaves out or adds, and
 * how it writes their words (seen with ebtables 1.8.9).
 */
final class SavedFrameOptions {

  /** The orders of the options of ebtables' extensions, which load by themselves. */
  private static final ImmutableMap<String, ImmutableList<String>> ORDERS =
      ImmutableMap.<String, ImmutableList<String>>builder()
          .put("802_3", SavedOptions.names("802_3-sap 802_3-type"))
          .put("among", SavedOptions.names("among-src among-dst"))
          .put(
              "arp",
              SavedOptions.names(
                  "arp-op arp-htype arp-ptype arp-ip-src arp-ip-dst arp-mac-src arp-mac-dst"
                      + " arp-gratuitous"))
          .put(
              "ip",
              SavedOptions.names(
                  "ip-src ip-dst ip-tos ip-proto ip-sport ip-dport ip-icmp-type ip-igmp-type"))
          .put(
              "ip6",
              SavedOptions.names(
                  "ip6-src ip6-dst ip6-tclass ip6-proto ip6-sport ip6-dport ip6-icmp-type"))
          .put("limit", SavedOptions.names("limit limit-burst"))
          .put("log", SavedOptions.names("log-level log-prefix log-ip log-arp log-ip6"))
          .put("nflog", SavedOptions.names("nflog-prefix nflog-group nflog-range nflog-threshold"))
          .put(
              "stp",
              SavedOptions.names(
                  "stp-type stp-flags stp-root-prio stp-root-addr stp-root-cost stp-sender-prio"
                      + " stp-sender-addr stp-port stp-msg-age stp-max-age stp-hello-time"
                      + " stp-forward-delay"))
          .put("vlan", SavedOptions.names("vlan-id vlan-prio vlan-encap"))
          .buildOrThrow();

  private static final ImmutableMap<String, Consumer<SavedWords>> WORDS =
      ImmutableMap.of(
          "limit", SavedFrameOptions::limit,
          "log", SavedFrameOptions::log,
          "nflog", SavedFrameOptions::nflog);

  private SavedFrameOptions() {}

  /** Puts the options of an extension of ebtables into the form that is printed. */
  static void arrange(String extension, SavedWords words) {
    WORDS.getOrDefault(extension, all -> {}).accept(words);
    words.sort(ORDERS.getOrDefault(extension, ImmutableList.of()));
  }

  /** {@return the extension of ebtables that has an option} */
  static String extensionOf(String option) {
    return ORDERS.entrySet().stream()
        .filter(each -> each.getValue().contains(option) || option.equals(each.getKey()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(option);
  }

  private static void limit(SavedWords words) {
    SavedOptions.limit(words);
    if (!words.has("limit-burst")) {
      words.add("limit-burst", "5");
    }
  }

  private static void log(SavedWords words) {
    words.remove("log");
    if (!words.has("log-level")) {
      words.add("log-level", "notice");
    }
    words.rewrite("log-level", SavedFrameOptions::level);
  }

  private static String level(String level) {
    List<String> names =
        ImmutableList.of("emerg", "alert", "crit", "error", "warning", "notice", "info", "debug");
    return level.matches("[0-7]") ? names.get(Integer.parseInt(level)) : level;
  }

  private static void nflog(SavedWords words) {
    words.remove("nflog");
    words.removeDefault("nflog-threshold", "1");
    if (!words.has("nflog-group")) {
      words.add("nflog-group", "1");
    }
  }
}
