package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Maps;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.MacAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a host knows of its guests apart from its rules.
 *
 * <pre>{@code
 * boolean alike = places.of(one).map(GuestPlaces.Place::setting)
 *     .equals(places.of(other).map(GuestPlaces.Place::setting));
 * }</pre>
 */
public final class GuestPlaces {

  private final Situation situation;
  private final ImmutableMap<String, Device> ports;
  private final ListMultimap<String, MacAddress> atPort = ArrayListMultimap.create();
  private final ListMultimap<MacAddress, IpAddress> known = ArrayListMultimap.create();

  private GuestPlaces(Situation situation) {
    this.situation = situation;
    this.ports = Maps.uniqueIndex(situation.devices, Device::name);
    situation.learned.forEach((mac, port) -> atPort.put(port, mac));
    situation.neighbors.forEach((address, mac) -> known.put(mac, address));
  }

  /**
   * {@return what a host knows of its guests}
   *
   * @param situation what is known of the host
   */
  public static GuestPlaces of(Situation situation) {
    return new GuestPlaces(situation);
  }

  /**
   * Where a guest is.
   *
   * @param setting the bridge and the settings of the port, equal if they are the same
   * @param addresses the addresses of the guest, and those at which the host knows its MAC address
   */
  public record Place(Object setting, List<IpAddress> addresses) {

    /**
     * Copies the list.
     *
     * @param setting the bridge and the settings of the port
     * @param addresses the addresses
     */
    public Place {
      addresses = ImmutableList.copyOf(addresses);
    }
  }

  /** The settings of a port. */
  private record Setting(String bridge, Device.Options options) {}

  /**
   * {@return where a guest is; empty if the host knows more of it than its port, MAC address and
   * addresses, such as another guest at the same port, or one with the same addresses}
   *
   * @param guest the guest
   */
  public Optional<Place> of(Guest guest) {
    Optional<Device> port =
        Optional.ofNullable(ports.get(guest.port()))
            .filter(
                device ->
                    guest.bridge().equals(device.bridge())
                        && !device.isBridge()
                        && device.mac().isEmpty()
                        && device.addresses().isEmpty());
    Set<IpAddress> addresses = new LinkedHashSet<>(guest.addresses());
    addresses.addAll(known.get(guest.mac()));
    boolean alone =
        areOnly(situation.learned.get(guest.mac()), guest.port())
            && areOnly(atPort.get(guest.port()), guest.mac())
            && addresses.stream().allMatch(one -> guest.mac().equals(situation.neighbors.get(one)));
    return port.filter(device -> alone)
        .map(
            device ->
                new Place(
                    new Setting(guest.bridge(), device.options()),
                    ImmutableList.copyOf(addresses)));
  }

  /** {@return whether something is in a list, once or more often, and nothing else} */
  private static <T> boolean areOnly(Collection<T> some, T only) {
    return !some.isEmpty() && some.stream().allMatch(only::equals);
  }

  /** {@return the networks that the host reaches, and those that it has addresses in} */
  public List<Prefix> networks() {
    ImmutableList.Builder<Prefix> networks = ImmutableList.builder();
    situation.devices.forEach(device -> networks.addAll(device.addresses()));
    situation.routes.forEach(route -> networks.add(route.destination()));
    return networks.build();
  }

  /** {@return the addresses of the host, and those of routers} */
  public List<IpAddress> others() {
    ImmutableList.Builder<IpAddress> others = ImmutableList.builder();
    situation.devices.forEach(
        device -> device.addresses().forEach(prefix -> others.add(prefix.address())));
    situation.routes.forEach(route -> route.gateway().ifPresent(others::add));
    return others.build();
  }
}
