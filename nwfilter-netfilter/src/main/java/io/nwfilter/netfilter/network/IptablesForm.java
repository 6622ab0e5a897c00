package io.nwfilter.netfilter.network;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.netfilter.layout.StateForm;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What rules of iptables and ip6tables ask. A subnet of every address is not asked for. */
final class IptablesForm implements RuleForm {

  private final NetworkMatches matches;
  private final StateForm states;

  /**
   * Makes the form.
   *
   * @param matches the matches on the network
   * @param states how the state of a connection is asked for
   */
  IptablesForm(NetworkMatches matches, StateForm states) {
    this.matches = matches;
    this.states = states;
  }

  @Override
  public List<Match> fromMachines() {
    return ImmutableList.of(matches.from());
  }

  @Override
  public List<Match> toMachines() {
    return ImmutableList.of(matches.to());
  }

  @Override
  public List<Match> amongMachines() {
    return ImmutableList.of(matches.from(), matches.to());
  }

  @Override
  public List<Match> outwards(NetworkAddress subnet, Optional<InterfaceName> device) {
    ImmutableList.Builder<Match> all = ImmutableList.builder();
    matches.source(subnet).ifPresent(all::add);
    all.add(matches.from());
    device.ifPresent(name -> all.add(NetworkMatches.named(Field.OUT_INTERFACE, name)));
    return all.build();
  }

  @Override
  public List<Match> inwards(
      NetworkAddress subnet, Optional<InterfaceName> device, boolean replies) {
    ImmutableList.Builder<Match> all = ImmutableList.builder();
    matches.destination(subnet).ifPresent(all::add);
    device.ifPresent(name -> all.add(NetworkMatches.named(Field.IN_INTERFACE, name)));
    all.add(matches.to());
    if (replies) {
      all.add(states.wanted());
    }
    return all.build();
  }

  @Override
  public List<Match> exempt(NetworkAddress subnet, Match exempt, Optional<InterfaceName> device) {
    return from(subnet, exempt, device).build();
  }

  @Override
  public List<Match> translated(
      NetworkAddress subnet, OptionalInt protocol, Optional<InterfaceName> device) {
    ImmutableList.Builder<Match> all = from(subnet, matches.beyond(subnet), device);
    protocol.ifPresent(number -> all.add(matches.protocol(number)));
    return all.build();
  }

  private ImmutableList.Builder<Match> from(
      NetworkAddress subnet, Match to, Optional<InterfaceName> device) {
    ImmutableList.Builder<Match> all = ImmutableList.builder();
    matches.source(subnet).ifPresent(all::add);
    all.add(to);
    device.ifPresent(name -> all.add(NetworkMatches.named(Field.OUT_INTERFACE, name)));
    return all;
  }
}
