package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.InterfacesInRules;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where packets that others than a guest send enter its host. Of ports for which all rules are the
 * same, that of everybody whose interface is not known stands for the rest.
 *
 * @param onBridge ports of the guest's bridge
 * @param elsewhere interfaces to other networks, and ports of other bridges
 * @param left ports that are left out, as there are more than {@value InterfacesInRules#MAX} of a
 *     kind
 */
record Senders(List<Entry> onBridge, List<Entry> elsewhere, List<String> left) {

  /** {@return where packets of others enter} */
  static Senders of(Situation situation, HostRules rules, Surroundings surroundings, Guest guest) {
    return of(situation, bridge -> unlike(situation, rules, bridge), surroundings, guest);
  }

  /** {@return the ports of a bridge that rules do not treat like that of everybody} */
  static ImmutableList<String> unlike(Situation situation, HostRules rules, String bridge) {
    String others = Surroundings.others(bridge);
    List<String> ports =
        situation.ports(bridge).stream().filter(port -> !port.equals(others)).toList();
    return ImmutableList.copyOf(InterfacesInRules.unlike(ports, others, rules));
  }

  /**
   * {@return where packets of others enter}
   *
   * @param situation what is known of the host
   * @param unlike the ports of a bridge that rules do not treat like that of everybody
   * @param surroundings what documents say about the host
   * @param guest the guest
   */
  static Senders of(
      Situation situation,
      Function<String, ImmutableList<String>> unlike,
      Surroundings surroundings,
      Guest guest) {
    String bridge = guest.bridge();
    ImmutableList.Builder<Entry> onBridge = ImmutableList.builder();
    ImmutableList.Builder<Entry> elsewhere = ImmutableList.builder();
    ImmutableList.Builder<String> left = ImmutableList.builder();
    addPorts(onBridge, left, unlike, guest, ImmutableList.of(bridge));
    Entry outside = Entry.network(surroundings.outside());
    elsewhere.add(outside);
    situation.entries().stream()
        .filter(Entry.Network.class::isInstance)
        .filter(entry -> !entry.equals(outside))
        .forEach(elsewhere::add);
    List<String> bridges =
        surroundings.bridges().stream().filter(other -> !other.equals(bridge)).toList();
    addPorts(elsewhere, left, unlike, guest, bridges);
    return new Senders(onBridge.build(), elsewhere.build(), left.build());
  }

  private static void addPorts(
      ImmutableList.Builder<Entry> entries,
      ImmutableList.Builder<String> left,
      Function<String, ImmutableList<String>> unlike,
      Guest guest,
      List<String> bridges) {
    int added = 0;
    for (String bridge : bridges) {
      entries.add(Entry.port(Surroundings.others(bridge)));
      for (String port : unlike.apply(bridge)) {
        if (port.equals(guest.port())) {
          continue;
        }
        if (added++ < InterfacesInRules.MAX) {
          entries.add(Entry.port(port));
        } else {
          left.add(port);
        }
      }
    }
  }

  /** {@return all of these places} */
  ImmutableList<Entry> all() {
    return Stream.concat(onBridge.stream(), elsewhere.stream())
        .collect(ImmutableList.toImmutableList());
  }
}
