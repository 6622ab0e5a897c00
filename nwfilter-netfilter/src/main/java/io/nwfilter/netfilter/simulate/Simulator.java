package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what becomes of packets on a host. It does not change, and may be used by several threads.
 *
 * <pre>{@code
 * Simulator host = Simulator.of(Situation.bridge("virbr0", "vnet0", "eth1"), rules);
 * Explanation why = host.run(Packet.parse("dhcp discover"), Entry.port("vnet0"));
 * }</pre>
 */
public final class Simulator {

  /** The bridge on which {@link #of(CompiledRules)} puts all interfaces. */
  public static final String BRIDGE = "virbr0";

  /** The port of that bridge at which everybody else is. */
  public static final String OTHERS = "others";

  private final Kernel kernel;
  private final Path path;
  private final @Nullable FilterBinding guest;

  private Simulator(HostRules rules, Situation situation, @Nullable FilterBinding guest) {
    this.kernel = new Kernel(rules, situation);
    this.path = new Path(kernel);
    this.guest = guest;
  }

  /**
   * {@return a simulator of a host}
   *
   * @param situation what is known of the host
   * @param rulesets its rules, at most one ruleset for each family; the other families have none
   * @throws UnusableRulesException if rules of a base chain lead in a circle, or a rule to a chain
   *     that does not exist
   * @throws IllegalArgumentException if two rulesets are of one family
   */
  public static Simulator of(Situation situation, Ruleset... rulesets) {
    return of(situation, Arrays.asList(rulesets));
  }

  /**
   * {@return a simulator of a host}
   *
   * @param situation what is known of the host
   * @param rulesets its rules, at most one ruleset for each family; the other families have none
   * @throws UnusableRulesException if rules of a base chain lead in a circle, or a rule to a chain
   *     that does not exist
   * @throws IllegalArgumentException if two rulesets are of one family
   */
  public static Simulator of(Situation situation, Iterable<Ruleset> rulesets) {
    return of(situation, HostRules.of(rulesets));
  }

  /**
   * {@return a simulator of a host}
   *
   * @param situation what is known of the host
   * @param rules its rules, with those of nftables
   * @throws UnusableRulesException if rules of a base chain lead in a circle, or a rule to a chain
   *     that does not exist
   */
  public static Simulator of(Situation situation, HostRules rules) {
    return new Simulator(
        requireNonNull(rules, "rules"), requireNonNull(situation, "situation"), null);
  }

  /**
   * {@return a simulator of a host that has compiled rules and no others} Its interfaces are ports
   * of {@value #BRIDGE}, behind whose port {@value #OTHERS} everybody else is. The bridge knows
   * where the guests' MAC addresses are.
   *
   * @param compiled the rules, of at least one interface
   * @throws IllegalArgumentException if there is no interface
   */
  public static Simulator of(CompiledRules compiled) {
    if (compiled.interfaces().isEmpty()) {
      throw new IllegalArgumentException("no interface has a filter");
    }
    Situation.Builder situation = Situation.builder();
    for (CompiledInterface one : compiled.interfaces()) {
      situation.bridge(BRIDGE, one.name().name());
      situation.learned(one.name().name(), one.binding().mac());
    }
    return of(compiled, situation.bridge(BRIDGE, OTHERS).build());
  }

  /**
   * {@return a simulator of a host that has compiled rules and no others}
   *
   * @param compiled the rules, of at least one interface
   * @param situation what is known of the host
   * @throws IllegalArgumentException if there is no interface
   */
  public static Simulator of(CompiledRules compiled, Situation situation) {
    HostRules all = HostRules.of(compiled);
    FilterBinding first =
        compiled.interfaces().stream()
            .map(CompiledInterface::binding)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no interface has a filter"));
    return new Simulator(all, situation, first);
  }

  private FilterBinding guest() {
    if (guest == null) {
      throw new IllegalStateException("which interface is the guest's has to be said");
    }
    return guest;
  }

  /**
   * {@return what becomes of a packet from the guest: the first interface of the compiled rules}
   *
   * @param packet the packet
   * @throws IllegalStateException if this simulator is not one of compiled rules
   */
  public Explanation fromGuest(Packet packet) {
    return run(packet, Entry.port(guest().portDev().name()));
  }

  /**
   * {@return what becomes of a packet to the guest that comes in by the port of everybody else}
   * Whether it arrives at the guest says {@link Explanation#fateAt}.
   *
   * @param packet the packet
   * @throws IllegalStateException if this simulator is not one of compiled rules
   * @throws IllegalArgumentException if the situation has no port {@value #OTHERS}
   */
  public Explanation toGuest(Packet packet) {
    guest();
    return run(packet, Entry.port(OTHERS));
  }

  /**
   * {@return what becomes of a packet, with every rule that is tried}
   *
   * @param packet the packet
   * @param entry where it enters
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public Explanation run(Packet packet, Entry entry) {
    return run(packet, entry, Remembered.NOTHING, true).explanation(packet, entry);
  }

  /**
   * {@return what becomes of a packet; nothing is recorded, which is much faster}
   *
   * @param packet the packet
   * @param entry where it enters
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public Fate fate(Packet packet, Entry entry) {
    return run(packet, entry, Remembered.NOTHING, false).fate();
  }

  /**
   * {@return what becomes of a packet on its way to an end; nothing is recorded unless it arrives
   * somewhere}
   *
   * @param packet the packet
   * @param entry where it enters
   * @param end where it may go; it is dropped if it does not go there
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public Fate fate(Packet packet, Entry entry, End end) {
    Fate somewhere = fate(packet, entry);
    return somewhere == Fate.ARRIVES || somewhere == Fate.DEPENDS
        ? run(packet, entry).fateAt(end)
        : somewhere;
  }

  /** {@return a conversation on this host, in which no packet was sent yet} */
  public Conversation conversation() {
    return new Conversation(this);
  }

  /**
   * Has an observer see every rule that a packet tries, in all courses that it may take.
   *
   * @param packet the packet
   * @param entry where it enters
   * @param observer is told of each rule
   * @throws IllegalArgumentException if the situation has no such interface
   */
  public void observe(Packet packet, Entry entry, RuleObserver observer) {
    run(packet, entry, Remembered.NOTHING, false, requireNonNull(observer, "observer"));
  }

  /** {@return all courses of a packet} */
  Courses run(Packet packet, Entry entry, Remembered remembered, boolean recorded) {
    return run(packet, entry, remembered, recorded, null);
  }

  /** {@return all courses of a packet, whose rules an observer, if there is one, is told of} */
  Courses run(
      Packet packet,
      Entry entry,
      Remembered remembered,
      boolean recorded,
      @Nullable RuleObserver observer) {
    requireNonNull(packet, "packet");
    requireNonNull(entry, "entry");
    Courses courses = new Courses();
    Deque<List<Integer>> pending = new ArrayDeque<>();
    pending.add(ImmutableList.of());
    while (!pending.isEmpty() && courses.size() < Explanation.MAX_COURSES) {
      List<Integer> given = pending.removeLast();
      Choices choices = new Choices(given);
      Run run = new Run(choices, remembered, recorded, observer);
      path.enter(new Transit(run, kernel, packet), entry);
      choices.addOthers(given.size(), pending);
      courses.add(run);
    }
    courses.complete = pending.isEmpty();
    return courses;
  }

  /**
   * {@return what rules of ebtables would see of a packet as it is before it enters, in a frame
   * even if the host sends it}
   *
   * @param packet the packet
   */
  public PacketView view(Packet packet) {
    Run run = new Run(new Choices(ImmutableList.of()), Remembered.NOTHING, false, null);
    return new PacketView(Family.BRIDGE, new Transit(run, kernel, packet));
  }

  /** {@return what is known of the host} */
  public Situation situation() {
    return kernel.situation;
  }

  /** {@return the host's rules by family; a family without rules may be missing} */
  public Map<Family, Ruleset> rulesets() {
    return kernel.rules.rulesets();
  }

  /** {@return all of the host's rules} */
  public HostRules rules() {
    return kernel.rules;
  }
}
