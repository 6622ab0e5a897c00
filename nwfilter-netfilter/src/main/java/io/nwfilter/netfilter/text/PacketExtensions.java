package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableMap;

/**
 * The extensions of iptables and ip6tables that are known (iptables-extensions(8)). What a listing
 * prints of them is what iptables 1.8.9 prints.
 */
final class PacketExtensions {

  private static final String MATCH_SET = "match-set";

  /** Matches. */
  static final ImmutableMap<String, Extension> MATCHES =
      ImmutableMap.<String, Extension>builder()
          .put(
              "addrtype",
              Extension.headed("ADDRTYPE match")
                  .flag("limit-iface-in", ListingLabel.before("limit-in"))
                  .flag("limit-iface-out", ListingLabel.before("limit-out")))
          .put("comment", comment())
          .put("connlimit", connlimit())
          .put("connmark", Extension.PLAIN)
          .put("conntrack", conntrack())
          .put("dccp", dccp())
          .put("dscp", Extension.PLAIN)
          .put("hashlimit", hashlimit())
          .put("hl", Extension.PLAIN)
          .put("icmp", Extension.PLAIN)
          .put("icmp6", Extension.PLAIN)
          .put("iprange", Extension.PLAIN)
          .put("length", Extension.PLAIN)
          .put("limit", limit())
          .put("mac", Extension.PLAIN)
          .put("mark", Extension.PLAIN)
          .put(
              "multiport",
              Extension.headed("multiport")
                  .word("ports", ListingLabel.of("ports ", PacketOptions.negatedList("ports "))))
          .put(
              "owner",
              Extension.PLAIN.flag("suppl-groups", ListingLabel.before("incl. suppl. groups")))
          .put("physdev", Extension.headed("PHYSDEV match"))
          .put("pkttype", Extension.PLAIN)
          .put("recent", recent())
          .put(
              "rpfilter",
              Extension.headed("rpfilter").flags("loose", "validmark", "accept-local", "invert"))
          .put("sctp", sctp())
          .put("set", set())
          .put("state", Extension.PLAIN)
          .put("statistic", statistic())
          .put("tcp", Extension.headed("tcp"))
          .put("tos", Extension.PLAIN)
          .put("ttl", Extension.PLAIN)
          .put("udp", Extension.headed("udp"))
          .buildOrThrow();

  /** Targets. */
  static final ImmutableMap<String, Extension> TARGETS =
      ImmutableMap.<String, Extension>builder()
          .put(
              "CHECKSUM",
              Extension.headed("CHECKSUM").flag("checksum-fill", ListingLabel.before("fill")))
          .put("CONNMARK", connmark())
          .put("CT", ct())
          .put("LOG", log())
          .put("NFLOG", nflog())
          .put("NOTRACK", Extension.headed("NOTRACK").inColumn("CT"))
          .put(
              "TCPMSS",
              Extension.headed("TCPMSS")
                  .word("set-mss", ListingLabel.before("set "))
                  .flag("clamp-mss-to-pmtu", ListingLabel.before("clamp to PMTU")))
          .buildOrThrow();

  private PacketExtensions() {}

  private static Extension comment() {
    ListingLabel label = ListingLabel.before("/* ").endingWith(" */");
    return Extension.PLAIN.with(
        "comment", OptionShape.text("comment").listed(OptionListing.of(label)));
  }

  private static Extension connlimit() {
    return Extension.PLAIN
        .words("connlimit-above", "connlimit-upto", "connlimit-mask")
        .flags("connlimit-saddr", "connlimit-daddr");
  }

  private static Extension conntrack() {
    return Extension.PLAIN.words(
        "ctproto",
        "ctorigsrc",
        "ctorigdst",
        "ctreplsrc",
        "ctrepldst",
        "ctorigsrcport",
        "ctorigdstport",
        "ctreplsrcport",
        "ctrepldstport",
        "ctexpire");
  }

  private static Extension dccp() {
    OptionListing types =
        OptionListing.of(ListingLabel.before("")).naming(KnownNames.DCCP_TYPE_NUMBERS);
    return Extension.headed("dccp")
        .word("dccp-types", types)
        .word("dccp-option", ListingLabel.glued("option="));
  }

  private static Extension sctp() {
    OptionListing chunks =
        OptionListing.of(ListingLabel.before("")).naming(KnownNames.SCTP_CHUNK_NUMBERS);
    return Extension.headed("sctp")
        .with("chunk-types", OptionShape.of("chunk-types", 2).listed(chunks));
  }

  private static Extension limit() {
    return Extension.PLAIN
        .word(
            "limit",
            OptionListing.of(ListingLabel.before("limit: avg ")).ifAbsent("limit: avg 3/hour"))
        .word("limit-burst", OptionListing.of(ListingLabel.before("burst ")).ifAbsent("burst 5"));
  }

  private static Extension hashlimit() {
    ListingLabel upTo = ListingLabel.of("limit: up to ", "limit: above ");
    ListingLabel above = ListingLabel.of("limit: above ", "limit: up to ");
    return Extension.PLAIN
        .word("hashlimit", upTo)
        .word("hashlimit-upto", upTo)
        .word("hashlimit-above", above)
        .word("hashlimit-burst", ListingLabel.before("burst "))
        .word("hashlimit-mode", OptionListing.of(ListingLabel.before("mode ")).joinedBy("-"))
        .word("hashlimit-name", OptionListing.HIDDEN)
        .word("hashlimit-htable-size", ListingLabel.before("htable-size "))
        .word("hashlimit-htable-max", ListingLabel.before("htable-max "))
        .word("hashlimit-htable-gcinterval", ListingLabel.before("htable-gcinterval "))
        .word("hashlimit-htable-expire", ListingLabel.before("htable-expire "))
        .word("hashlimit-srcmask", ListingLabel.before("srcmask "))
        .word("hashlimit-dstmask", ListingLabel.before("dstmask "))
        .flag("hashlimit-rate-match", ListingLabel.before("rate-match"))
        .word("hashlimit-rate-interval", ListingLabel.before("rate-interval "));
  }

  private static Extension recent() {
    return Extension.PLAIN
        .flag("set", ListingLabel.before("recent: SET"))
        .flag("rcheck", ListingLabel.before("recent: CHECK"))
        .flag("update", ListingLabel.before("recent: UPDATE"))
        .flag("remove", ListingLabel.before("recent: REMOVE"))
        .word("seconds", ListingLabel.before("seconds: "))
        .flags("reap")
        .word("hitcount", ListingLabel.before("hit_count: "))
        .flag("rttl", ListingLabel.before("TTL-Match"))
        .word("name", ListingLabel.before("name: "))
        .flag("rsource", ListingLabel.before("side: source"))
        .flag("rdest", ListingLabel.before("side: dest"))
        .word("mask", ListingLabel.before("mask: "));
  }

  private static Extension statistic() {
    return Extension.headed("statistic")
        .word("mode", ListingLabel.before("mode "))
        .word("probability", ListingLabel.before("probability "))
        .word("every", ListingLabel.before("every "))
        .word("packet", OptionListing.of(ListingLabel.before("packet ")).unlessIs("0"));
  }

  private static Extension set() {
    return Extension.PLAIN
        .with(MATCH_SET, OptionShape.of(MATCH_SET, 2))
        .flags("return-nomatch", "update-counters", "update-subcounters")
        .words("packets-eq", "packets-lt", "packets-gt", "bytes-eq", "bytes-lt", "bytes-gt");
  }

  /** What sets, saves and restores the mark is printed by {@link MarkText}. */
  private static Extension connmark() {
    Extension extension = Extension.headed("CONNMARK");
    for (String word :
        new String[] {
          "set-xmark", "set-mark", "and-mark", "or-mark", "xor-mark", "mask", "nfmask", "ctmask"
        }) {
      extension = extension.word(word, OptionListing.HIDDEN);
    }
    return extension
        .flag("save-mark", OptionListing.HIDDEN)
        .flag("restore-mark", OptionListing.HIDDEN)
        .words("left-shift-mark", "right-shift-mark");
  }

  private static Extension ct() {
    return Extension.headed("CT")
        .flags("notrack")
        .words("helper", "timeout", "ctevents", "expevents", "zone", "zone-orig", "zone-reply");
  }

  private static Extension log() {
    ListingLabel prefix = ListingLabel.before("prefix \"").endingWith("\"");
    return Extension.headed("LOG")
        .flag("log-tcp-sequence", OptionListing.flag(1))
        .flag("log-tcp-options", OptionListing.flag(1 << 1))
        .flag("log-ip-options", OptionListing.flag(1 << 2))
        .flag("log-uid", OptionListing.flag(1 << 3))
        .flag("log-macdecode", OptionListing.flag(1 << 5))
        .word(
            "log-level",
            OptionListing.of(ListingLabel.before("level "))
                .naming(KnownNames.LOG_LEVEL_NUMBERS)
                .ifAbsent("level 4"))
        .with("log-prefix", OptionShape.text("log-prefix").listed(OptionListing.of(prefix)));
  }

  private static Extension nflog() {
    return Extension.PLAIN
        .with("nflog-prefix", OptionShape.text("nflog-prefix"))
        .words("nflog-group", "nflog-range", "nflog-size", "nflog-threshold");
  }
}
