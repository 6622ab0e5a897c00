package io.nwfilter.netfilter.query;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Ways;
import java.util.List;
import java.util.Map;

/** The variables that queries about a guest may use. */
public final class GuestVariables {

  /** The variable for the MAC address that the host has at the guest's bridge. */
  public static final String HOST_MAC = "HOST_MAC";

  private GuestVariables() {}

  /**
   * {@return the values of {@code $MAC}, {@code $IP}, {@code $IPV6} and {@code $HOST_MAC}, without
   * the dollar signs}
   *
   * @param guest the guest
   * @param situation the host that the guest is on
   */
  public static Map<String, List<String>> of(Guest guest, Situation situation) {
    ImmutableList<String> own =
        Ways.ownAddress(situation, Entry.port(guest.port()))
            .map(mac -> ImmutableList.of(mac.toString()))
            .orElseGet(ImmutableList::of);
    return ImmutableMap.<String, List<String>>builder()
        .putAll(of(guest))
        .put(HOST_MAC, own)
        .buildOrThrow();
  }

  /**
   * {@return the values of {@code $MAC}, {@code $IP} and {@code $IPV6}, without the dollar signs} A
   * variable without values is there, too, so that its use is an error that says so.
   *
   * @param guest the guest
   */
  public static Map<String, List<String>> of(Guest guest) {
    Map<Boolean, List<IpAddress>> byFamily =
        guest.addresses().stream().collect(partitioningBy(Ipv4Address.class::isInstance, toList()));
    return ImmutableMap.of(
        "MAC", ImmutableList.of(guest.mac().toString()),
        "IP", texts(byFamily.getOrDefault(true, ImmutableList.of())),
        "IPV6", texts(byFamily.getOrDefault(false, ImmutableList.of())));
  }

  private static ImmutableList<String> texts(List<IpAddress> addresses) {
    return addresses.stream().map(IpAddress::toString).collect(ImmutableList.toImmutableList());
  }
}
