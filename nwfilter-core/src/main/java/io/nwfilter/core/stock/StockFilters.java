package io.nwfilter.core.stock;

import static io.nwfilter.core.attribute.Attributes.ARPDSTIPADDR;
import static io.nwfilter.core.attribute.Attributes.ARPDSTMACADDR;
import static io.nwfilter.core.attribute.Attributes.ARPSRCIPADDR;
import static io.nwfilter.core.attribute.Attributes.ARPSRCMACADDR;
import static io.nwfilter.core.attribute.Attributes.DSTIPADDR;
import static io.nwfilter.core.attribute.Attributes.DSTIPMASK;
import static io.nwfilter.core.attribute.Attributes.DSTMACADDR;
import static io.nwfilter.core.attribute.Attributes.DSTPORTSTART;
import static io.nwfilter.core.attribute.Attributes.OPCODE;
import static io.nwfilter.core.attribute.Attributes.PROTOCOL;
import static io.nwfilter.core.attribute.Attributes.PROTOCOLID;
import static io.nwfilter.core.attribute.Attributes.SRCIPADDR;
import static io.nwfilter.core.attribute.Attributes.SRCIPMASK;
import static io.nwfilter.core.attribute.Attributes.SRCMACADDR;
import static io.nwfilter.core.attribute.Attributes.SRCPORTSTART;
import static io.nwfilter.core.filter.Action.ACCEPT;
import static io.nwfilter.core.filter.Action.DROP;
import static io.nwfilter.core.filter.Action.RETURN;
import static io.nwfilter.core.filter.Direction.IN;
import static io.nwfilter.core.filter.Direction.INOUT;
import static io.nwfilter.core.filter.Direction.OUT;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import java.util.List;
import java.util.stream.Stream;

/**
 * The 24 filters of libvirt 9.0.0, and those of other releases (libvirt: Network Filters,
 * Pre-existing network filters; on a host they are in {@code /usr/share/libvirt/nwfilter}).
 */
public final class StockFilters {

  private static final FilterLibrary LIBRARY =
      FilterLibrary.of(
          Stream.of(antiSpoofing(), ethernet(), internet(), dhcp(), combined())
              .flatMap(List::stream)
              .map(StockFilters::named)
              .toList());

  /** That of 0.8.3 let no other source through, not even the 0.0.0.0 of a DHCP client. */
  private static final FilterLibrary LIBRARY_0_8 =
      LIBRARY.with(
          named(
              Filter.builder("no-ip-spoofing")
                  .chain("ipv4")
                  .rule(every(DROP, OUT).protocol(Protocol.IP).whereNotText(SRCIPADDR, "$IP"))
                  .build()));

  /** Announcements are accepted by one filter for RARP, no longer by their wrong number 0x835. */
  private static final FilterLibrary LIBRARY_12_8 =
      LIBRARY.with(
          Stream.of(
                  announcementsByRarp(),
                  Filter.builder("qemu-announce-self").include("qemu-announce-self-rarp").build(),
                  cleanTraffic("qemu-announce-self-rarp"),
                  cleanTrafficGateway("qemu-announce-self-rarp"))
              .map(StockFilters::named)
              .toArray(Filter[]::new));

  private static final String PLACE = "stock:";

  private StockFilters() {}

  /**
   * {@return whether a place is in one of these filters}
   *
   * @param place the place
   */
  public static boolean contains(SourceLocation place) {
    return place.document().startsWith(PLACE);
  }

  /**
   * {@return the library of all of them} They and their entries are at the place {@code
   * stock:NAME}.
   */
  public static FilterLibrary library() {
    return LIBRARY;
  }

  /**
   * {@return the library of a release} Of the filters of 0.8.3, only that {@code no-ip-spoofing}
   * dropped every IPv4 packet with another source than {@code $IP} is known; the others are taken
   * to be those of 9.0.0. Those of 11.3.0 are the same; in 12.8.0, four that are about QEMU's
   * announcements differ.
   *
   * @param release the release
   */
  public static FilterLibrary library(LibvirtRelease release) {
    return switch (release) {
      case V0_8 -> LIBRARY_0_8;
      case V9_0, V11_3 -> LIBRARY;
      case V12_8 -> LIBRARY_12_8;
    };
  }

  /** {@return a filter that says of itself and its entries that they are of the stock} */
  private static Filter named(Filter filter) {
    SourceLocation place = SourceLocation.of(PLACE + filter.name());
    return filter.toBuilder().location(place).replaceAll(entry -> at(place, entry)).build();
  }

  private static FilterEntry at(SourceLocation place, FilterEntry entry) {
    return entry.accept(
        new FilterEntry.Visitor<FilterEntry>() {
          @Override
          public FilterEntry rule(Rule rule) {
            return rule.toBuilder().location(place).build();
          }

          @Override
          public FilterEntry reference(FilterReference reference) {
            return new FilterReference(
                reference.filter(), reference.parameters(), place, reference.acceptedCodes());
          }
        });
  }

  private static Rule.Builder every(Action action, Direction direction) {
    return Rule.builder(action, direction);
  }

  private static ImmutableList<Filter> antiSpoofing() {
    return ImmutableList.of(
        Filter.builder("no-mac-spoofing")
            .chain("mac")
            .rule(every(RETURN, OUT).protocol(Protocol.MAC).whereText(SRCMACADDR, "$MAC"))
            .rule(Rule.drop(OUT, Protocol.MAC))
            .build(),
        Filter.builder("no-ip-spoofing")
            .chain("ipv4-ip")
            .chainPriority(-710)
            .rule(
                every(RETURN, OUT)
                    .priority(100)
                    .protocol(Protocol.IP)
                    .whereText(SRCIPADDR, "0.0.0.0")
                    .whereText(PROTOCOL, "udp"))
            .rule(every(RETURN, OUT).protocol(Protocol.IP).whereText(SRCIPADDR, "$IP"))
            .rule(every(DROP, OUT).priority(1000))
            .build(),
        Filter.builder("no-ipv6-spoofing")
            .chain("ipv6-ip")
            .chainPriority(-610)
            .rule(
                every(RETURN, OUT)
                    .priority(100)
                    .protocol(Protocol.IPV6)
                    .whereText(SRCIPADDR, "fe80::")
                    .whereText(SRCIPMASK, "10")
                    .whereText(PROTOCOL, "udp"))
            .rule(every(RETURN, OUT).protocol(Protocol.IPV6).whereText(SRCIPADDR, "$IPV6"))
            .rule(every(DROP, OUT).priority(1000))
            .build(),
        Filter.builder("no-arp-mac-spoofing")
            .chain("arp-mac")
            .chainPriority(-520)
            .rule(
                every(RETURN, OUT)
                    .priority(350)
                    .protocol(Protocol.ARP)
                    .whereText(ARPSRCMACADDR, "$MAC"))
            .rule(every(DROP, OUT).priority(1000))
            .build(),
        Filter.builder("no-arp-ip-spoofing")
            .chain("arp-ip")
            .chainPriority(-510)
            .rule(
                every(RETURN, OUT)
                    .priority(400)
                    .protocol(Protocol.ARP)
                    .whereText(ARPSRCIPADDR, "$IP"))
            .rule(every(DROP, OUT).priority(1000))
            .build(),
        Filter.builder("no-arp-spoofing")
            .include("no-arp-mac-spoofing")
            .include("no-arp-ip-spoofing")
            .build());
  }

  private static ImmutableList<Filter> ethernet() {
    return ImmutableList.of(
        Filter.builder("allow-arp").chain("arp").rule(every(ACCEPT, INOUT)).build(),
        Filter.builder("no-mac-broadcast")
            .chain("ipv4")
            .rule(Rule.drop(OUT, Protocol.MAC).whereText(DSTMACADDR, "ff:ff:ff:ff:ff:ff"))
            .build(),
        Filter.builder("no-other-l2-traffic").rule(every(DROP, INOUT).priority(1000)).build(),
        Filter.builder("no-other-rarp-traffic")
            .chain("rarp")
            .rule(every(DROP, INOUT).priority(1000))
            .build(),
        announcements().build(),
        Filter.builder("qemu-announce-self")
            .rule(Rule.accept(OUT, Protocol.MAC).whereText(PROTOCOLID, "0x835"))
            .include("qemu-announce-self-rarp")
            .include("no-other-rarp-traffic")
            .build());
  }

  private static Filter.Builder announcements() {
    return Filter.builder("qemu-announce-self-rarp")
        .chain("rarp")
        .rule(announcement(OUT).whereText(SRCMACADDR, "$MAC"))
        .rule(announcement(IN));
  }

  private static Filter announcementsByRarp() {
    return announcements().include("no-other-rarp-traffic").build();
  }

  private static Rule.Builder announcement(Direction direction) {
    return Rule.accept(direction, Protocol.RARP)
        .whereText(DSTMACADDR, "ff:ff:ff:ff:ff:ff")
        .whereText(OPCODE, "Request_Reverse")
        .whereText(ARPSRCMACADDR, "$MAC")
        .whereText(ARPDSTMACADDR, "$MAC")
        .whereText(ARPSRCIPADDR, "0.0.0.0")
        .whereText(ARPDSTIPADDR, "0.0.0.0");
  }

  private static ImmutableList<Filter> internet() {
    return ImmutableList.of(
        Filter.builder("allow-ipv4").chain("ipv4").rule(every(ACCEPT, INOUT)).build(),
        Filter.builder("allow-ipv6").chain("ipv6").rule(every(ACCEPT, INOUT)).build(),
        Filter.builder("allow-incoming-ipv4").chain("ipv4").rule(every(ACCEPT, IN)).build(),
        Filter.builder("allow-incoming-ipv6").chain("ipv6").rule(every(ACCEPT, IN)).build(),
        Filter.builder("no-ip-multicast")
            .chain("ipv4")
            .rule(
                Rule.drop(OUT, Protocol.IP)
                    .whereText(DSTIPADDR, "224.0.0.0")
                    .whereText(DSTIPMASK, "4"))
            .build(),
        Filter.builder("no-ipv6-multicast")
            .chain("ipv6")
            .rule(
                Rule.drop(OUT, Protocol.IPV6)
                    .whereText(DSTIPADDR, "ff00::")
                    .whereText(DSTIPMASK, "8"))
            .build());
  }

  private static ImmutableList<Filter> dhcp() {
    return ImmutableList.of(
        Filter.builder("allow-dhcp").chain("ipv4").rule(discover()).rule(offer()).build(),
        Filter.builder("allow-dhcp-server")
            .chain("ipv4")
            .rule(discover())
            .rule(offer().whereText(SRCIPADDR, "$DHCPSERVER"))
            .build(),
        Filter.builder("allow-dhcpv6").chain("ipv6").rule(solicit()).rule(advertise()).build(),
        Filter.builder("allow-dhcpv6-server")
            .chain("ipv6")
            .rule(solicit())
            .rule(advertise().whereText(SRCIPADDR, "$DHCPSERVER"))
            .build());
  }

  private static Rule.Builder discover() {
    return Rule.accept(OUT, Protocol.IP)
        .priority(100)
        .whereText(SRCIPADDR, "0.0.0.0")
        .whereText(DSTIPADDR, "255.255.255.255")
        .whereText(PROTOCOL, "udp")
        .where(SRCPORTSTART, 68)
        .where(DSTPORTSTART, 67);
  }

  private static Rule.Builder offer() {
    return Rule.accept(IN, Protocol.IP)
        .priority(100)
        .whereText(PROTOCOL, "udp")
        .where(SRCPORTSTART, 67)
        .where(DSTPORTSTART, 68);
  }

  private static Rule.Builder solicit() {
    return Rule.accept(OUT, Protocol.IPV6)
        .priority(100)
        .whereText(SRCIPADDR, "fe80::")
        .whereText(SRCIPMASK, "10")
        .whereText(DSTIPADDR, "ff02::1:2")
        .whereText(PROTOCOL, "udp")
        .where(SRCPORTSTART, 546)
        .where(DSTPORTSTART, 547);
  }

  private static Rule.Builder advertise() {
    return Rule.accept(IN, Protocol.IPV6)
        .priority(100)
        .whereText(PROTOCOL, "udp")
        .where(SRCPORTSTART, 547)
        .where(DSTPORTSTART, 546);
  }

  private static ImmutableList<Filter> combined() {
    return ImmutableList.of(
        cleanTraffic("qemu-announce-self"), cleanTrafficGateway("qemu-announce-self"));
  }

  /** {@return the filter, with the one that accepts QEMU's announcements} */
  private static Filter cleanTraffic(String announcements) {
    return Filter.builder("clean-traffic")
        .include("no-mac-spoofing")
        .include("no-ip-spoofing")
        .rule(Rule.accept(OUT, Protocol.MAC).priority(-650).whereText(PROTOCOLID, "ipv4"))
        .include("allow-incoming-ipv4")
        .include("no-arp-spoofing")
        .rule(Rule.accept(INOUT, Protocol.MAC).priority(-500).whereText(PROTOCOLID, "arp"))
        .include("no-other-l2-traffic")
        .include(announcements)
        .build();
  }

  /** {@return the filter, with the one that accepts QEMU's announcements} */
  private static Filter cleanTrafficGateway(String announcements) {
    return Filter.builder("clean-traffic-gateway")
        .include("no-mac-spoofing")
        .include("no-ip-spoofing")
        .include("no-arp-spoofing")
        .rule(Rule.accept(INOUT, Protocol.MAC).priority(-500).whereText(PROTOCOLID, "arp"))
        .rule(Rule.accept(IN, Protocol.MAC).whereText(SRCMACADDR, "$GATEWAY_MAC"))
        .rule(Rule.accept(OUT, Protocol.MAC).whereText(DSTMACADDR, "$GATEWAY_MAC"))
        .include("no-other-l2-traffic")
        .include(announcements)
        .build();
  }
}
