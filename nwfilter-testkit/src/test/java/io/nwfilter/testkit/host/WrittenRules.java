package io.nwfilter.testkit.host;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Commands that append a rule, with options in an order of chance. In the tables here, semicolons
 * separate what may be combined in any order, and bars what may be written instead of each other;
 * what begins with a plus is always there.
 */
final class WrittenRules {

  private static final Splitter PARTS = Splitter.on(';').trimResults();
  private static final Splitter CHOICES = Splitter.on('|').trimResults();

  private static final ImmutableList<String> MATCHES =
      ImmutableList.of(
          "-m limit ; --limit 1/s | --limit 5/minute | --limit 61/min | --limit 7/day | --limit 100"
              + " ; --limit-burst 5 | --limit-burst 7",
          "-m recent ; +--set | --rcheck | --update | --remove ; --name x ; --rsource | --rdest",
          "-m recent ; +--rcheck | --update ; +--seconds 10 ; --hitcount 3 ; --rttl ; --reap",
          "-m hashlimit ; +--hashlimit-upto 1/s | --hashlimit-above 90/m | --hashlimit 60/min ;"
              + " +--hashlimit-name x ; --hashlimit-mode srcip | --hashlimit-mode dstport,srcip ;"
              + " --hashlimit-burst 7 ; --hashlimit-htable-size 64 ; --hashlimit-htable-max 100 ;"
              + " --hashlimit-htable-expire 1000 ; --hashlimit-htable-gcinterval 500 ;"
              + " --hashlimit-srcmask 24 ; --hashlimit-dstmask 16",
          "-m conntrack ; +--ctstate NEW | --ctstate ESTABLISHED,RELATED | --ctstate NEW,INVALID ;"
              + " --ctdir REPLY ; --ctproto 6 ; --ctorigsrcport 1:5 ; --ctreplsrcport 22 ;"
              + " --ctstatus ASSURED,SEEN_REPLY ; --ctexpire 10:20",
          "-m state ; +--state ESTABLISHED,RELATED | --state NEW,INVALID",
          "-m comment ; +--comment x | --comment '--dport 22'",
          "-m mark ; +--mark 1 | --mark 16/0xff",
          "-m connmark ; +--mark 0x10/0xff",
          "-m length ; +--length 10 | --length :20",
          "-m pkttype ; +--pkt-type broadcast",
          "-m tos ; +--tos 0x10 | --tos Minimize-Delay",
          "-m dscp ; +--dscp 5 | --dscp-class AF21",
          "-m addrtype ; +--src-type LOCAL | --src-type MULTICAST,UNICAST ; --dst-type LOCAL",
          "-m physdev ; +--physdev-in v1 ; --physdev-out v+ ; --physdev-is-bridged ;"
              + " --physdev-is-in ; --physdev-is-out",
          "-m statistic ; +--mode random ; +--probability 0.3 | --probability 0.7",
          "-m statistic ; +--mode nth ; +--every 3 ; +--packet 1",
          "-m connlimit ; +--connlimit-above 3 | --connlimit-upto 4 ; --connlimit-mask 24 ;"
              + " --connlimit-daddr",
          "-m string ; +--algo bm ; +--string x ; --to 100 ; --from 3");

  private static final ImmutableList<String> TRANSPORTS =
      ImmutableList.of(
          "-p tcp / -m tcp / --sport 22 | --sport :1024 ; --dport http | --dport 80:90 ; --syn |"
              + " --tcp-flags SYN,RST SYN | --tcp-flags ALL NONE ; --tcp-option 3",
          "-p udp / -m udp / --sport 1:5 ; --dport domain",
          "-p sctp / -m sctp / --sport 22 ; --dport 53 ; --chunk-types any INIT,DATA",
          "-p dccp / -m dccp / --sport 22 ; --dport 53 ; --dccp-types RESPONSE,REQUEST");

  private static final ImmutableList<String> TARGETS =
      ImmutableList.of(
          "-j ACCEPT",
          "-j DROP",
          "-j RETURN",
          "-j REJECT",
          "-j MARK ; +--set-mark 1 | --or-mark 5 | --and-mark 7 | --set-mark 1/3",
          "-j CONNMARK ; +--set-mark 1 | --save-mark | --restore-mark --mask 0xf",
          "-j LOG ; --log-prefix x | --log-prefix 'a b ' ; --log-level info | --log-level 4 ;"
              + " --log-uid ; --log-tcp-options ; --log-ip-options ; --log-macdecode",
          "-j NFLOG ; --nflog-group 1 | --nflog-group 0 ; --nflog-prefix x ; --nflog-threshold 5",
          "-j NFQUEUE ; +--queue-num 1 ; --queue-bypass");

  private static final ImmutableList<String> FRAME_MATCHES =
      ImmutableList.of(
          "--limit 1/s ; --limit-burst 9",
          "--limit-burst 9 ; --limit 60/m",
          "--mark 1",
          "--mark 0x1/0xf",
          "--pkttype-type broadcast",
          "--log-level info ; --log-prefix x ; --log-ip ; --log-arp",
          "--log",
          "--nflog-group 3 ; --nflog-prefix y ; --nflog-threshold 5",
          "--among-src 52:54:0:1:2:3,52:54:0:1:2:9",
          "--stp-type 1 ; --stp-flags 1 ; --stp-root-cost 1:5");

  private static final ImmutableMap<String, String> FRAME_PROTOCOLS =
      ImmutableMap.of(
          "ARP",
          "--arp-op Request ; --arp-htype 1 ; --arp-ptype 0x800 ; --arp-ip-src 10.0.0.1 ;"
              + " --arp-ip-dst 10.0.0.0/8 ; --arp-mac-src 52:54:0:1:2:3 ; --arp-gratuitous",
          "IPv4",
          "+--ip-proto tcp ; --ip-src 10.0.0.1 ; --ip-dst 10.0.0.0/8 ; --ip-tos 0x10 ; --ip-dport"
              + " ssh ; --ip-sport 1:5",
          "IPv6",
          "+--ip6-proto 17 ; --ip6-src ::1 ; --ip6-dst fe80::/64 ; --ip6-tclass 0x10 ; --ip6-dport"
              + " 53",
          "802_1Q",
          "--vlan-id 5 ; --vlan-encap IPv4",
          "LENGTH",
          "--802_3-sap 0x42");

  private static final ImmutableList<String> FRAME_TARGETS =
      ImmutableList.of(
          "",
          "-j ACCEPT",
          "-j DROP",
          "-j mark --mark-set 1",
          "-j mark --mark-target CONTINUE --mark-or 0x3");

  private final Random random;

  WrittenRules(long seed) {
    this.random = new Random(seed);
  }

  /** {@return a command that appends a rule to FORWARD, for a shell} */
  String command(Family family) {
    return family.tool()
        + " -A FORWARD "
        + String.join(" ", family == Family.BRIDGE ? frame() : packet(family));
  }

  private String one(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  private boolean often() {
    return random.nextInt(5) < 2;
  }

  /** {@return some of what may be combined, in any order} */
  private String some(String parts) {
    List<String> chosen = new ArrayList<>();
    for (String part : PARTS.split(parts)) {
      boolean always = part.startsWith("+");
      if (always || often()) {
        chosen.add(one(CHOICES.splitToList(always ? part.substring(1) : part)));
      }
    }
    if (chosen.isEmpty()) {
      chosen.add(one(CHOICES.splitToList(PARTS.splitToList(parts).get(0))));
    }
    Collections.shuffle(chosen, random);
    return String.join(" ", chosen);
  }

  /** {@return the first part, and some of the others after it} */
  private String headed(String parts) {
    int end = parts.indexOf(';');
    if (end < 0) {
      return parts;
    }
    String rest = parts.substring(end + 1);
    boolean optional = !rest.contains("+");
    return parts.substring(0, end).strip() + (optional && often() ? "" : " " + some(rest));
  }

  private List<String> packet(Family family) {
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      words.add(headed(one(MATCHES)));
    }
    String transport = "";
    if (often()) {
      List<String> parts = Splitter.on('/').limit(3).trimResults().splitToList(one(TRANSPORTS));
      transport = parts.get(0);
      words.add((random.nextBoolean() ? parts.get(1) + " " : "") + some(parts.get(2)));
    }
    Collections.shuffle(words, random);
    if (!transport.isEmpty()) {
      words.add(0, transport);
    }
    boolean ipv4 = family == Family.IPV4;
    insert(words, ipv4 ? "-s 10.1.2.3/16" : "-s fe80::1/10");
    insert(words, ipv4 ? "! -d 10.0.0.1" : "! -d 2001:db8::1");
    insert(words, "-i eth+");
    insert(words, "-o br0");
    words.add(
        random.nextInt(5) == 0 && transport.isEmpty() ? 0 : words.size(), headed(one(TARGETS)));
    return words;
  }

  private void insert(List<String> words, String option) {
    if (often()) {
      words.add(random.nextInt(words.size() + 1), option);
    }
  }

  /** ebtables-save 1.8.9 prints two extensions of a rule at most, the first and the last. */
  private List<String> frame() {
    List<String> words = new ArrayList<>();
    if (random.nextBoolean()) {
      String protocol = one(FRAME_PROTOCOLS.keySet().asList());
      words.add("-p " + protocol);
      words.add(some(FRAME_PROTOCOLS.getOrDefault(protocol, "")));
    }
    if (random.nextBoolean()) {
      words.add(some(one(FRAME_MATCHES)));
    }
    insert(words, "-s 52:54:0:1:2:3");
    insert(words, "-d Broadcast");
    insert(words, "-i eth+");
    insert(words, "-o br0");
    Collections.shuffle(words, random);
    words.add(one(FRAME_TARGETS));
    return words;
  }
}
