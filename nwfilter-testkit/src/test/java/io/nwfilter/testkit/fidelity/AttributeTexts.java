package io.nwfilter.testkit.fidelity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Bounds;
import java.util.Locale;

/** Texts to try as the values of an attribute: legal ones, and all that might be taken for one. */
final class AttributeTexts {

  private static final ImmutableList<String> VARIABLES =
      ImmutableList.of(
          "$",
          "$$",
          "$A",
          "$A ",
          " $A",
          "$ A",
          "$A$B",
          "$a",
          "$0",
          "$_",
          "$A_1",
          "$A-b",
          "$a.b",
          "$a:b",
          "$Ä",
          "${A}",
          "$A[",
          "$A]",
          "$A[]",
          "$A[0]",
          "$A[3]",
          "$A[03]",
          "$A[010]",
          "$A[0x3]",
          "$A[ 1]",
          "$A[1 ]",
          "$A[\t1]",
          "$A[+1]",
          "$A[-0]",
          "$A[-1]",
          "$A[-2]",
          "$A[3",
          "$A[3]foo",
          "$A[3]]",
          "$A[3][4]",
          "$A[3] ",
          "$A [3]",
          "$A[1,2]",
          "$A[1-2]",
          "$A[x]",
          "$A[999999999]",
          "$A[2147483647]",
          "$A[2147483648]",
          "$A[4294967295]",
          "$A[4294967296]",
          "$A[4294967297]",
          "$A[-4294967295]",
          "$A[-4294967296]",
          "$A[9223372036854775807]",
          "$A[9223372036854775808]",
          "$A[18446744073709551615]",
          "$A[18446744073709551616]",
          "$A[-18446744073709551615]",
          "$A[-9223372036854775808]",
          "$A[99999999999999999999]",
          "$[]",
          "$[3]",
          "$[@1]",
          "$A[@]",
          "$A[@0]",
          "$A[@1]",
          "$A[@01]",
          "$A[@999]",
          "$A[@1000]",
          "$A[@1001]",
          "$A[@-1]",
          "$A[@-0]",
          "$A[@+1]",
          "$A[@ 1]",
          "$A[@1 ]",
          "$A[@1]foo",
          "$A[@0x1]",
          "$A[@$B]",
          "$A[@4294967296]",
          "$A[@4294967297]",
          "$A[@-4294967295]",
          "$A[@18446744073709551616]",
          "$A[@@1]",
          "$A[ @1]",
          "$A[ @ 1 ]x",
          "$A[@1 x]",
          "$A[1 x]",
          "$A[ ]",
          "$A[\u00a01]",
          "$A[- 1]",
          "$A[@-4294966296]",
          "$A[@-4294966295]",
          "$[ @1]x",
          "$" + "A".repeat(300));

  /** No value of most types; here so that none takes another one's. */
  private static final ImmutableList<String> ANYTHING =
      ImmutableList.of(
          "",
          " ",
          "0",
          "1",
          "-",
          ".",
          ":",
          ",",
          "/",
          "x",
          "true",
          "tcp",
          "NEW",
          "1.2.3.4",
          "::1",
          "52:54:00:9f:80:45",
          "é",
          "A\tB",
          "A\nB");

  private static final ImmutableList<String> NUMBERS =
      ImmutableList.of(
          "00",
          "-0",
          "+0",
          "-00",
          "-0x0",
          "-1",
          "+1",
          "--1",
          "+-1",
          "- 1",
          "+ 1",
          " 1",
          "  1",
          "1 ",
          "\t1",
          "\n1",
          "\r1",
          "1\t",
          "1\n",
          " +1",
          " -0",
          "01",
          "010",
          "08",
          "0000000000000000000000000000001",
          "0x",
          "0X",
          "x1",
          "0x0",
          "0x1",
          "0X1F",
          "0x1f",
          "0xAb",
          "0x01",
          "0x0000000000000000000000000001",
          "0xg",
          "0x1g",
          "0x 1",
          "0x+1",
          "0x-1",
          "0x0x1",
          " 0x1",
          "0x1 ",
          "+0x1",
          "-0x1",
          "1f",
          "f",
          "ff",
          "FF",
          "0f",
          " ff",
          "+ff",
          "-ff",
          "0b1",
          "1h",
          "1.0",
          "1e1",
          "1,2",
          "1:2",
          "1-2",
          "!1",
          "2147483647",
          "2147483648",
          "4294967295",
          "4294967296",
          "4294967297",
          "0xffffffff",
          "0x100000000",
          "0x100000001",
          "9223372036854775808",
          "18446744073709551615",
          "18446744073709551616",
          "18446744073709551617",
          "0xffffffffffffffff",
          "0x10000000000000000",
          "0x10000000000000001",
          "99999999999999999999999999",
          "-4294967294",
          "-4294967295",
          "-4294967296",
          "-18446744073709551614",
          "-18446744073709551615",
          "-18446744073709551616",
          "-9223372036854775808",
          "٣",
          "１",
          "\u00a01",
          "1\u00a0");

  private static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "ipv4",
          "ipv6",
          "arp",
          "rarp",
          "vlan",
          "Request",
          "Reply",
          "Request_Reverse",
          "Reply_Reverse",
          "DRARP_Request",
          "DRARP_Reply",
          "DRARP_Error",
          "InARP_Request",
          "InARP_Reply",
          "ARP_NAK",
          "ARP_Reply",
          "tcp",
          "udp",
          "udplite",
          "esp",
          "ah",
          "icmp",
          "igmp",
          "sctp",
          "icmpv6",
          "dccp",
          "ip",
          "mac",
          "stp",
          "root",
          "all",
          "any",
          "none",
          "tcp-ipv6",
          "ipv6-icmp",
          "gre",
          "http",
          "ssh");

  private static final ImmutableList<String> STATES =
      ImmutableList.of(
          "new",
          "New",
          "NEW,ESTABLISHED",
          "ESTABLISHED,NEW",
          "INVALID,RELATED,ESTABLISHED,NEW",
          "NEW,NEW",
          "NEW, ESTABLISHED",
          " NEW",
          "NEW ",
          "\tNEW",
          "NEW\n,RELATED",
          "NEW,",
          ",NEW",
          "NEW,,RELATED",
          ",",
          ",,",
          " , ",
          "NEW;RELATED",
          "NEW RELATED",
          "NEW/RELATED",
          "NONE",
          "none",
          "NONE,NEW",
          "NEW,NONE",
          "ALL",
          "UNTRACKED",
          "DNAT",
          "ANY",
          "!NEW",
          "NEWER",
          "NE",
          "NEW\u00a0",
          "ıNVALID",
          "InVaLiD",
          "NEW\tRELATED",
          "NEW\nRELATED",
          "NEW\rRELATED",
          "NEW| RELATED",
          "ſYN");

  private static final ImmutableList<String> FLAGS =
      ImmutableList.of(
          "SYN",
          "SYN/SYN",
          "/",
          "SYN/",
          "/SYN",
          "SYN,ACK/SYN",
          "ACK,SYN/SYN",
          "RST,FIN,PSH,URG,ACK,SYN/RST,SYN",
          "ALL/NONE",
          "NONE/ALL",
          "NONE/NONE",
          "ALL/ALL",
          "all/none",
          "syn/syn",
          "Syn/Syn",
          "SYN/ACK",
          "SYN,SYN/SYN",
          "SYN,NONE/SYN",
          "SYN,ALL/SYN",
          "SYN, ACK/SYN",
          " SYN/SYN",
          "SYN/SYN ",
          "SYN /SYN",
          "SYN/ SYN",
          "SYN,/SYN",
          ",SYN/SYN",
          ",/,",
          "SYN//SYN",
          "SYN/SYN/ACK",
          "SYN/SYN/",
          "SYN;ACK/SYN",
          "SYN ACK/SYN",
          "ECE/ECE",
          "CWR/CWR",
          "0x02/0x02",
          "2/2",
          "!SYN/SYN",
          "SYN|ACK/SYN",
          "FİN/FIN",
          "ſYN/SYN",
          "SYN\tACK/SYN",
          "SYN/SYN ACK");

  private static final ImmutableList<String> BOOLEANS =
      ImmutableList.of(
          "yes", "Yes", "YES", "no", "TRUE", "True", "true ", " true", "false", "False", "on",
          "off", "01", "1 ", "2", "-1", "t", "y");

  private static final ImmutableList<String> IPSETS =
      ImmutableList.of(
          "a",
          "A b",
          " a",
          "a ",
          "-a",
          "a-b_c.d:e",
          "!a",
          "a,b",
          "a/b",
          "a+b",
          "a@b",
          "a'b",
          "a\"b",
          "a\\b",
          "a;b",
          "a$b",
          "a#b",
          "ä",
          "s".repeat(30),
          "s".repeat(31),
          "s".repeat(32),
          "s".repeat(33),
          "ä".repeat(15));

  private static final ImmutableList<String> IPSET_FLAGS =
      ImmutableList.of(
          "src",
          "dst",
          "SRC",
          "Src,DST",
          "src,dst",
          "src,src",
          "src,dst,src,dst,src,dst",
          "dst,dst,dst,dst,dst,dst",
          "src,dst,src,dst,src,dst,src",
          "src,dst,src,dst,src,dst,",
          "src,",
          ",src",
          "src,,dst",
          ",",
          ",,",
          "src dst",
          "src, dst",
          " src",
          "src ",
          "src\t",
          "src;dst",
          "srcdst",
          "srcx",
          "sr",
          "source",
          "src:dst",
          "src/dst",
          "ſrc",
          "src,dst,src,dst,src,dst,,",
          "src,dst,src,dst,src,dst, ",
          "src,dst,src,dst,src,");

  private static final ImmutableList<String> COMMENTS =
      ImmutableList.of(
          "plain",
          "  blanks  inside and around  ",
          "'single' \"double\" `back`",
          "a\\b\\",
          "<&>",
          "a\nb",
          "a\r\nb",
          "a\tb",
          "\u007f",
          "\u0085",
          "\u2028",
          "\u00a0",
          "\ufeff",
          "\ufffd",
          "äöü",
          "€",
          "\ud83d\ude00",
          "-j ACCEPT",
          "--comment",
          "%s%n",
          "#",
          "c".repeat(254),
          "c".repeat(255),
          "c".repeat(256),
          "c".repeat(257),
          "c".repeat(1000),
          "ä".repeat(127),
          "ä".repeat(128),
          "ä".repeat(129),
          "ä".repeat(256),
          "c" + "ä".repeat(127),
          "c" + "ä".repeat(128),
          "€".repeat(85),
          "€".repeat(86),
          "\ud83d\ude00".repeat(64),
          "c" + "\ud83d\ude00".repeat(64));

  private static final int FEW = 16;

  private static final ImmutableList<String> MOST_TELLING =
      ImmutableList.of(
          "",
          " 1",
          "1 ",
          "+1",
          "-1",
          "-0",
          "01",
          "4294967296",
          "18446744073709551617",
          "tcp",
          "arp",
          "x",
          "1.2.3.4",
          "::1",
          "52:54:00:9f:80:45 ",
          "$",
          "$A",
          "$A ",
          "$A[3]",
          "$A[ 1]x",
          "$A[@1000]",
          "$A[@1001]",
          "$A-b");

  private AttributeTexts() {}

  /** {@return the texts to try with an attribute, without repetition} */
  static ImmutableList<String> of(AttributeSpec<?> spec) {
    return ImmutableSet.<String>builder()
        .addAll(ofType(spec))
        .addAll(ANYTHING)
        .addAll(VARIABLES)
        .build()
        .asList();
  }

  /**
   * {@return fewer of them: for attributes whose type was tried in full with another one, as most
   * of the time goes into asking}
   */
  static ImmutableList<String> fewOf(AttributeSpec<?> spec) {
    ImmutableSet.Builder<String> texts = ImmutableSet.builder();
    if (spec.type().range().isPresent()) {
      texts.addAll(limits(spec.type().range().get()));
    } else {
      ImmutableList<String> all = ofType(spec);
      texts.addAll(all.subList(0, Math.min(FEW, all.size())));
    }
    return texts.addAll(MOST_TELLING).build().asList();
  }

  private static ImmutableList<String> ofType(AttributeSpec<?> spec) {
    return switch (spec.type().kind()) {
      case NUMBER, DECIMAL -> numbers(spec.type().range().orElseThrow());
      case MAC, MAC_MASK -> AddressTexts.MACS;
      case IPV4, IPV6, EITHER_ADDRESS -> both(AddressTexts.IPV4, AddressTexts.IPV6);
      case IPV4_MASK, IPV6_MASK -> both(AddressTexts.MASKS, NUMBERS);
      case STATES -> STATES;
      case TCP_FLAGS -> FLAGS;
      case BOOLEAN -> BOOLEANS;
      case IPSET -> IPSETS;
      case IPSET_FLAGS -> IPSET_FLAGS;
      case COMMENT -> COMMENTS;
    };
  }

  private static ImmutableList<String> both(
      ImmutableList<String> first, ImmutableList<String> second) {
    return ImmutableList.<String>builder().addAll(first).addAll(second).build();
  }

  /** {@return both sides of each limit, in both notations, and what might be a number} */
  private static ImmutableList<String> numbers(Bounds range) {
    ImmutableList.Builder<String> texts = ImmutableList.builder();
    texts.addAll(limits(range));
    texts.addAll(NUMBERS);
    for (String name : NAMES) {
      texts.add(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), name + " ");
    }
    return texts.build();
  }

  private static ImmutableList<String> limits(Bounds range) {
    ImmutableList.Builder<String> texts = ImmutableList.builder();
    for (long limit : new long[] {range.lowest(), range.highest()}) {
      for (long number = limit - 1; number <= limit + 1; number++) {
        texts.add(Long.toString(number));
        if (number >= 0) {
          texts.add("0x" + Long.toHexString(number));
          texts.add("0X" + Long.toHexString(number).toUpperCase(Locale.ROOT));
          texts.add(Long.toHexString(number));
        }
      }
    }
    return texts.build();
  }
}
