package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.xml.LibvirtDocument;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** The guests of a host that no document describes: dumps and options tell of them. */
final class UndocumentedGuests {

  /** The MAC address of a guest of which none is known. */
  private static final MacAddress UNKNOWN = new MacAddress(0x0200_0000_0003L);

  private final CommandSpec spec;
  private final Findings findings;
  private final SituationOptions situation;
  private final Surroundings surroundings;
  private final DescribingFiles files;

  /** The names of the interfaces that documents describe. */
  private final ImmutableSet<String> documented;

  /** Whether a guest that no document describes may be one of the only network. */
  private boolean onNetwork;

  /**
   * Begins with the guests that documents describe.
   *
   * @param spec the command, for bad usage
   * @param findings takes what is assumed
   * @param situation what documents and dumps do not say
   * @param surroundings has the documents' guests
   * @param files the documents and dumps
   */
  UndocumentedGuests(
      CommandSpec spec,
      Findings findings,
      SituationOptions situation,
      Surroundings surroundings,
      DescribingFiles files) {
    this.spec = spec;
    this.findings = findings;
    this.situation = situation;
    this.surroundings = surroundings;
    this.files = files;
    this.documented =
        surroundings.guests().stream().map(Guest::port).collect(ImmutableSet.toImmutableSet());
  }

  /** Takes guests that no document describes as those of the only network from now on. */
  void takeAsThoseOfNetwork() {
    onNetwork = true;
  }

  /** Adds the guests of which options give the bridge and the MAC address. */
  void addGiven() {
    for (String name : situation.guests()) {
      Optional<MacAddress> mac = situation.macOf(name, spec);
      String bridge = situation.bridgeOf(name);
      if (bridge != null && !documented.contains(name)) {
        Usage.legal(
            spec, "--mac", name, port -> surroundings.addGuest(port, bridge, mac.orElseThrow()));
      }
    }
  }

  /** Adds the guest that a command is about; what is not known of it is assumed. */
  Guest add(String name) {
    String given = situation.bridgeOf(name);
    if (given == null && !documented.isEmpty()) {
      throw Usage.bad(
          spec, "--interface: there is no '" + name + "', only " + String.join(", ", documented));
    }
    String bridge = given == null ? assumedBridge(name) : given;
    Optional<MacAddress> mac = situation.macOf(name, spec);
    Guest guest =
        Usage.legal(
            spec,
            "--interface",
            name,
            port -> surroundings.addGuest(port, bridge, mac.orElse(UNKNOWN)));
    if (given == null) {
      remark("'" + name + "' is taken as a port of '" + bridge + "': --port says otherwise");
    }
    if (mac.isEmpty()) {
      remark("the guest at '" + name + "' is taken to have " + UNKNOWN + ": --mac says otherwise");
    }
    return guest;
  }

  /** {@return what to add for a guest without a filter to be found, for messages} */
  String howToName() {
    if (!documented.isEmpty()) {
      return "choose one of " + String.join(", ", documented) + " with --interface";
    }
    Set<String> bridges = surroundings.bridges();
    return bridges.isEmpty()
        ? "name the guest's with --interface"
        : "add a guest with --port DEV=" + String.join(" or --port DEV=", bridges);
  }

  /** The bridge that a port is taken to be of, if the rules name no other. */
  private String assumedBridge(String name) {
    NamedInterfaces named = NamedInterfaces.of(files.dumps().rules().tables());
    String right = "; if it is right, give its bridge with --port " + name + "=BRIDGE";
    if (!named.isEmpty() && !named.contains(name)) {
      throw Usage.bad(
          spec,
          "--interface: no rule names '"
              + name
              + "', only "
              + String.join(", ", named.names())
              + right);
    }
    String bridge = documentedBridge().orElse(Simulator.BRIDGE);
    if (named.isEmpty() && !files.documents().isEmpty() && documentedBridge().isEmpty()) {
      throw Usage.bad(spec, "--interface: no document describes '" + name + "'" + right);
    }
    List<String> bridges = named.bridges(name);
    if (!ImmutableList.of(bridge).containsAll(bridges)) {
      throw Usage.bad(
          spec,
          "--interface: give the bridge of '"
              + name
              + "' with --port "
              + name
              + "=BRIDGE: rules name "
              + String.join(", ", bridges));
    }
    return bridge;
  }

  /** {@return the bridge of the only network that documents describe, if there is one} */
  private Optional<String> documentedBridge() {
    if (!onNetwork) {
      return Optional.empty();
    }
    Set<String> bridges = surroundings.bridges();
    boolean ofNetwork =
        files.documents().stream().anyMatch(LibvirtDocument.OfNetwork.class::isInstance);
    return ofNetwork && bridges.size() == 1 ? bridges.stream().findFirst() : Optional.empty();
  }

  private void remark(String message) {
    findings.add(new Diagnostic(HostCode.GUEST_ASSUMED, message, SourceLocation.of("--interface")));
  }

  /** Makes bad usage of an interface of whose guest the MAC address is assumed. */
  void requireMac(String option, Guest guest) {
    if (guest.mac().equals(UNKNOWN)) {
      throw Usage.bad(
          spec,
          option
              + ": give the MAC address of the guest with --mac "
              + guest.port()
              + "=MAC, as no document has it");
    }
  }
}
