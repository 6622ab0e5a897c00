package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Addresses for interfaces whose addresses libvirt learns: until it does, they only have interim
 * rules, which say little about their filters.
 */
final class LearnedAddresses {

  /** The first address for documentation (RFC 5737, TEST-NET-1). */
  private static final int FIRST = Ipv4Address.parseDottedQuad("192.0.2.1").bits();

  private static final int ADDRESSES = 254;

  private final Map<InterfaceName, Ipv4Address> learned;

  private LearnedAddresses(Map<InterfaceName, Ipv4Address> learned) {
    this.learned = ImmutableMap.copyOf(learned);
  }

  /** {@return an address for each interface that has interim rules} */
  static LearnedAddresses of(List<Outcome> outcomes) {
    Map<InterfaceName, Ipv4Address> learned = new LinkedHashMap<>();
    Side.started(outcomes).stream()
        .flatMap(rules -> rules.interfaces().stream())
        .filter(CompiledInterface::interim)
        .forEach(
            one -> learned.put(one.name(), new Ipv4Address(FIRST + learned.size() % ADDRESSES)));
    return new LearnedAddresses(learned);
  }

  /** {@return options that have the addresses} */
  CompileOptions in(CompileOptions options) {
    CompileOptions.Builder more = options.toBuilder();
    learned.forEach(more::learnedAddress);
    return more.build();
  }
}
