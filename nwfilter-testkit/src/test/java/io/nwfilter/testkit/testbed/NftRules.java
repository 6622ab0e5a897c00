package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.nft.NftFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Tables of nftables by chance, as scripts of nft. All rules count, and ask for what packets of the
 * testbed have, so that many of them are met.
 */
final class NftRules {

  /** What rules do with packets. */
  enum Style {
    /** They only count, so that packets try all of them. */
    COUNTING,
    /** They decide, jump, and set marks. */
    DECIDING,
    /** Some translate addresses, too. */
    TRANSLATING
  }

  private static final ImmutableList<String> DEVICES =
      ImmutableList.of("vnet2", "vnet3", "others-virbr0", "outside", "virbr0");
  private static final ImmutableList<String> MACS =
      ImmutableList.of(
          "52:54:00:9f:80:45",
          "52:54:00:9f:80:46",
          "02:00:00:00:00:01",
          "02:00:00:00:00:09",
          "ff:ff:ff:ff:ff:ff");
  private static final ImmutableList<String> IPV4 =
      ImmutableList.of(
          "192.168.122.10",
          "192.168.122.11",
          "192.168.122.99",
          "192.168.122.1",
          "198.51.100.9",
          "224.0.0.1");
  private static final ImmutableList<String> IPV6 =
      ImmutableList.of(
          "fd00:122::10", "fd00:122::11", "fd00:122::99", "fd00:122::1", "2001:db8::9", "fe80::10");

  /** Not where connection tracking is, as which one comes first there is a matter of chance. */
  private static final ImmutableList<Integer> PRIORITIES =
      ImmutableList.of(-350, -300, -250, -150, -1, 0, 1, 10, 45);

  private static final ImmutableList<String> HOOKS =
      ImmutableList.of("prerouting", "input", "forward", "output", "postrouting");

  private final Random random;
  private final Style style;
  private NftFamily family = NftFamily.INET;

  private NftRules(long seed, Style style) {
    this.random = new Random(seed);
    this.style = style;
  }

  /** {@return a script that makes one to three tables} */
  static String script(long seed, Style style) {
    NftRules rules = new NftRules(seed, style);
    StringBuilder script = new StringBuilder();
    int count = 1 + rules.random.nextInt(3);
    for (int i = 0; i < count; i++) {
      script.append(rules.table("t" + i));
    }
    return script.toString();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  private <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String table(String name) {
    boolean translating = style == Style.TRANSLATING;
    family =
        translating
            ? any(NftFamily.IP, NftFamily.IP6, NftFamily.INET)
            : any(NftFamily.IP, NftFamily.IP6, NftFamily.INET, NftFamily.BRIDGE, NftFamily.BRIDGE);
    StringBuilder text = new StringBuilder("table " + family.word() + " " + name + " {\n");
    text.append(
        "set ports { type inet_service; flags interval; elements = { 22, 53, 1000-2000 } }\n");
    text.append("set v4 { type ipv4_addr; elements = { 192.168.122.10, 192.168.122.99 } }\n");
    text.append(
        "set v6 { type ipv6_addr; flags interval; elements = { fd00:122::/123, fe80::10 } }\n");
    text.append(
        "set pairs { type ipv4_addr . inet_service; flags interval;"
            + " elements = { 192.168.122.0/25 . 20-80, 198.51.100.9 . 53 } }\n");
    text.append("set macs { type ether_addr . ipv4_addr; elements = {")
        .append(MACS.get(0) + " . " + IPV4.get(0) + "," + MACS.get(2) + " . " + IPV4.get(2))
        .append("} }\n");
    for (String inner : List.of("inner1", "inner0")) {
      text.append(chain(inner, "", inner.equals("inner0") ? List.of("inner1") : List.of()));
    }
    text.append(
        "map machines { type iface_index : verdict; elements = { vnet2 : jump inner0,"
            + " vnet3 : goto inner1, outside : "
            + any("accept", "return", "jump inner1", "continue")
            + " } }\n");
    int chains = 2 + random.nextInt(4);
    for (int i = 0; i < chains; i++) {
      String hook = pick(HOOKS);
      String policy = style != Style.COUNTING && random.nextInt(6) == 0 ? "drop" : "accept";
      text.append(
          chain(
              "c" + i,
              "type filter hook %s priority %d; policy %s;\n"
                  .formatted(hook, pick(PRIORITIES), policy),
              List.of("inner0", "inner1")));
    }
    if (translating) {
      text.append(natChain("pre", "prerouting", -100 + random.nextInt(3)));
      text.append(natChain("post", "postrouting", 100 - random.nextInt(3)));
    }
    return text.append("}\n").toString();
  }

  private String natChain(String name, String hook, int priority) {
    StringBuilder text =
        new StringBuilder(
            "chain %s { type nat hook %s priority %d;\n".formatted(name, hook, priority));
    for (int i = random.nextInt(4); i >= 0; i--) {
      String ip =
          switch (family) {
            case IP -> "ip";
            case IP6 -> "ip6";
            default -> any("ip", "ip6");
          };
      boolean asksFamily = family == NftFamily.INET && random.nextBoolean();
      String asked =
          (asksFamily ? "meta nfproto " + (ip.equals("ip") ? "ipv4 " : "ipv6 ") : "")
              + conditions(1).replaceAll(".*(nfproto|ip6? |icmp|ether).*", "");
      String family4 = family == NftFamily.INET ? " " + ip : "";
      String to = ip.equals("ip") ? pick(IPV4.subList(0, 3)) : pick(IPV6.subList(0, 3));
      String target =
          hook.equals("prerouting")
              ? any("dnat" + family4 + " to " + to, "redirect", "accept")
              : any("masquerade", "snat" + family4 + " to " + to, "accept");
      text.append(asked).append(" counter ").append(target).append('\n');
    }
    return text.append("}\n").toString();
  }

  private String chain(String name, String base, List<String> inner) {
    StringBuilder text = new StringBuilder("chain " + name + " {\n" + base);
    int most = style == Style.COUNTING ? 14 : 6;
    for (int i = random.nextInt(most); i >= 0; i--) {
      text.append(conditions(random.nextInt(3)))
          .append(" counter ")
          .append(target(inner))
          .append('\n');
    }
    return text.append("}\n").toString();
  }

  private String conditions(int count) {
    List<String> conditions = new ArrayList<>();
    boolean ipv6 = family == NftFamily.IP6 || (family != NftFamily.IP && random.nextBoolean());
    for (int i = 0; i < count; i++) {
      conditions.add(condition(ipv6));
    }
    return String.join(" ", conditions);
  }

  private String target(List<String> inner) {
    if (style == Style.COUNTING) {
      return random.nextInt(8) == 0 && !inner.isEmpty() ? "jump " + pick(inner) : "";
    }
    if (!inner.isEmpty() && random.nextInt(3) == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> "jump " + pick(inner);
        case 1 -> "goto " + pick(inner);
        case 2 -> inner.contains("inner0") ? "iif vmap @machines" : "drop";
        default ->
            "meta l4proto vmap { tcp : jump "
                + pick(inner)
                + ", udp : "
                + any("accept", "drop", "goto " + pick(inner))
                + ", icmp : continue }";
      };
    }
    return any(
        "accept",
        "return",
        "drop",
        "",
        "",
        "meta mark set " + any("1", "2", "mark or 4", "mark xor 3"));
  }

  private String not() {
    return random.nextInt(4) == 0 ? "!= " : "";
  }

  private String condition(boolean ipv6) {
    int first = random.nextInt(10);
    if (first < 2) {
      return ofInterfaces();
    }
    if (first < 4 && family == NftFamily.BRIDGE) {
      return ofFrame();
    }
    if (first == 4) {
      return ofKernel();
    }
    return first < 7 ? ofAddresses(ipv6) : ofTransport(ipv6);
  }

  private String ofInterfaces() {
    return switch (random.nextInt(5)) {
      case 0 -> any("iif ", "oif ") + not() + pick(DEVICES);
      case 1 -> any("iifname ", "oifname ") + not() + "\"vnet*\"";
      case 2 -> any("iifname ", "oifname ") + not() + "{ vnet2, virbr0 }";
      case 3 ->
          "iifname . oifname "
              + not()
              + "{ vnet2 . vnet3, vnet2 . others-virbr0, virbr0 . virbr0 }";
      default -> any("iifname ", "oifname ") + not() + pick(DEVICES);
    };
  }

  private String ofKernel() {
    return switch (random.nextInt(family == NftFamily.BRIDGE ? 5 : 11)) {
      case 0 -> "meta pkttype " + not() + any("host", "broadcast", "multicast", "other");
      case 1 -> "meta length " + any("0-60", "!= 84", "{ 28-40, 100-200 }", "> 60", "<= 84");
      case 2 -> "meta mark " + not() + any("1", "0", "2-5");
      case 3 -> "meta mark and 3 == " + random.nextInt(4);
      case 4 -> "meta skuid " + not() + any("0", "1-100");
      case 5 -> "ct state " + any("new", "invalid", "untracked", "established,related", "!= new");
      case 6 -> "ct mark " + not() + "0";
      case 8 ->
          "fib daddr type " + not() + any("local", "unicast", "{ local, broadcast, multicast }");
      case 9 -> "fib saddr type " + not() + any("local", "unicast", "{ broadcast, multicast }");
      case 7 ->
          any(
              "ct direction original",
              "ct direction reply",
              "ct status dnat",
              "ct status ! snat,dnat");
      default -> "ether " + any("saddr ", "daddr ") + not() + pick(MACS);
    };
  }

  private String ofFrame() {
    return switch (random.nextInt(12)) {
      case 0, 1 -> "ether saddr " + not() + pick(MACS);
      case 2 -> "ether daddr and 01:00:00:00:00:00 == " + any("0", "01:00:00:00:00:00");
      case 3 -> "ether type " + not() + any("arp", "ip", "ip6", "8021q");
      case 4 -> "vlan id " + not() + any("5", "1-100");
      case 5 -> "vlan type " + any("ip", "arp");
      case 6 -> "arp operation " + not() + any("request", "reply");
      case 7 -> "arp saddr ip " + not() + pick(IPV4);
      case 8 -> "arp daddr ip " + not() + pick(IPV4) + "/28";
      case 9 -> "arp saddr ether " + not() + pick(MACS);
      case 10 -> "arp htype " + not() + "1";
      default -> "ether saddr . ip saddr " + not() + "@macs";
    };
  }

  private String ofAddresses(boolean ipv6) {
    String ip = ipv6 ? "ip6 " : "ip ";
    List<String> some = ipv6 ? IPV6 : IPV4;
    String field = ip + any("saddr ", "daddr ") + not();
    return switch (random.nextInt(7)) {
      case 0 -> field + pick(some) + (ipv6 ? "/" + any("64", "123") : "/" + any("24", "28", "31"));
      case 1 -> field + "{ " + some.get(0) + ", " + some.get(2) + ", " + some.get(4) + " }";
      case 2 -> field + some.get(0) + "-" + some.get(2);
      case 3 -> field + (ipv6 ? "@v6" : "@v4");
      case 4 -> ip + "dscp " + not() + any("cs1", "0x2e", "0-10");
      case 5 ->
          (ipv6 ? "ip6 nexthdr " : "ip protocol ")
              + not()
              + any("tcp", "udp", ipv6 ? "ipv6-icmp" : "icmp");
      default -> field + pick(some);
    };
  }

  private String ofTransport(boolean ipv6) {
    return switch (random.nextInt(12)) {
      case 0 -> "meta l4proto " + not() + any("tcp", "udp", "icmp", "ipv6-icmp", "{ tcp, udp, 2 }");
      case 1 -> any("tcp", "udp", "sctp", "dccp", "udplite") + " dport " + not() + "@ports";
      case 2 -> any("tcp", "udp") + " sport " + not() + any("22", "53", "67", "1024-65535");
      case 3 -> "th dport " + any("53", "!= 53", "0-1000", "< 1000", ">= 546");
      case 4 -> "th sport " + not() + any("{ 22, 67, 546 }", "0-1000");
      case 5 -> "tcp flags " + any("syn", "& (fin|syn|rst|ack) == syn", "syn,ack");
      case 6 ->
          ipv6
              ? "icmpv6 type " + not() + any("echo-request", "nd-neighbor-solicit", "{ 135, 136 }")
              : "icmp type " + not() + any("echo-request", "echo-reply", "{ 3, 8 }");
      case 7 -> (ipv6 ? "icmpv6 code " : "icmp code ") + not() + any("0", "1-3");
      case 8 ->
          ipv6
              ? "ip6 saddr . tcp dport " + not() + "{ fd00:122::10 . 22, fd00:122::99 . 80 }"
              : "ip saddr . tcp dport " + not() + "@pairs";
      case 9 -> ipv6 ? "udp dport 546-547" : "igmp type " + not() + any("0x11", "0x16");
      case 10 -> "meta l4proto . th dport " + not() + "{ tcp . 22, udp . 53, udp . 67, 132 . 80 }";
      default -> any("tcp", "udp") + " dport " + not() + any("22", "53", "67-68", "{ 80, 443 }");
    };
  }
}
