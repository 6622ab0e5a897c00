package io.nwfilter.testkit.guarantee;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.netfilter.guarantee.Guarantee;
import io.nwfilter.netfilter.guarantee.Guarantees;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.guarantee.Verification;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;

/** What the filters that libvirt installs are meant to guarantee, and what they do. */
public final class StockGuarantees {

  public static final ImmutableList<ForwardMode> MODES =
      ImmutableList.of(ForwardMode.BRIDGE, ForwardMode.ROUTE, ForwardMode.NAT);

  private static final String AROUND = "nothing-around-";

  /** What their names and libvirt's documentation promise. */
  private static final ImmutableSetMultimap<String, String> MEANT =
      ImmutableSetMultimap.<String, String>builder()
          .put("no-mac-spoofing", "no-foreign-source-mac")
          .put("no-ip-spoofing", "no-foreign-source-ipv4")
          .put("no-ipv6-spoofing", "no-foreign-source-ipv6")
          .put("no-arp-spoofing", "no-foreign-arp-sender")
          .put("allow-dhcp", "dhcp-completes")
          .put("allow-dhcp-server", "dhcp-completes")
          .put("allow-dhcpv6", "dhcpv6-completes")
          .put("allow-dhcpv6-server", "dhcpv6-completes")
          .putAll(
              "clean-traffic",
              "no-foreign-source-mac",
              "no-foreign-source-ipv4",
              "no-foreign-source-ipv6",
              "no-foreign-arp-sender",
              "dhcp-completes",
              "replies-come-back")
          .putAll(
              "clean-traffic-gateway",
              "no-foreign-source-mac",
              "no-foreign-source-ipv4",
              "no-foreign-source-ipv6",
              "no-foreign-arp-sender",
              "dhcp-completes",
              "replies-come-back",
              "guest-to-guest-closed")
          .build();

  private StockGuarantees() {}

  /** {@return whether a guarantee is what a filter is for; nothing should get around any filter} */
  static boolean isMeant(String filter, Guarantee guarantee) {
    boolean drops = filter.startsWith("no-") || filter.startsWith("clean-");
    return MEANT.containsEntry(filter, guarantee.name())
        || (drops && guarantee.name().startsWith(AROUND));
  }

  public static List<String> filters() {
    return StockFilters.library().filters().stream().map(Filter::name).toList();
  }

  /** The gateway is the host, unless it is elsewhere on the bridge. */
  public static Subject subject(String filter, ForwardMode mode) {
    return Subject.of(
        Filters.stock(
            filter, mode == ForwardMode.BRIDGE ? Surroundings.RECEIVER : Situation.BRIDGE_MAC),
        mode);
  }

  /** What is tried of a filter, with the result in each situation. */
  record Row(String filter, Guarantee guarantee, List<Verification> results) {

    boolean holds() {
      return results.stream().allMatch(Verification::holds);
    }

    boolean isMeant() {
      return StockGuarantees.isMeant(filter, guarantee);
    }
  }

  static ImmutableList<Row> rows() {
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    for (String filter : filters()) {
      List<Subject> subjects = MODES.stream().map(mode -> subject(filter, mode)).toList();
      for (Guarantee guarantee : Guarantees.all()) {
        rows.add(new Row(filter, guarantee, subjects.stream().map(guarantee::verify).toList()));
      }
    }
    return rows.build();
  }

  /** {@return the guarantees that a filter is meant to give, for a check of their names} */
  static ImmutableSet<String> meant() {
    return ImmutableSet.copyOf(MEANT.values());
  }
}
