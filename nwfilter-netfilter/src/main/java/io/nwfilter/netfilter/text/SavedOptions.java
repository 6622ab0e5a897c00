package io.nwfilter.netfilter.text;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * In which order the {@code -save} tools print the options of an extension, which they leave out or
 * add, and how they write their words, as far as the tables of options do not say it (seen with
 * iptables, ip6tables and ebtables 1.8.9; later versions are the same but for {@link ToolVersion}).
 */
final class SavedOptions {

  private static final Splitter COMMA = Splitter.on(',');
  private static final String ALL_BITS = "0xffffffff";

  private static final List<String> STATES =
      ImmutableList.of("INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT");
  private static final List<String> STATUSES =
      ImmutableList.of("EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED");
  private static final List<String> HASH_MODES =
      ImmutableList.of("srcip", "srcport", "dstip", "dstport");
  private static final List<String> EVENTS =
      ImmutableList.of(
          "new",
          "related",
          "destroy",
          "reply",
          "assured",
          "protoinfo",
          "helper",
          "mark",
          "natseqinfo",
          "secmark");
  private static final List<String> ADDRESS_TYPES = KnownNames.ADDRESS_TYPES.values().asList();

  private static final List<String> DCCP_TYPES = KnownNames.DCCP_TYPE_NUMBERS.keySet().asList();
  private static final List<String> SCTP_CHUNKS = KnownNames.SCTP_CHUNK_NUMBERS.keySet().asList();

  /** The names of levels for iptables, by number. */
  private static final ImmutableMap<String, String> LEVELS =
      ImmutableMap.<String, String>builder()
          .put("emerg", "0")
          .put("panic", "0")
          .put("alert", "1")
          .put("crit", "2")
          .put("error", "3")
          .put("err", "3")
          .put("warning", "4")
          .put("warn", "4")
          .put("notice", "5")
          .put("info", "6")
          .put("debug", "7")
          .buildOrThrow();

  /** The orders of the options of matches. */
  private static final ImmutableMap<String, ImmutableList<String>> MATCHES =
      ImmutableMap.<String, ImmutableList<String>>builder()
          .put("addrtype", names("src-type dst-type limit-iface-in limit-iface-out"))
          .put(
              "conntrack",
              names(
                  "ctstate ctproto ctorigsrc ctorigdst ctreplsrc ctrepldst ctorigsrcport"
                      + " ctorigdstport ctreplsrcport ctrepldstport ctstatus ctexpire ctdir"))
          .put("dccp", names("sport dport dccp-types dccp-option"))
          .put(
              "hashlimit",
              names(
                  "hashlimit-upto hashlimit-above hashlimit-burst hashlimit-mode hashlimit-name"
                      + " hashlimit-htable-size hashlimit-htable-max hashlimit-htable-gcinterval"
                      + " hashlimit-htable-expire hashlimit-srcmask hashlimit-dstmask"
                      + " hashlimit-rate-match hashlimit-rate-interval"))
          .put("iprange", names("src-range dst-range"))
          .put("limit", names("limit limit-burst"))
          .put("owner", names("socket-exists uid-owner gid-owner suppl-groups"))
          .put(
              "physdev",
              names("physdev-is-in physdev-in physdev-is-out physdev-out physdev-is-bridged"))
          .put(
              "recent",
              names("set rcheck update remove seconds reap hitcount rttl name mask rsource rdest"))
          .put("rpfilter", names("loose validmark accept-local invert"))
          .put("sctp", names("sport dport chunk-types"))
          .put("statistic", names("mode probability every packet"))
          .put("string", names("string hex-string algo from to icase"))
          .put("tcp", names("sport dport tcp-option tcp-flags"))
          .put("udp", names("sport dport"))
          .buildOrThrow();

  /** The orders of the options of targets. */
  private static final ImmutableMap<String, ImmutableList<String>> TARGETS =
      ImmutableMap.<String, ImmutableList<String>>builder()
          .put(
              "CONNMARK",
              names(
                  "set-xmark save-mark restore-mark nfmask ctmask left-shift-mark"
                      + " right-shift-mark"))
          .put("CT", names("notrack helper timeout ctevents expevents zone-orig zone-reply zone"))
          .put(
              "LOG",
              names(
                  "log-prefix log-level log-tcp-sequence log-tcp-options log-ip-options log-uid"
                      + " log-macdecode"))
          .put("NFLOG", names("nflog-prefix nflog-group nflog-size nflog-threshold"))
          .put("NFQUEUE", names("queue-num queue-balance queue-bypass queue-cpu-fanout"))
          .put("TPROXY", names("on-port on-ip tproxy-mark"))
          .buildOrThrow();

  private static final ImmutableMap<String, BiConsumer<SavedWords, Family>> MATCH_WORDS =
      ImmutableMap.<String, BiConsumer<SavedWords, Family>>builder()
          .put("addrtype", (words, family) -> addressTypes(words))
          .put("conntrack", (words, family) -> connection(words))
          .put("dccp", (words, family) -> sortList(words, "dccp-types", DCCP_TYPES))
          .put("hashlimit", SavedOptions::hashlimit)
          .put("limit", (words, family) -> limit(words))
          .put("recent", SavedOptions::recent)
          .put("sctp", (words, family) -> sortList(words, "chunk-types", SCTP_CHUNKS))
          .put("state", (words, family) -> sortList(words, "state", STATES))
          .put("statistic", (words, family) -> statistic(words))
          .put("string", (words, family) -> words.rewrite("string", SavedOptions::quoted))
          .put("tcp", (words, family) -> ports(words))
          .put("udp", (words, family) -> ports(words))
          .buildOrThrow();

  private static final ImmutableMap<String, Consumer<SavedWords>> TARGET_WORDS =
      ImmutableMap.<String, Consumer<SavedWords>>builder()
          .put("CLASSIFY", SavedOptions::classify)
          .put("CONNMARK", SavedOptions::connmark)
          .put("CT", SavedOptions::tracking)
          .put("DSCP", words -> words.rewrite("set-dscp", SavedOptions::twoDigits))
          .put("LOG", SavedOptions::log)
          .put("NFLOG", SavedOptions::nflog)
          .put("TOS", words -> words.rewrite("set-tos", SavedOptions::octets))
          .put("TPROXY", words -> words.rewrite("tproxy-mark", word -> masked(word, ALL_BITS)))
          .buildOrThrow();

  private SavedOptions() {}

  static ImmutableList<String> names(String all) {
    return ImmutableList.copyOf(Splitter.on(' ').splitToList(all));
  }

  /** Takes the tool's own options away that are not printed: subnets of every address. */
  static void own(Family family, SavedWords words) {
    if (family != Family.BRIDGE) {
      String everything = family == Family.IPV6 ? "::/0" : "0.0.0.0/0";
      words.removeDefault("-s", everything);
      words.removeDefault("-d", everything);
    }
  }

  /** Puts the options of a match of iptables or ip6tables into the form that is printed. */
  static void match(Family family, ToolVersion tools, String extension, SavedWords words) {
    if (extension.equals("icmp") && tools.ignoresCodeOfIcmp255()) {
      words.rewrite("icmp-type", type -> type.startsWith("255/") ? "any" : type);
    }
    MATCH_WORDS.getOrDefault(extension, (all, each) -> {}).accept(words, family);
    words.sort(MATCHES.getOrDefault(extension, ImmutableList.of()));
  }

  /** Puts the options of a target of iptables or ip6tables into the form that is printed. */
  static void target(String name, SavedWords words) {
    TARGET_WORDS.getOrDefault(name, all -> {}).accept(words);
    words.sort(TARGETS.getOrDefault(name, ImmutableList.of()));
  }

  private static String quoted(String raw) {
    return raw.startsWith("\"") ? raw : '"' + raw + '"';
  }

  private static void sortList(SavedWords words, String option, List<String> order) {
    words.rewrite(
        option,
        text -> {
          List<String> parts = COMMA.splitToList(text);
          return order.containsAll(parts)
              ? Joiner.on(',').join(order.stream().filter(parts::contains).iterator())
              : text;
        });
  }

  private static void ports(SavedWords words) {
    words.removeDefault("sport", "0:65535");
    words.removeDefault("dport", "0:65535");
  }

  private static void addressTypes(SavedWords words) {
    sortList(words, "src-type", ADDRESS_TYPES);
    sortList(words, "dst-type", ADDRESS_TYPES);
  }

  private static void connection(SavedWords words) {
    sortList(words, "ctstate", STATES);
    sortList(words, "ctstatus", STATUSES);
  }

  static void limit(SavedWords words) {
    words.rewrite("limit", rate -> SavedRate.printed(rate, SavedRate.OF_LIMIT));
    words.removeDefault("limit-burst", "5");
    if (!words.has("limit")) {
      words.add("limit", "3/hour");
    }
  }

  private static void hashlimit(SavedWords words, Family family) {
    words.rename("hashlimit", "hashlimit-upto");
    sortList(words, "hashlimit-mode", HASH_MODES);
    for (String rate : new String[] {"hashlimit-upto", "hashlimit-above"}) {
      OptionalLong seconds =
          words.find(rate).map(SavedWords.Option::word).stream()
              .map(SavedRate::unit)
              .findFirst()
              .orElse(OptionalLong.empty());
      if (seconds.isPresent()) {
        words.rewrite(rate, word -> SavedRate.printed(word, SavedRate.OF_HASHLIMIT));
        hashBurstAndExpiry(words, rate, seconds.getAsLong());
      }
    }
    words.removeDefault("hashlimit-htable-gcinterval", "1000");
    String whole = family == Family.IPV6 ? "128" : "32";
    words.removeDefault("hashlimit-srcmask", whole);
    words.removeDefault("hashlimit-dstmask", whole);
  }

  /** Entries expire after the unit that was written, which need not be that which is printed. */
  private static void hashBurstAndExpiry(SavedWords words, String rate, long seconds) {
    if (!words.has("hashlimit-burst")) {
      words.add("hashlimit-burst", "5");
    }
    if (!words.has("hashlimit-htable-expire")) {
      words.add("hashlimit-htable-expire", String.valueOf(1000 * seconds));
    }
    long shown = SavedRate.unit(words.find(rate).orElseThrow().word()).orElse(seconds);
    words.removeDefault("hashlimit-htable-expire", String.valueOf(1000 * shown));
  }

  private static void recent(SavedWords words, Family family) {
    if (!words.has("name")) {
      words.add("name", "DEFAULT");
    }
    if (!words.has("mask")) {
      words.add(
          "mask",
          family == Family.IPV6 ? "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" : "255.255.255.255");
    }
    if (!words.has("rsource", "rdest")) {
      words.add("rsource");
    }
  }

  /** A probability is kept as a number of 31 bits. */
  private static void statistic(SavedWords words) {
    words.rewrite(
        "probability",
        text -> {
          try {
            BigDecimal whole = BigDecimal.valueOf(1L << 31);
            return new BigDecimal(text)
                .multiply(whole)
                .setScale(0, RoundingMode.HALF_UP)
                .divide(whole, 11, RoundingMode.HALF_EVEN)
                .toPlainString();
          } catch (NumberFormatException e) {
            return text;
          }
        });
  }

  private static void log(SavedWords words) {
    words.rewrite("log-level", level -> LEVELS.getOrDefault(level.toLowerCase(Locale.ROOT), level));
    words.removeDefault("log-level", "4");
  }

  private static void nflog(SavedWords words) {
    words.removeDefault("nflog-group", "0");
    words.remove("nflog-range"); // which does nothing
  }

  private static void tracking(SavedWords words) {
    sortList(words, "ctevents", EVENTS);
  }

  private static void classify(SavedWords words) {
    words.rewrite(
        "set-class",
        text -> {
          List<String> parts = Splitter.on(':').splitToList(text);
          return parts.size() == 2 && parts.stream().allMatch(part -> part.matches("[0-9a-fA-F]+"))
              ? "%04x:%04x"
                  .formatted(Integer.parseInt(parts.get(0), 16), Integer.parseInt(parts.get(1), 16))
              : text;
        });
  }

  private static void connmark(SavedWords words) {
    for (SavedWords.Option option : List.copyOf(words.options())) {
      TargetReader.setMark("--" + option.name(), option.word())
          .ifPresent(mark -> set(words, option.name(), mark));
    }
    if (words.has("save-mark", "restore-mark")) {
      String mask = words.find("mask").map(SavedWords.Option::word).orElse(ALL_BITS);
      words.remove("mask");
      for (String side : new String[] {"nfmask", "ctmask"}) {
        String own = words.find(side).map(SavedWords.Option::word).orElse(mask);
        words.remove(side);
        words.add(side, hex(own));
      }
    }
  }

  private static void set(SavedWords words, String name, Target.SetMark mark) {
    words.remove(name);
    words.add(
        "set-xmark", "0x" + Long.toHexString(mark.value()) + "/0x" + Long.toHexString(mark.mask()));
  }

  private static String hex(String number) {
    return isNumber(number) ? "0x" + Long.toHexString(Long.decode(number)) : number;
  }

  private static boolean isNumber(String text) {
    return text.matches("0[xX][0-9a-fA-F]{1,8}|0[0-7]{0,10}|[1-9][0-9]{0,9}");
  }

  private static String twoDigits(String number) {
    return isNumber(number) ? "0x%02x".formatted(Long.decode(number)) : number;
  }

  private static String octets(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? twoDigits(text) + "/0xff"
        : twoDigits(text.substring(0, slash)) + "/" + twoDigits(text.substring(slash + 1));
  }

  private static String masked(String text, String whole) {
    int slash = text.indexOf('/');
    return slash < 0
        ? hex(text) + "/" + whole
        : hex(text.substring(0, slash)) + "/" + hex(text.substring(slash + 1));
  }
}
