package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.value.MacAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A domain as it is once libvirt has started it: interfaces that have a filter, but no name or MAC
 * address yet, get generated ones.
 */
final class StartedDomain {

  private final Set<InterfaceName> names = new HashSet<>();
  private int made;

  private StartedDomain() {}

  /** {@return the domain with names and addresses} */
  static Domain of(Domain domain) {
    StartedDomain started = new StartedDomain();
    domain.interfaces().forEach(one -> one.targetDev().ifPresent(started.names::add));
    return new Domain(
        domain.name(),
        domain.uuid(),
        domain.interfaces().stream()
            .map(started::complete)
            .collect(ImmutableList.toImmutableList()),
        domain.location());
  }

  private NetworkInterface complete(NetworkInterface one) {
    if (one.filterRef().isEmpty()) {
      return one;
    }
    return new NetworkInterface(
        one.attachment(),
        one.virtualPort(),
        one.mac().or(() -> Optional.of(mac())),
        one.addresses(),
        one.targetDev().or(() -> Optional.of(name())),
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
