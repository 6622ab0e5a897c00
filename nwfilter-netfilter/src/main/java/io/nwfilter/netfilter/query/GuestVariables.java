package io.nwfilter.netfilter.query;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.List;
import java.util.Map;

/** The variables that queries about a guest may use. */
public final class GuestVariables {

  private GuestVariables() {}

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
