package io.nwfilter.cli;

import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Names and addresses that libvirt chooses or learns, where documents do not give them. */
final class NamingOptions {

  @Option(
      names = "--target-dev",
      paramLabel = "MAC=DEV",
      converter = Assignment.Converter.class,
      description =
          "The name of the host's interface, where a domain does not name it (<target dev>).")
  private List<Assignment> targetDevs = new ArrayList<>();

  @Option(
      names = "--bridge",
      paramLabel = "NETWORK=DEV",
      converter = Assignment.Converter.class,
      description = "The name of a network's bridge, where its document does not give one.")
  private List<Assignment> bridges = new ArrayList<>();

  @Option(
      names = "--learned",
      paramLabel = "DEV=ADDRESS",
      converter = Assignment.Converter.class,
      description =
          "An IPv4 address that libvirt has learned for an interface: the value of IP where the"
              + " domain does not give one.")
  private List<Assignment> learned = new ArrayList<>();

  /** Creates the options, with fields that picocli fills. */
  NamingOptions() {}

  /** Adds what was given; bad usage if something is not legal. */
  void addTo(CompileOptions.Builder known, CommandSpec spec) {
    for (Assignment pair : targetDevs) {
      Usage.legal(spec, "--target-dev", pair, p -> targetDev(p, known));
    }
    for (Assignment pair : bridges) {
      Usage.legal(spec, "--bridge", pair, p -> bridge(p, known));
    }
    for (Assignment pair : learned) {
      Usage.legal(spec, "--learned", pair, p -> learned(p, known));
    }
  }

  private static CompileOptions.Builder targetDev(Assignment pair, CompileOptions.Builder known) {
    return known.interfaceName(MacAddress.parse(pair.name()), new InterfaceName(pair.value()));
  }

  private static CompileOptions.Builder bridge(Assignment pair, CompileOptions.Builder known) {
    return known.bridge(pair.name(), new InterfaceName(pair.value()));
  }

  private static CompileOptions.Builder learned(Assignment pair, CompileOptions.Builder known) {
    return known.learnedAddress(
        new InterfaceName(pair.name()), Ipv4Address.parseDottedQuad(pair.value()));
  }
}
