package io.nwfilter.netfilter;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.FilterReference;
import java.util.Optional;

/**
 * Names the places of models that were built in code: messages about them say which interface of
 * which domain is meant, as those about documents give a line.
 */
final class BuiltPlaces {

  private BuiltPlaces() {}

  /** {@return an interface of a domain, with a place that names both unless it has one} */
  static NetworkInterface named(Domain domain, int index) {
    NetworkInterface built = domain.interfaces().get(index);
    if (!built.location().equals(SourceLocation.NONE)) {
      return built;
    }
    String known =
        built
            .targetDev()
            .<Object>map(dev -> dev)
            .or(built::mac)
            .map(what -> " (" + what + ")")
            .orElse("");
    SourceLocation place =
        place("domain '" + domain.name() + "', interface " + (index + 1) + known);
    return new NetworkInterface(
        built.attachment(),
        built.virtualPort(),
        built.portIsolated(),
        built.mac(),
        built.addresses(),
        built.targetDev(),
        built.filterRef().map(filter -> named(filter, place)),
        place,
        built.acceptedCodes());
  }

  /** {@return a binding with a place that names its interface unless it has one} */
  static FilterBinding named(FilterBinding built) {
    if (!built.location().equals(SourceLocation.NONE)) {
      return built;
    }
    Optional<String> owner = built.owner().map(FilterBinding.Owner::name);
    SourceLocation place =
        place(
            owner.map(name -> "domain '" + name + "', ").orElse("")
                + "interface "
                + built.portDev());
    return new FilterBinding(
        built.owner(),
        built.portDev(),
        built.linkDev(),
        built.mac(),
        named(built.filterRef(), place),
        place);
  }

  /** Such names are in angle brackets, as no file is meant. */
  private static SourceLocation place(String name) {
    return SourceLocation.of("<" + name + ">");
  }

  private static FilterReference named(FilterReference built, SourceLocation place) {
    return built.location().equals(SourceLocation.NONE)
        ? new FilterReference(built.filter(), built.parameters(), place, built.acceptedCodes())
        : built;
  }
}
