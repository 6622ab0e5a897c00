package io.nwfilter.netfilter.host;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.change.ScriptCommand;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.List;

/**
 * Something that changes the rules of a host.
 *
 * <ul>
 *   <li>{@link Daemon}: libvirt's daemon starts, stops, is restarted or reloaded; firewalld reloads
 *   <li>{@link NetworkStarts}, {@link NetworkStops}: a virtual network
 *   <li>{@link MachineStarts}, {@link MachineStops}: a virtual machine, with all its interfaces
 *   <li>{@link InterfaceStarts}, {@link InterfaceStops}: a single interface with a filter
 *   <li>{@link ScriptRuns}: commands of the host's own
 *   <li>{@link RulesRestored}: the host loads whole tables, as {@code iptables-restore} does
 *   <li>{@link Overlap}: two of these at the same time, of which one loses what it has changed
 * </ul>
 */
public sealed interface HostEvent {

  /**
   * Calls the visitor's method for this variant.
   *
   * @param visitor the visitor
   * @param <R> what the visitor returns
   * @return what it returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * Has a method for each variant, so that a new one does not compile until it is handled.
   *
   * @param <R> what the methods return
   */
  interface Visitor<R> {

    /**
     * Visits what happens to libvirt's daemon.
     *
     * @param event the event
     * @return what the visitor makes of it
     */
    R visit(Daemon event);

    /**
     * Visits the start of a network.
     *
     * @param event the event
     * @return what the visitor makes of it
     */
    R visit(NetworkStarts event);

    /**
     * Visits the end of a network.
     *
     * @param event the event
     * @return what the visitor makes of it
     */
    R visit(NetworkStops event);

    /**
     * Visits the start of a machine.
     *
     * @param event the event
     * @return what the visitor makes of it
     */
    R visit(MachineStarts event);

    /**
     * Visits the end of a machine.
     *
     * @param event the event
     * @return what the visitor makes of it
     */
    R visit(MachineStops event);

    /**
     * Visits the start of an interface.
     *
     * @param event the event
     * @return what the visitor makes of it
     */
    R visit(InterfaceStarts event);

    /**
     * Visits the end of an interface.
     *
     * @param event the event
     * @return what the visitor makes of it
     */
    R visit(InterfaceStops event);

    /**
     * Visits a script.
     *
     * @param event the event
     * @return what the visitor makes of it
     */
    R visit(ScriptRuns event);

    /**
     * Visits the loading of whole tables.
     *
     * @param event the event
     * @return what the visitor makes of it
     */
    R visit(RulesRestored event);

    /**
     * Visits two events at the same time.
     *
     * @param event the event
     * @return what the visitor makes of it
     */
    R visit(Overlap event);
  }

  /** What happens to libvirt's daemon; networks and machines go on running without it. */
  enum Daemon implements HostEvent {
    /** It starts, and adds the rules of networks and interfaces that run. */
    STARTS,
    /** It stops; all rules stay. */
    STOPS,
    /** It stops and starts. */
    RESTARTS,
    /**
     * It is told to reload ({@code SIGHUP}, {@code systemctl reload}): it adds the rules of
     * networks and interfaces again, but makes no chain or jump for networks that is missing.
     */
    RELOADS,
    /**
     * firewalld reloads: it deletes all rules and chains of iptables, ip6tables and ebtables, the
     * host's own, too, and keeps the policies of base chains. libvirt, unless it was stopped, hears
     * of it and adds its chains, its jumps and all rules again, as after a restart.
     *
     * <p>Seen with firewalld 1.3.3 and its default backend, nftables; what firewalld itself has in
     * nftables is not modelled. With the backend iptables, it also sets the policies to {@code
     * ACCEPT} and adds chains of its own; libvirt's jumps come before those.
     */
    FIREWALLD_RELOADS;

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A virtual network starts.
   *
   * @param network the network
   */
  record NetworkStarts(CompiledNetwork network) implements HostEvent {

    /**
     * Checks that it is given.
     *
     * @param network the network
     */
    public NetworkStarts {
      requireNonNull(network, "network");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A virtual network is destroyed.
   *
   * @param name its name
   */
  record NetworkStops(String name) implements HostEvent {

    /**
     * Checks that it is given.
     *
     * @param name its name
     */
    public NetworkStops {
      requireNonNull(name, "name");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A virtual machine starts.
   *
   * @param machine the machine
   */
  record MachineStarts(CompiledDomain machine) implements HostEvent {

    /**
     * Checks that it is given.
     *
     * @param machine the machine
     */
    public MachineStarts {
      requireNonNull(machine, "machine");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A virtual machine stops.
   *
   * @param name its name
   */
  record MachineStops(String name) implements HostEvent {

    /**
     * Checks that it is given.
     *
     * @param name its name
     */
    public MachineStops {
      requireNonNull(name, "name");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A single interface with a filter starts, as a binding is created.
   *
   * @param compiled the interface
   */
  record InterfaceStarts(CompiledInterface compiled) implements HostEvent {

    /**
     * Checks that it is given.
     *
     * @param compiled the interface
     */
    public InterfaceStarts {
      requireNonNull(compiled, "compiled");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * A single interface with a filter stops, as a binding is deleted.
   *
   * @param name its name
   */
  record InterfaceStops(InterfaceName name) implements HostEvent {

    /**
     * Checks that it is given.
     *
     * @param name its name
     */
    public InterfaceStops {
      requireNonNull(name, "name");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * The host's own script runs.
   *
   * @param name what it is called, for messages
   * @param commands its commands in order
   */
  record ScriptRuns(String name, List<ScriptCommand> commands) implements HostEvent {

    /**
     * Checks that all components are given.
     *
     * @param name what it is called
     * @param commands its commands
     */
    public ScriptRuns {
      requireNonNull(name, "name");
      commands = ImmutableList.copyOf(requireNonNull(commands, "commands"));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * The host loads whole tables: those that are named lose all that they had, libvirt's rules and
   * chains, too.
   *
   * @param ruleset the tables
   * @param location where they are, for messages
   */
  record RulesRestored(Ruleset ruleset, SourceLocation location) implements HostEvent {

    /**
     * Checks that all components are given.
     *
     * @param ruleset the tables
     * @param location where they are
     */
    public RulesRestored {
      requireNonNull(ruleset, "ruleset");
      requireNonNull(location, "location");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Two events at the same time, without a lock: each reads a table, changes it and writes it, as
   * iptables did before version 1.4.20 had a lock. The second reads before the first has written,
   * and writes after it: of the tables that the second changes, the first one's changes are lost.
   *
   * @param lost the event whose changes are lost
   * @param kept the event whose changes are kept
   */
  record Overlap(HostEvent lost, HostEvent kept) implements HostEvent {

    /**
     * Checks that both are given.
     *
     * @param lost the event whose changes are lost
     * @param kept the event whose changes are kept
     */
    public Overlap {
      requireNonNull(lost, "lost");
      requireNonNull(kept, "kept");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * {@return the start of a network}
   *
   * @param network the network
   */
  static HostEvent starts(CompiledNetwork network) {
    return new NetworkStarts(network);
  }

  /**
   * {@return the start of a machine}
   *
   * @param machine the machine
   */
  static HostEvent starts(CompiledDomain machine) {
    return new MachineStarts(machine);
  }

  /**
   * {@return the start of an interface}
   *
   * @param compiled the interface
   */
  static HostEvent starts(CompiledInterface compiled) {
    return new InterfaceStarts(compiled);
  }
}
