package io.nwfilter.netfilter.network;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the rules of a network ask, in the words of one backend and in the order in which libvirt
 * has it ask.
 */
interface RuleForm {

  /** {@return that a packet comes from a machine of the network} */
  List<Match> fromMachines();

  /** {@return that a packet goes to a machine of the network} */
  List<Match> toMachines();

  /** {@return that a packet goes from one machine of the network to another} */
  List<Match> amongMachines();

  /**
   * {@return that a packet goes from a machine with an address of a subnet to what is beyond the
   * host}
   *
   * @param subnet the subnet
   * @param device the only interface that it may leave by, if there is one
   */
  List<Match> outwards(NetworkAddress subnet, Optional<InterfaceName> device);

  /**
   * {@return that a packet from beyond the host goes to an address of a subnet}
   *
   * @param subnet the subnet
   * @param device the only interface that it may come by, if there is one
   * @param replies whether only replies are meant, and what belongs to other connections
   */
  List<Match> inwards(NetworkAddress subnet, Optional<InterfaceName> device, boolean replies);

  /**
   * {@return that a packet goes from an address of a subnet to a destination that is exempt from
   * translation}
   *
   * @param subnet the subnet
   * @param exempt the match on the destination
   * @param device the only interface that it may leave by, if there is one
   */
  List<Match> exempt(NetworkAddress subnet, Match exempt, Optional<InterfaceName> device);

  /**
   * {@return that a packet goes from an address of a subnet to one outside it}
   *
   * @param subnet the subnet
   * @param protocol the number of its protocol (IANA), if only one is meant
   * @param device the only interface that it may leave by, if there is one
   */
  List<Match> translated(
      NetworkAddress subnet, OptionalInt protocol, Optional<InterfaceName> device);
}
