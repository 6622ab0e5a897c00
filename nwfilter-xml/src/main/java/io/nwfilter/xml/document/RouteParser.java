package io.nwfilter.xml.document;

import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.NetworkMask;
import io.nwfilter.core.network.NetworkRoute;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.NetworkCode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads a {@code <route>} of a network. */
final class RouteParser {

  private final Markup.Element element;

  RouteParser(Markup.Element element) {
    this.element = element;
  }

  NetworkRoute parse() {
    IpAddress address =
        MarkupValues.address(element, "address", MarkupValues.required(element, "address"));
    IpAddress gateway =
        MarkupValues.address(element, "gateway", MarkupValues.required(element, "gateway"));
    Optional<String> family = element.attribute("family");
    NetworkAddressParser.requireFamily(element, family, address, "address");
    NetworkAddressParser.requireFamily(element, family, gateway, "gateway");
    NetworkRoute route =
        new NetworkRoute(address, mask(address), family.isPresent(), gateway, metric());
    if (!isNetwork(route)) {
      throw MarkupValues.illegal(
          NetworkCode.MISPLACED_ADDRESS,
          element,
          "the address " + address + " has bits after its prefix or mask");
    }
    return route;
  }

  private static boolean isNetwork(NetworkRoute route) {
    IpAddress address = route.address();
    Optional<IpAddress> netmask = route.mask().netmask();
    return netmask.isPresent()
        ? (address.low() & ~netmask.get().low()) == 0
        : address.masked(route.prefixLength()).equals(address);
  }

  private NetworkMask mask(IpAddress address) {
    Optional<String> netmask = element.attribute("netmask");
    OptionalLong prefix = MarkupValues.number(element, "prefix", address.length());
    if (netmask.isPresent() && prefix.isPresent()) {
      throw MarkupValues.illegal(
          NetworkCode.ONLY_ONE_ALLOWED, element, "it has both a netmask and a prefix");
    }
    if (netmask.isPresent()) {
      return NetworkMask.ofNetmask(NetworkAddressParser.netmask(element, netmask.get(), address));
    }
    return prefix.isPresent() ? NetworkMask.ofPrefix((int) prefix.getAsLong()) : NetworkMask.NONE;
  }

  private OptionalInt metric() {
    OptionalLong metric = MarkupValues.number(element, "metric", Integer.MAX_VALUE);
    if (metric.isPresent() && metric.getAsLong() == 0) {
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE, element, "a metric is 1 or more, not 0");
    }
    return metric.isPresent() ? OptionalInt.of((int) metric.getAsLong()) : OptionalInt.empty();
  }
}
