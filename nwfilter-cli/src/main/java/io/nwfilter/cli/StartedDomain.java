package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.value.MacAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A domain as it is once libvirt has started it: interfaces that have a filter, but no name or MAC
 * address yet, get generated ones.
 */
final class StartedDomain {

  private final Set<InterfaceName> names = new HashSet<>();
  private int made;

  /** The names that are not in documents. */
  private final Map<MacAddress, InterfaceName> given;

  private StartedDomain(Map<MacAddress, InterfaceName> given) {
    this.given = given;
    names.addAll(given.values());
  }

  /** {@return the domain with names and addresses} */
  static Domain of(Domain domain) {
    return all(ImmutableList.of(domain), ImmutableMap.of()).get(0);
  }

  /**
   * {@return domains of one host with names and addresses, each of which only one has}
   *
   * @param domains the domains
   * @param given the names of interfaces that are not in documents
   */
  static ImmutableList<Domain> all(List<Domain> domains, Map<MacAddress, InterfaceName> given) {
    StartedDomain started = new StartedDomain(given);
    domains.stream()
        .flatMap(domain -> domain.interfaces().stream())
        .forEach(one -> one.targetDev().ifPresent(started.names::add));
    return domains.stream().map(started::started).collect(ImmutableList.toImmutableList());
  }

  private Domain started(Domain domain) {
    return new Domain(
        domain.name(),
        domain.uuid(),
        domain.interfaces().stream().map(this::complete).collect(ImmutableList.toImmutableList()),
        domain.location());
  }

  private NetworkInterface complete(NetworkInterface one) {
    if (one.filterRef().isEmpty()) {
      return one;
    }
    return new NetworkInterface(
        one.attachment(),
        one.virtualPort(),
        one.portIsolated(),
        one.mac().or(() -> Optional.of(mac())),
        one.addresses(),
        one.targetDev().or(() -> one.mac().map(given::get)).or(() -> Optional.of(name())),
        one.filterRef(),
        one.location(),
        one.acceptedCodes());
  }

  private InterfaceName name() {
    InterfaceName name = new InterfaceName("vnet" + made++);
    while (!names.add(name)) {
      name = new InterfaceName("vnet" + made++);
    }
    return name;
  }

  /** An address of those that QEMU's guests get. */
  private MacAddress mac() {
    return MacAddress.parse(
        String.format(Locale.ROOT, "52:54:00:00:%02x:%02x", made >> 8 & 0xff, made & 0xff));
  }
}
