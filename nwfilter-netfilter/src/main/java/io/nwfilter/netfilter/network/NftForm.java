package io.nwfilter.netfilter.network;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.netfilter.layout.StateForm;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What rules of nftables ask: the bridge by its index, other interfaces by their names, and each
 * rule counts (seen with libvirt 11.3.0).
 */
final class NftForm implements RuleForm {

  private static final Match REPLIES =
      StateForm.CONNTRACK.match(List.of(TrackedState.ESTABLISHED, TrackedState.RELATED));

  private final NetworkMatches matches;
  private final FieldMatch from;
  private final FieldMatch to;

  /**
   * Makes the form.
   *
   * @param matches the matches on the network
   */
  NftForm(NetworkMatches matches) {
    this.matches = matches;
    this.from = matches.from().via("iif");
    this.to = matches.to().via("oif");
  }

  private static List<Match> counted(ImmutableList.Builder<Match> all) {
    return all.add(CounterMatch.COUNTER).build();
  }

  private static ImmutableList.Builder<Match> begin(
      Field field, Optional<InterfaceName> device, Match... others) {
    ImmutableList.Builder<Match> all = ImmutableList.builder();
    device.ifPresent(name -> all.add(NetworkMatches.named(field, name)));
    return all.add(others);
  }

  @Override
  public List<Match> fromMachines() {
    return counted(ImmutableList.<Match>builder().add(from));
  }

  @Override
  public List<Match> toMachines() {
    return counted(ImmutableList.<Match>builder().add(to));
  }

  @Override
  public List<Match> amongMachines() {
    return counted(ImmutableList.<Match>builder().add(from, to));
  }

  @Override
  public List<Match> outwards(NetworkAddress subnet, Optional<InterfaceName> device) {
    ImmutableList.Builder<Match> all =
        ImmutableList.<Match>builder().add(matches.fromSubnet(subnet), from);
    device.ifPresent(name -> all.add(NetworkMatches.named(Field.OUT_INTERFACE, name)));
    return counted(all);
  }

  /** The subnet is asked for first if replies are not, and the state last. */
  @Override
  public List<Match> inwards(
      NetworkAddress subnet, Optional<InterfaceName> device, boolean replies) {
    Match destination = matches.toSubnet(subnet);
    if (replies) {
      return counted(begin(Field.IN_INTERFACE, device, to, destination, REPLIES));
    }
    ImmutableList.Builder<Match> all = ImmutableList.<Match>builder().add(destination);
    return counted(all.addAll(begin(Field.IN_INTERFACE, device, to).build()));
  }

  @Override
  public List<Match> exempt(NetworkAddress subnet, Match exempt, Optional<InterfaceName> device) {
    return counted(begin(Field.OUT_INTERFACE, device, matches.fromSubnet(subnet), exempt));
  }

  @Override
  public List<Match> translated(
      NetworkAddress subnet, OptionalInt protocol, Optional<InterfaceName> device) {
    ImmutableList.Builder<Match> all = ImmutableList.builder();
    protocol.ifPresent(number -> all.add(matches.protocol(number)));
    all.add(matches.fromSubnet(subnet), matches.beyond(subnet));
    device.ifPresent(name -> all.add(NetworkMatches.named(Field.OUT_INTERFACE, name)));
    return counted(all);
  }
}
