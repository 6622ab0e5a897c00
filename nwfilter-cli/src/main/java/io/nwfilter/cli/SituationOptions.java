package io.nwfilter.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Prefix;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What is known of the host that documents and dumps do not say. */
final class SituationOptions {

  private static final Splitter MEMBERS = Splitter.on(';');
  private static final String ISOLATED = ",isolated";
  private static final String ORIGINAL = "ORIGINAL";
  private static final String REPLY = "REPLY";

  /** The states that a packet may have; others are about translations of its connection. */
  private static final ImmutableSet<TrackedState> STATES =
      Sets.immutableEnumSet(
          TrackedState.NEW,
          TrackedState.ESTABLISHED,
          TrackedState.RELATED,
          TrackedState.INVALID,
          TrackedState.UNTRACKED);

  @Option(
      names = "--port",
      paramLabel = "DEV=BRIDGE[,isolated]",
      converter = Assignment.Converter.class,
      description =
          "An interface that is a port of a bridge, where no document says so; also that of a guest"
              + " whose network has no document. An isolated one exchanges no frames with others"
              + " that are.")
  private List<Assignment> ports = new ArrayList<>();

  @Option(
      names = "--mac",
      paramLabel = "DEV=MAC",
      converter = Assignment.Converter.class,
      description =
          "The MAC address of the guest at an interface that no document describes. May be given"
              + " for several guests; those other than that of --interface need --port, too.")
  private List<Assignment> macs = new ArrayList<>();

  @Option(
      names = "--address",
      paramLabel = "DEV=ADDRESS/LENGTH",
      converter = Assignment.Converter.class,
      description =
          "An address of the host, besides those of networks: br0=192.168.7.1/24. Guests of a"
              + " bridge find it there.")
  private List<Assignment> addresses = new ArrayList<>();

  @Option(
      names = "--route",
      paramLabel = "NETWORK=DEV",
      converter = Assignment.Converter.class,
      description =
          "What the host reaches by an interface:%n10.1.0.0/16=eth1%nAll else is reached by an"
              + " interface named outside, unless 0.0.0.0/0=eth0 gives it its name.")
  private List<Assignment> routes = new ArrayList<>();

  @Option(
      names = "--neighbor",
      paramLabel = "ADDRESS=MAC",
      converter = Assignment.Converter.class,
      description =
          "The MAC address of an address. Those of guests follow from the parameter IP and from <ip"
              + " address>.")
  private List<Assignment> neighbors = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "NAME=MEMBER;…",
      converter = Assignment.Converter.class,
      description =
          "The members of an ipset: addresses, networks, MAC addresses, ports such as tcp:80-90,"
              + " and several of these with commas:%nallowed='10.0.0.1;10.0.1.0/24,udp:53'%nWhat"
              + " depends on a set that is not given is told for both cases.")
  private List<Assignment> sets = new ArrayList<>();

  @Option(
      names = "--state",
      paramLabel = "STATE[,DIRECTION]",
      description =
          "The state that connection tracking gives packets: NEW, ESTABLISHED, RELATED, INVALID,"
              + " UNTRACKED; with ,REPLY or ,ORIGINAL also their direction, on which the result may"
              + " depend otherwise. Without it, both follow from the packets before.")
  private @Nullable String state;

  @Option(
      names = "--no-bridge-nf",
      description =
          "iptables and ip6tables do not see bridged packets (net.bridge.bridge-nf-call-iptables is"
              + " 0).")
  private boolean noBridgeNetfilter;

  /** Creates the options, with fields that picocli fills. */
  SituationOptions() {}

  /**
   * Adds the bridges that are named and the neighbours, before anything is a port of them; bad
   * usage if not legal.
   */
  void addBridges(Surroundings surroundings, CommandSpec spec) {
    outside().ifPresent(surroundings::outside);
    for (Assignment port : ports) {
      Usage.legal(
          spec,
          "--port",
          port,
          pair -> {
            surroundings.port(pair.name(), bridge(pair));
            if (pair.value().endsWith(ISOLATED)) {
              surroundings.isolated(pair.name());
            }
            return surroundings;
          });
    }
    for (Assignment neighbor : neighbors) {
      Usage.legal(
          spec,
          "--neighbor",
          neighbor,
          pair -> {
            surroundings.neighbor(pair.name(), MacAddress.parse(pair.value()));
            return surroundings;
          });
    }
  }

  /** {@return the name of the interface to the outside, if a default route says it} */
  private Optional<String> outside() {
    return Stream.of("0.0.0.0/0", "::/0")
        .flatMap(any -> routes.stream().filter(route -> route.name().equals(any)))
        .map(Assignment::value)
        .findFirst();
  }

  /** Adds the host's addresses, after those of networks; bad usage if not legal. */
  void addAddresses(Surroundings surroundings, CommandSpec spec) {
    for (Assignment address : addresses) {
      Usage.legal(
          spec,
          "--address",
          address,
          pair -> {
            surroundings.address(pair.name(), pair.value());
            return surroundings;
          });
    }
  }

  /** {@return the interfaces of which options say that they are ports of bridges, in order} */
  List<String> ports() {
    return ports.stream().map(Assignment::name).distinct().toList();
  }

  /** {@return the bridge that an interface is a port of, if that is given} */
  @Nullable String bridgeOf(String dev) {
    return ports.stream()
        .filter(port -> port.name().equals(dev))
        .map(SituationOptions::bridge)
        .findFirst()
        .orElse(null);
  }

  /** {@return the bridge of which a port is given, without the settings of the port} */
  private static String bridge(Assignment port) {
    String value = port.value();
    int comma = value.indexOf(',');
    if (comma >= 0 && !value.endsWith(ISOLATED)) {
      throw new IllegalValueException(value.substring(comma + 1), "isolated after the comma");
    }
    return comma < 0 ? value : value.substring(0, value.length() - ISOLATED.length());
  }

  /** {@return the interfaces of whose guests the MAC addresses are given} */
  Set<String> guests() {
    return macs.stream().map(Assignment::name).collect(ImmutableSet.toImmutableSet());
  }

  /** {@return the MAC address of the guest at an interface, if given; bad usage if not legal} */
  Optional<MacAddress> macOf(String dev, CommandSpec spec) {
    List<MacAddress> given =
        macs.stream()
            .filter(mac -> mac.name().equals(dev))
            .map(mac -> Usage.legal(spec, "--mac", mac.value(), MacAddress::parse))
            .distinct()
            .toList();
    if (given.size() > 1) {
      throw Usage.bad(
          spec,
          "--mac: the guest at '"
              + dev
              + "' has "
              + given.get(0)
              + " already, not "
              + given.get(1));
    }
    return given.stream().findFirst();
  }

  /** Makes bad usage of a MAC address that is not the one that documents give. */
  void requireDocumentedMacs(Surroundings surroundings, CommandSpec spec) {
    for (Guest guest : surroundings.guests()) {
      if (macOf(guest.port(), spec).filter(mac -> !mac.equals(guest.mac())).isPresent()) {
        throw Usage.bad(
            spec,
            "--mac: the guest at '" + guest.port() + "' has " + guest.mac() + " in its document");
      }
    }
  }

  /** Adds what was given; bad usage if something is not legal. */
  void addTo(Situation.Builder situation, CommandSpec spec) {
    ports.forEach(
        pair -> Usage.legal(spec, "--port", pair, p -> situation.bridge(bridge(p), p.name())));
    routes.forEach(
        pair -> Usage.legal(spec, "--route", pair, p -> situation.route(p.name(), p.value())));
    sets.forEach(
        pair ->
            Usage.legal(
                spec,
                "--set",
                pair,
                p ->
                    situation.set(
                        p.name(),
                        MEMBERS.omitEmptyStrings().splitToList(p.value()).toArray(new String[0]))));
    if (noBridgeNetfilter) {
      situation.bridgeNetfilter(Family.IPV4, false).bridgeNetfilter(Family.IPV6, false);
    }
    if (state != null) {
      Usage.legal(spec, "--state", state, text -> given(situation, text));
    }
  }

  /** Warns of names that nothing else has; bad usage of a guest whose bridge is not given. */
  void warnOfUnused(UnusedOptions unused, CommandSpec spec) {
    KnownNames known = unused.known();
    for (String guest : Sets.difference(guests(), known.ports())) {
      throw Usage.bad(
          spec,
          "--mac: nothing says of which bridge '"
              + guest
              + "' is a port: give it with --port "
              + guest
              + "=BRIDGE"
              + Usage.suggestion(guest, known.ports()));
    }
    Set<String> devices = Sets.union(known.ports(), known.bridges());
    Set<String> withAddress =
        addresses.stream().map(Assignment::name).collect(Collectors.toCollection(HashSet::new));
    withAddress.add(Surroundings.OUTSIDE);
    Set<String> ofRoutes =
        routes.stream().map(Assignment::value).collect(Collectors.toCollection(HashSet::new));
    ofRoutes.add(Surroundings.OUTSIDE);
    ports.forEach(port -> unused.warnOfInterface("--port", port.name(), known.ports()));
    addresses.stream()
        .filter(address -> !known.meets(Prefix.parse(address.value().replaceFirst("/.*", ""))))
        .forEach(
            address ->
                unused.warnOfInterface("--address", address.name(), Sets.union(devices, ofRoutes)));
    routes.stream()
        .filter(route -> !known.meets(Prefix.parse(route.name())))
        .forEach(
            route ->
                unused.warnOfInterface("--route", route.value(), Sets.union(devices, withAddress)));
    sets.forEach(set -> unused.warnOfSet("--set", set.name()));
  }

  private static Situation.Builder given(Situation.Builder situation, String text) {
    int comma = text.indexOf(',');
    String name = comma < 0 ? text : text.substring(0, comma);
    TrackedState given =
        STATES.stream()
            .filter(one -> one.name().equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(() -> new IllegalValueException(name, "one of " + join(STATES)));
    if (comma < 0) {
      return situation.connectionState(given);
    }
    String direction = text.substring(comma + 1).toUpperCase(Locale.ROOT);
    if (!direction.equals(ORIGINAL) && !direction.equals(REPLY)) {
      throw new IllegalValueException(direction, ORIGINAL + " or " + REPLY);
    }
    return situation.connectionState(given, direction.equals(REPLY));
  }

  private static String join(Set<TrackedState> states) {
    return states.stream().map(TrackedState::name).collect(Collectors.joining(", "));
  }
}
