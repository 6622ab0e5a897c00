package io.nwfilter.netfilter.diagram;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells whose the chains and rules of one ruleset are. */
final class RuleOwners {

  private static final Bits WHOLE_NAME = Bits.ones(Field.IN_INTERFACE.width());
  private static final ImmutableList<Field> PORTS =
      ImmutableList.of(Field.IN_PORT, Field.OUT_PORT, Field.IN_INTERFACE, Field.OUT_INTERFACE);
  private static final ImmutableList<Field> ADDRESSES =
      ImmutableList.of(
          Field.IPV4_SOURCE, Field.IPV4_DESTINATION, Field.IPV6_SOURCE, Field.IPV6_DESTINATION);

  private final Owners known;
  private final Ruleset ruleset;
  private final Set<String> devices;
  private final Map<Values, Owner> networkOfAddresses = new HashMap<>();

  RuleOwners(Owners known, Ruleset ruleset) {
    this.known = known;
    this.ruleset = ruleset;
    this.devices = new HashSet<>(known.machineDevices());
    for (Table table : ruleset.tables().values()) {
      if (LibvirtChains.hasMachines(ruleset.family(), table.name())) {
        table
            .chains()
            .keySet()
            .forEach(
                chain -> LibvirtChains.device(ruleset.family(), chain).ifPresent(devices::add));
      }
      table.chains().values().forEach(chain -> learnAddresses(table.name(), chain));
    }
  }

  /** Where a rule asks for a bridge and for addresses, the addresses are those of the network. */
  private void learnAddresses(String table, Chain chain) {
    NetworkChain.find(ruleset.family(), table, chain.name())
        .flatMap(shared -> shared.bridge(table))
        .ifPresent(
            bridge -> {
              for (ChainRule rule : chain.rules()) {
                device(rule, bridge)
                    .ifPresent(
                        name ->
                            addresses(rule)
                                .ifPresent(
                                    values -> networkOfAddresses.put(values, known.network(name))));
              }
            });
  }

  /** {@return whose a chain is} */
  Owner ofChain(String table, String chain) {
    if (LibvirtChains.isShared(ruleset.family(), table, chain)) {
      return Owner.LIBVIRT;
    }
    if (!LibvirtChains.hasMachines(ruleset.family(), table)) {
      return Owner.HOST;
    }
    return LibvirtChains.device(ruleset.family(), chain)
        .or(() -> LibvirtChains.deviceBelowRoot(ruleset.family(), chain, devices))
        .map(known::machine)
        .orElse(Owner.HOST);
  }

  /**
   * {@return whose a rule is} What leads to a chain belongs to whom the chain belongs to, and the
   * rules in libvirt's own chains to the machine or network that they ask for.
   */
  Owner ofRule(String table, Chain chain, Owner ofChain, ChainRule rule) {
    if (ofChain.kind() == Owner.Kind.MACHINE) {
      return ofChain;
    }
    return known
        .ofRule(ruleset.family(), table, chain.name(), rule)
        .orElseGet(() -> byContent(table, chain, ofChain, rule));
  }

  private Owner byContent(String table, Chain chain, Owner ofChain, ChainRule rule) {
    Owner entered = rule.entered().map(name -> ofChain(table, name)).orElse(Owner.HOST);
    if (entered.kind() != Owner.Kind.HOST) {
      return entered;
    }
    return ofChain.kind() == Owner.Kind.LIBVIRT ? inSharedChain(table, chain, rule) : ofChain;
  }

  private Owner inSharedChain(String table, Chain chain, ChainRule rule) {
    return NetworkChain.find(ruleset.family(), table, chain.name())
        .map(shared -> network(shared, table, rule))
        .orElseGet(() -> machine(rule))
        .orElse(Owner.LIBVIRT);
  }

  private Optional<Owner> network(NetworkChain chain, String table, ChainRule rule) {
    return chain
        .bridge(table)
        .flatMap(bridge -> device(rule, bridge))
        .map(known::network)
        .or(() -> addresses(rule).map(networkOfAddresses::get));
  }

  private Optional<Owner> machine(ChainRule rule) {
    return PORTS.stream()
        .flatMap(port -> device(rule, port).stream())
        .filter(devices::contains)
        .findFirst()
        .map(known::machine);
  }

  private static Optional<String> device(ChainRule rule, Field field) {
    return values(rule, field)
        .filter(Values.Masked.class::isInstance)
        .map(Values.Masked.class::cast)
        .filter(name -> name.mask().equals(WHOLE_NAME))
        .map(name -> name.value().name());
  }

  private static Optional<Values> addresses(ChainRule rule) {
    return ADDRESSES.stream().flatMap(field -> values(rule, field).stream()).findFirst();
  }

  private static Optional<Values> values(ChainRule rule, Field field) {
    return rule.matches().stream()
        .filter(FieldMatch.class::isInstance)
        .map(FieldMatch.class::cast)
        .filter(match -> match.field() == field && !match.negated())
        .map(FieldMatch::values)
        .findFirst();
  }
}
