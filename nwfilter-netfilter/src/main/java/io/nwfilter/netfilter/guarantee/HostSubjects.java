package io.nwfilter.netfilter.guarantee;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.InterfacesInRules;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.HashMap;
import java.util.Map;

/**
 * The guests of a host as {@link Subject}s. What is the same for guests of a bridge is made once,
 * so that many guests need little more than one.
 *
 * <pre>{@code
 * HostSubjects all = HostSubjects.of(situation, rules, surroundings);
 * List<Subject> subjects = surroundings.guests().stream().map(all::subject).toList();
 * }</pre>
 *
 * <p>Not safe for use by several threads at a time; the subjects are.
 */
public final class HostSubjects {

  private final Situation situation;
  private final HostRules rules;
  private final Surroundings surroundings;
  private final InterfacesInRules added;
  private final Map<String, OnBridge> bridges = new HashMap<>();
  private final Map<Unlike, ImmutableList<String>> unlike = new HashMap<>();

  private HostSubjects(Situation situation, HostRules rules, Surroundings surroundings) {
    this.situation = requireNonNull(situation, "situation");
    this.rules = requireNonNull(rules, "rules");
    this.surroundings = requireNonNull(surroundings, "surroundings");
    this.added = InterfacesInRules.lackingIn(situation, rules);
  }

  /**
   * {@return the guests of a host}
   *
   * @param situation what is known of the host; it has all that the surroundings have
   * @param rules the rules of the host
   * @param surroundings what documents say about the host, to which nothing is added any more
   */
  public static HostSubjects of(Situation situation, HostRules rules, Surroundings surroundings) {
    return new HostSubjects(situation, rules, surroundings);
  }

  /**
   * A host on which packets are led to and from guests of a bridge.
   *
   * @param added the interfaces that it has as rules name them
   * @param situation what is known of it, with these
   * @param simulator the host
   * @param withoutRules the same host without rules
   */
  record OnBridge(
      InterfacesInRules added, Situation situation, Simulator simulator, Simulator withoutRules) {

    static OnBridge of(Situation given, InterfacesInRules added, HostRules rules, String bridge) {
      Situation asked = atEachPort(added.addedTo(given, bridge));
      return new OnBridge(added, asked, Simulator.of(asked, rules), Simulator.of(asked));
    }

    /** {@return a situation in which what holds does so wherever a neighbour replies} */
    private static Situation atEachPort(Situation situation) {
      return situation.toBuilder().neighborsAtEachPort(true).build();
    }
  }

  /** Ports of a bridge, where another bridge has those that only rules name. */
  private record Unlike(String bridge, String ofGuest) {}

  /**
   * {@return a guest}
   *
   * @param guest the guest, one of the surroundings
   * @throws io.nwfilter.netfilter.simulate.UnusableRulesException if rules lead in a circle, or to
   *     a chain that does not exist
   */
  public Subject subject(Guest guest) {
    OnBridge host =
        bridges.computeIfAbsent(
            guest.bridge(), bridge -> OnBridge.of(situation, added, rules, bridge));
    Senders senders =
        Senders.of(
            host.situation(),
            bridge ->
                unlike.computeIfAbsent(
                    new Unlike(bridge, guest.bridge()),
                    any -> Senders.unlike(host.situation(), rules, bridge)),
            surroundings,
            guest);
    return Subject.of(situation, host, senders, rules, surroundings, guest);
  }
}
