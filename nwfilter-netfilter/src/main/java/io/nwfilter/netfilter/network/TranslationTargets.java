package io.nwfilter.netfilter.network;

import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.core.network.PortRange;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import java.util.Optional;
import java.util.Set;

/**
 * What source addresses and ports are translated to: those of {@code <nat>}, or the address of the
 * interface that packets leave by. The addresses of {@code <nat>} are for IPv4 only, and the ports
 * 0 to 0 stand for none.
 */
final class TranslationTargets {

  private final Optional<AddressSpan> addresses;
  private final PortSpan ports;

  TranslationTargets(Family family, NetworkNat nat) {
    this.addresses =
        nat.addresses()
            .filter(range -> family == Family.IPV4)
            .map(range -> new AddressSpan(range.start(), range.end()));
    PortRange range = nat.ports().filter(given -> given.end() > 0).orElse(PortRange.DEFAULT);
    this.ports = new PortSpan(range.start(), range.end());
  }

  /** {@return the target for packets that have ports} */
  Target ports() {
    return target(Optional.of(ports));
  }

  /** {@return the target for other packets} */
  Target other() {
    return target(Optional.empty());
  }

  private Target target(Optional<PortSpan> to) {
    TranslationKind kind =
        addresses.isPresent() ? TranslationKind.SNAT : TranslationKind.MASQUERADE;
    return AddressTranslation.of(kind, addresses, to, Set.of());
  }
}
