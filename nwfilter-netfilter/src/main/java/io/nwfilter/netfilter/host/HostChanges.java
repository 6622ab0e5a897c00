package io.nwfilter.netfilter.host;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.host.Running.DaemonState;
import io.nwfilter.netfilter.network.NetworkConflicts;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A host while events change it. */
final class HostChanges implements HostEvent.Visitor<HostChanges> {

  private final Map<Family, HostTables> tables = new EnumMap<>(Family.class);
  private NftRuleset nft;
  private DaemonState daemon;
  private final Map<String, CompiledNetwork> networks;
  private final Map<InterfaceName, CompiledInterface> interfaces;
  private final Map<String, ImmutableList<InterfaceName>> machines;
  private final List<Diagnostic> diagnostics;

  HostChanges(
      Map<Family, Ruleset> rulesets,
      NftRuleset nft,
      Running running,
      List<Diagnostic> diagnostics) {
    this.nft = nft;
    rulesets.forEach((family, ruleset) -> tables.put(family, new HostTables(ruleset)));
    this.daemon = running.daemon();
    this.networks = new LinkedHashMap<>(running.networks());
    this.interfaces = new LinkedHashMap<>(running.interfaces());
    this.machines = new LinkedHashMap<>(running.machines());
    this.diagnostics = diagnostics;
  }

  Host host() {
    networks.values().stream().filter(CompiledNetwork::hasRules).forEach(this::warnOfUnreached);
    return new Host(
        Maps.transformValues(tables, HostTables::ruleset),
        nft,
        new Running(
            daemon,
            ImmutableMap.copyOf(networks),
            ImmutableMap.copyOf(interfaces),
            ImmutableMap.copyOf(machines)),
        diagnostics);
  }

  /** {@return the tables that networks have rules in} */
  private Stream<HostTables> ofNetworks() {
    return Stream.of(of(Family.IPV4), of(Family.IPV6));
  }

  private HostTables of(Family family) {
    return requireNonNull(tables.get(family));
  }

  @Override
  public HostChanges visit(HostEvent.Daemon event) {
    switch (event) {
      case STARTS -> {
        require(
            daemon != DaemonState.STARTED && daemon != DaemonState.CHAINS_MADE,
            SourceLocation.NONE,
            "libvirt is running already");
        start();
      }
      case STOPS -> {
        requireDaemon();
        daemon = DaemonState.STOPPED;
      }
      case RESTARTS -> start();
      case RELOADS -> {
        requireDaemon();
        addAgain();
      }
      case FIREWALLD_RELOADS -> {
        List.copyOf(tables.values()).forEach(this::clear);
        if (daemon != DaemonState.STOPPED) {
          start();
        }
      }
    }
    return this;
  }

  /** Deletes all rules and all chains but the base chains, which keep their policies. */
  private void clear(HostTables all) {
    Map<String, Table> cleared =
        Maps.transformValues(
            all.ruleset().tables(),
            table ->
                new Table(
                    table.name(),
                    table.chains().values().stream()
                        .filter(Chain::isBase)
                        .map(chain -> chain.withRules(ImmutableList.of()))
                        .collect(ImmutableMap.toImmutableMap(Chain::name, Function.identity()))));
    tables.put(
        all.family(), new HostTables(new Ruleset(all.family(), ImmutableMap.copyOf(cleared))));
  }

  private void requireDaemon() {
    require(daemon != DaemonState.STOPPED, SourceLocation.NONE, "libvirt is not running");
    if (daemon == DaemonState.UNKNOWN) {
      daemon = DaemonState.STARTED;
    }
  }

  private void start() {
    daemon = DaemonState.STARTED;
    networks.values().stream()
        .filter(network -> network.hasRules() && !network.isInNftables())
        .findFirst()
        .ifPresent(this::makeChains);
    addAgain();
  }

  /** Networks come first, and then the interfaces, whose jumps are at the start afterwards. */
  private void addAgain() {
    List<CompiledNetwork> ruled =
        networks.values().stream().filter(CompiledNetwork::hasRules).toList();
    for (CompiledNetwork network : ruled) {
      destroy(network);
      if (hasPlaces(network)) {
        insert(network);
      } // otherwise libvirt takes back what it has inserted of it
    }
    interfaces.values().forEach(this::setUp);
    warnOfOrder(ruled);
  }

  private void warnOfOrder(List<CompiledNetwork> ruled) {
    Optional<SourceLocation> second =
        ruled.size() > 1
            ? Optional.of(ruled.get(1).network().location())
            : interfaces.values().stream().skip(1).findFirst().map(i -> i.binding().location());
    String many = ruled.size() > 1 ? ruled.size() + " networks" : interfaces.size() + " interfaces";
    second.ifPresent(place -> report(HostRemarks.orderUnknown(many, place)));
  }

  /** A script may have emptied the base chains, and left those that they led to. */
  private void warnOfUnreached(CompiledNetwork network) {
    for (HostTables each : ofNetworks().toList()) {
      for (Edit edit : network.start(each.family()).edits()) {
        if (edit instanceof Edit.Insert insert
            && BaseChains.find(each.family(), insert.table(), insert.chain()).isEmpty()
            && !each.rules(insert.table(), insert.chain()).isEmpty()
            && !each.isEntered(insert.table(), insert.chain())) {
          report(HostRemarks.chainNotEntered(each.family(), insert, network));
        }
      }
    }
  }

  private void report(Diagnostic diagnostic) {
    if (!diagnostics.contains(diagnostic)) {
      diagnostics.add(diagnostic);
    }
  }

  /** Only the first network after the daemon's start makes the chains. */
  private void makeChains(CompiledNetwork network) {
    if (daemon != DaemonState.CHAINS_MADE) {
      ofNetworks().forEach(each -> each.make(network.daemonChains(each.ruleset())));
      daemon = DaemonState.CHAINS_MADE;
    }
  }

  @Override
  public HostChanges visit(HostEvent.NetworkStarts event) {
    CompiledNetwork network = event.network();
    SourceLocation place = network.network().location();
    requireDaemon();
    require(
        !networks.containsKey(network.name()),
        place,
        "network '" + network.name() + "' is running already");
    requireNoConflict(network);
    if (network.isInNftables()) {
      insert(network);
    } else if (network.hasRules()) {
      makeChains(network);
      missing(network)
          .ifPresent(
              chain -> {
                throw new HostException(HostRemarks.chainDeleted(chain, network));
              });
      insert(network);
    }
    networks.put(network.name(), network);
    return this;
  }

  /** libvirt does not start a network whose bridge or addresses one that runs has. */
  private void requireNoConflict(CompiledNetwork network) {
    NetworkConflicts.of(
            Stream.concat(networks.values().stream(), Stream.of(network))
                .map(each -> new NetworkConflicts.Running(each.network(), each.bridge()))
                .toList())
        .errors()
        .stream()
        .findFirst()
        .ifPresent(
            conflict -> {
              throw new HostException(conflict);
            });
  }

  private boolean hasPlaces(CompiledNetwork network) {
    return missing(network).isEmpty();
  }

  /** {@return a chain that a network's rules belong in, and that is not there} */
  private Optional<String> missing(CompiledNetwork network) {
    return ofNetworks()
        .flatMap(
            each ->
                network.start(each.family()).edits().stream()
                    .filter(Edit.Insert.class::isInstance)
                    .map(Edit.Insert.class::cast)
                    .filter(insert -> !each.hasChain(insert.table(), insert.chain()))
                    .map(Edit.Insert::chain))
        .findFirst();
  }

  private void insert(CompiledNetwork network) {
    ofNetworks().forEach(each -> each.make(network.start(each.family())));
    nft = network.start(nft);
  }

  private void destroy(CompiledNetwork network) {
    ofNetworks().forEach(each -> each.make(network.destroy(each.ruleset())));
    nft = network.destroy(nft);
  }

  @Override
  public HostChanges visit(HostEvent.NetworkStops event) {
    requireDaemon();
    CompiledNetwork network = networks.remove(event.name());
    if (network == null) {
      throw impossible(SourceLocation.NONE, "no network '" + event.name() + "' is running");
    }
    destroy(network);
    return this;
  }

  @Override
  public HostChanges visit(HostEvent.MachineStarts event) {
    String name = event.machine().name();
    requireDaemon();
    require(
        !machines.containsKey(name),
        event.machine().location(),
        "machine '" + name + "' runs already");
    event
        .machine()
        .attachedNetworks()
        .forEach((network, place) -> warnOfNetwork(name, network, place));
    event.machine().interfaces().forEach(this::start);
    machines.put(name, Running.names(event.machine()));
    return this;
  }

  @Override
  public HostChanges visit(HostEvent.MachineStops event) {
    requireDaemon();
    List<InterfaceName> names = machines.remove(event.name());
    if (names == null) {
      throw impossible(SourceLocation.NONE, "no machine '" + event.name() + "' is running");
    }
    names.stream().filter(interfaces::containsKey).forEach(this::stop);
    return this;
  }

  @Override
  public HostChanges visit(HostEvent.InterfaceStarts event) {
    requireDaemon();
    start(event.compiled());
    return this;
  }

  @Override
  public HostChanges visit(HostEvent.InterfaceStops event) {
    requireDaemon();
    stop(event.name());
    return this;
  }

  private void warnOfNetwork(String machine, String network, SourceLocation place) {
    if (!networks.containsKey(network)) {
      report(HostRemarks.networkNotRunning(machine, network, place));
    }
  }

  private void start(CompiledInterface compiled) {
    require(
        !interfaces.containsKey(compiled.name()),
        compiled.binding().location(),
        "interface '" + compiled.name() + "' has a filter already");
    interfaces.put(compiled.name(), compiled);
    setUp(compiled);
  }

  private void setUp(CompiledInterface compiled) {
    tables.values().forEach(each -> FilterRules.add(compiled, each));
  }

  private void stop(InterfaceName name) {
    CompiledInterface compiled = interfaces.remove(name);
    if (compiled == null) {
      throw impossible(SourceLocation.NONE, "no interface '" + name + "' has a filter");
    }
    tables.values().forEach(each -> FilterRules.remove(compiled, each));
  }

  @Override
  public HostChanges visit(HostEvent.ScriptRuns event) {
    new ScriptRun(tables, this::report).run(event.commands());
    return this;
  }

  @Override
  public HostChanges visit(HostEvent.RulesRestored event) {
    Admission.requireAllowed(event.ruleset());
    HostTables own = of(event.ruleset().family());
    tables.put(own.family(), own.replaced(event.ruleset()));
    return this;
  }

  @Override
  public HostChanges visit(HostEvent.Overlap event) {
    ImmutableMap<Family, Ruleset> before = rulesets();
    event.lost().accept(this);
    ImmutableMap<Family, Ruleset> written = rulesets();
    before.forEach((family, ruleset) -> tables.put(family, new HostTables(ruleset)));
    event.kept().accept(this);
    rulesets()
        .forEach(
            (family, ruleset) -> {
              Map<String, Table> left =
                  new LinkedHashMap<>(requireNonNull(written.get(family)).tables());
              Map<String, Table> read = requireNonNull(before.get(family)).tables();
              ruleset.tables().entrySet().stream()
                  .filter(table -> !table.getValue().equals(read.get(table.getKey())))
                  .forEach(table -> left.put(table.getKey(), table.getValue()));
              tables.put(family, new HostTables(new Ruleset(family, ImmutableMap.copyOf(left))));
            });
    return this;
  }

  private ImmutableMap<Family, Ruleset> rulesets() {
    return ImmutableMap.copyOf(Maps.transformValues(tables, HostTables::ruleset));
  }

  private static void require(boolean possible, SourceLocation place, String message) {
    if (!possible) {
      throw impossible(place, message);
    }
  }

  private static HostException impossible(SourceLocation place, String message) {
    return new HostException(new Diagnostic(HostCode.IMPOSSIBLE_EVENT, message, place));
  }
}
