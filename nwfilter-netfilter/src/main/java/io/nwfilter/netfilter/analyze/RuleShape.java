package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Prefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules ask, apart from which names of interfaces, MAC addresses and addresses of IP they ask
 * for.
 *
 * <p>If the rules of two rulesets have equal shapes, what {@link RulesetAnalysis} says of one holds
 * for the other, chain by chain in the order in which tables list them, as long as neither exceeds
 * its budget. For there is a bijection of packets that maps those that meet a rule of the one to
 * those that meet that rule of the other:
 *
 * <ol>
 *   <li>In equal shapes, each value that one ruleset asks for alone is at the place of one value of
 *       the other, and no two at that of one: the places of a value, in all fields of its kind, are
 *       numbered by where it is first asked for.
 *   <li>All other sets of values (prefixes, masks, ranges) are the same in both, and two values at
 *       one place are in the same of these sets. So every set that intersections of these and their
 *       complements make has as many single values in one ruleset as in the other, and as many
 *       values at all. Hence the values of a kind have a bijection that takes each single value to
 *       the one at its place, and each of the sets to itself.
 *   <li>It is one bijection for all fields of a kind, so it keeps which fields of a packet are
 *       equal. All other fields keep their values. What packets there can be only depends on
 *       whether a name of an interface is empty, which is one of the sets.
 * </ol>
 *
 * <p>Group, broadcast, loopback and link-local addresses are among the sets, whether rules ask for
 * them or not.
 */
public final class RuleShape {

  private final ImmutableList<Object> tokens;
  private final int hash;

  private RuleShape(ImmutableList<Object> tokens) {
    this.tokens = tokens;
    this.hash = tokens.hashCode();
  }

  /**
   * {@return the shape of rulesets}
   *
   * @param rulesets the rulesets
   */
  public static RuleShape of(Iterable<Ruleset> rulesets) {
    ShapeReader reader = new ShapeReader();
    rulesets.forEach(reader::read);
    return new RuleShape(reader.tokens());
  }

  /**
   * {@return the shape of an interface's rules in all families} Its name and its MAC address count
   * as if rules asked for them first.
   *
   * @param compiled the interface
   */
  public static RuleShape of(CompiledInterface compiled) {
    ShapeReader reader = new ShapeReader();
    reader.value(FieldKind.INTERFACE, Bits.ofName(compiled.name().name()));
    reader.value(FieldKind.MAC, Bits.of(compiled.binding().mac()));
    for (Family family : Family.values()) {
      reader.read(compiled.ruleset(family));
    }
    return new RuleShape(reader.tokens());
  }

  /**
   * {@return the shape of a guest's rules on a host of which no more is known} Its name, its MAC
   * address and the addresses that its filter is given count as if rules asked for them first.
   * Ports may differ as well.
   *
   * <p>If such shapes are equal, whether a set of packets has any is the same for both guests, as
   * long as one question has the values of the one guest where the other question has those of the
   * other, and both have no further ones but those that stand for themselves here: groups, this
   * host, links, documentation, system ports, and what {@link
   * io.nwfilter.netfilter.simulate.Surroundings} fill in.
   *
   * @param guest the interface
   * @param rulesets its rules in all families
   */
  public static RuleShape ofGuest(FilterBinding guest, Iterable<Ruleset> rulesets) {
    return ofGuest(guest, ImmutableList.of(), rulesets);
  }

  /**
   * {@return the shape of a guest's rules on a host with some addresses} What {@link
   * #ofGuest(FilterBinding, Iterable)} says of two guests holds for those of hosts with the same
   * addresses on their bridges.
   *
   * @param guest the interface
   * @param hostAddresses the addresses of the host on its bridge
   * @param rulesets its rules in all families
   */
  public static RuleShape ofGuest(
      FilterBinding guest, List<Prefix> hostAddresses, Iterable<Ruleset> rulesets) {
    ShapeReader reader = new ShapeReader();
    SpecialValues.fixIn(reader);
    hostAddresses.forEach(address -> SpecialValues.fixIn(reader, address));
    reader.value(FieldKind.INTERFACE, Bits.ofName(guest.portDev().name()));
    reader.value(FieldKind.MAC, Bits.of(guest.mac()));
    guest.filterRef().parameters().get("IP").forEach(ip -> given(reader, ip));
    guest.filterRef().parameters().get("IPV6").forEach(ip -> given(reader, ip));
    rulesets.forEach(reader::read);
    return new RuleShape(reader.tokens());
  }

  /** Of what is not an address, nothing is known but the text. */
  private static void given(ShapeReader reader, String address) {
    try {
      if (address.indexOf(':') < 0) {
        reader.value(FieldKind.IPV4, Bits.of(Ipv4Address.parseDottedQuad(address)));
      } else {
        reader.value(FieldKind.IPV6, Bits.of(Ipv6Address.parse(address)));
      }
    } catch (IllegalValueException e) {
      reader.add(address);
    }
  }

  /** {@return whether another object is an equal shape} */
  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof RuleShape other && hash == other.hash && tokens.equals(other.tokens);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
