package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Frames whose receiver is their sender, as far as that matters: those with a MAC address that
 * rules name. Of any other address, rules and bridges do not tell from some how they treat it, so
 * for each such frame there is one to another receiver that fares as it would.
 */
public final class OwnReceivers {

  /** With more addresses than rules usually name one by one, sets would get large. */
  private static final int MAX = 256;

  private final Set<Bits> addresses = new LinkedHashSet<>();

  /** Adds the addresses that rules name. */
  public void add(HostRules rules) {
    rules.tables().stream()
        .flatMap(RuleTable::rules)
        .flatMap(rule -> rule.matches().stream())
        .filter(FieldMatch.class::isInstance)
        .map(FieldMatch.class::cast)
        .filter(match -> isAddress(match.field()))
        .forEach(match -> add(match.field(), match.values()));
  }

  private static boolean isAddress(Field field) {
    return field == Field.ETHERNET_SOURCE || field == Field.ETHERNET_DESTINATION;
  }

  private void add(Field field, Values values) {
    if (values instanceof Values.Union union) {
      union.parts().forEach(part -> add(field, part));
    } else if (values instanceof Values.Masked masked
        && masked.isSingle(field.width())
        && addresses.size() < MAX) {
      addresses.add(masked.value());
    }
  }

  /**
   * {@return the frames}
   *
   * @param except an address that is left out
   */
  public PacketClass frames(Bits except) {
    ImmutableList<List<PacketCondition>> alternatives =
        addresses.stream()
            .filter(address -> !address.equals(except))
            .<List<PacketCondition>>map(
                address ->
                    ImmutableList.of(
                        is(Field.ETHERNET_DESTINATION, address),
                        is(Field.ETHERNET_SOURCE, address)))
            .collect(ImmutableList.toImmutableList());
    return new PacketClass(alternatives);
  }

  private static PacketCondition is(Field field, Bits address) {
    return PacketCondition.in(field, Values.single(field, address));
  }
}
