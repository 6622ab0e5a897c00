package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.capture.CaptureReader;
import io.nwfilter.netfilter.capture.CapturedPacket;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.netfilter.simulate.UnusableRulesException;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what becomes of packets, and why. */
@Command(
    name = "explain",
    description = {
      "Says what becomes of packets on a host, and which rule of which filter decides. The host is"
          + " that of the documents, of dumps of its rules, or of both: what the documents install"
          + " comes on top of the dumps. Packets are sent in the order in which they are given, and"
          + " belong together: a reply finds the connection of the packet before it.",
      ""
    },
    footer = {
      "%nA packet is a line such as 'udp 0.0.0.0:68 > 255.255.255.255:67' or 'arp who-has",
      "10.0.0.1 tell 10.0.0.7'; docs/packets.md has all of it. A packet from the guest has",
      "the guest's MAC address unless it says otherwise.",
      "%nExamples:",
      "  nwfilter explain guest.xml --from-vm 'dhcp discover'",
      "  nwfilter explain default.xml guest.xml --from-vm 'tcp syn 192.168.122.7:40000 >"
          + " 9.9.9.9:80'",
      "  nwfilter explain iptables.save ebtables.save --interface vnet0 --pcap vnet0.pcap"
          + " --coverage"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:explained, whatever becomes of the packets",
      NwfilterCommand.FAILED,
      "2:bad usage"
    })
final class ExplainCommand extends DocumentCommand {

  /** The packets in the order of the command line. */
  final List<SentPacket> sent = new ArrayList<>();

  @ParentCommand private NwfilterCommand parent;
  @Mixin private CompilationOptions compilation;
  @Mixin private SituationOptions situation;

  @Option(
      names = SentPacket.FROM_VM,
      paramLabel = "PACKET",
      parameterConsumer = SentPacket.Consumer.class,
      description = "A packet that the guest sends. May be given several times, like the others.")
  private List<String> fromVm = new ArrayList<>();

  @Option(
      names = SentPacket.TO_VM,
      paramLabel = "PACKET",
      parameterConsumer = SentPacket.Consumer.class,
      description = "A packet that comes to the guest from another port of its bridge.")
  private List<String> toVm = new ArrayList<>();

  @Option(
      names = SentPacket.FROM_HOST,
      paramLabel = "PACKET",
      parameterConsumer = SentPacket.Consumer.class,
      description = "A packet that a process of the host sends.")
  private List<String> fromHost = new ArrayList<>();

  @Option(
      names = SentPacket.FROM_NETWORK,
      paramLabel = "PACKET",
      parameterConsumer = SentPacket.Consumer.class,
      description = "A packet that the host gets from outside, to be routed.")
  private List<String> fromNetwork = new ArrayList<>();

  @Option(
      names = "--pcap",
      paramLabel = "FILE",
      description =
          "Captured packets (pcap, pcapng): those from the guest's MAC address are taken as sent by"
              + " the guest, all others as coming from another port of its bridge.")
  private @Nullable Path pcap;

  @Option(
      names = "--interface",
      paramLabel = "DEV",
      description =
          "The guest's interface on the host; needed if there are several, or only dumps.")
  private @Nullable String dev;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      converter = ExplainFormat.Converter.class,
      completionCandidates = ExplainFormat.Converter.class,
      description =
          "How the explanation is printed: ${COMPLETION-CANDIDATES}. The default is text, with"
              + " colours on a terminal unless NO_COLOR is set.")
  private ExplainFormat format = ExplainFormat.TEXT;

  @Option(
      names = "--coverage",
      description =
          "Prints which rules have decided how many of the packets, and which none, instead of the"
              + " explanations.")
  private boolean coverage;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "A <network>, <domain> or <filterbinding> document, - for one on standard input, or rules"
              + " as iptables-save, ip6tables-save or ebtables-save print them.")
  private List<String> files = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  ExplainCommand() {}

  /** A packet and where it enters. */
  private record Sent(Packet packet, Entry entry) {}

  @Override
  Output read() {
    if (pcap == null && Stream.of(fromVm, toVm, fromHost, fromNetwork).allMatch(List::isEmpty)) {
      throw Usage.bad(
          spec(), "no packet: --from-vm, --to-vm, --from-host, --from-network or --pcap");
    }
    List<String> dumps = files.stream().filter(ExplainedFile::isDump).toList();
    List<String> documents = files.stream().filter(file -> !ExplainedFile.isDump(file)).toList();
    CompileOptions options =
        compilation
            .withoutLibrary(spec())
            .library(compilation.library(spec(), findings(), documents))
            .build();
    Surroundings surroundings = new Surroundings();
    situation.addBridges(surroundings);
    ImmutableList<CompiledRules> compiled = compile(documents, options, surroundings);
    if (hasErrors()) {
      return Output.NONE;
    }
    Host host = host(dumps, compiled);
    Guest guest = guest(surroundings, compiled);
    Simulator simulator = simulator(host, surroundings);
    List<Sent> packets = packets(surroundings, guest);
    return () -> print(host, run(simulator, packets));
  }

  private ImmutableList<CompiledRules> compile(
      List<String> documents, CompileOptions options, Surroundings surroundings) {
    DocumentSources sources = new DocumentSources(spec(), parent.in());
    sources.requireOneStandardInput(documents);
    ImmutableList.Builder<CompiledRules> compiled = ImmutableList.builder();
    for (String file : documents) {
      XmlSource source = sources.of(file);
      findings()
          .attempt(
              () -> {
                LibvirtDocument document =
                    findings().value(LibvirtXml.read(source, compilation.semantics()));
                CompiledRules rules = document.accept(new DocumentCompilation(options, findings()));
                rules.networks().forEach(surroundings::add);
                document.accept(new GuestsOf(surroundings, options));
                return rules;
              })
          .ifPresent(compiled::add);
    }
    return compiled.build();
  }

  /** Adds the guests of a document to what is known of the host. */
  private record GuestsOf(Surroundings surroundings, CompileOptions options)
      implements LibvirtDocument.Visitor<Surroundings> {

    @Override
    public Surroundings filter(Filter filter) {
      return surroundings;
    }

    @Override
    public Surroundings binding(FilterBinding binding) {
      surroundings.add(binding);
      return surroundings;
    }

    @Override
    public Surroundings domain(Domain domain) {
      surroundings.add(domain, options.interfaceNames());
      return surroundings;
    }

    @Override
    public Surroundings networkInterface(NetworkInterface networkInterface) {
      surroundings.add(networkInterface, options.interfaceNames());
      return surroundings;
    }

    @Override
    public Surroundings network(Network network) {
      return surroundings;
    }
  }

  private Host host(List<String> dumps, ImmutableList<CompiledRules> compiled) {
    Host host =
        Usage.legal(
            spec(),
            "FILE",
            new DumpReader(spec(), parent.in(), null)
                .read(dumps).stream().map(Dump::ruleset).toList(),
            Host::of);
    ImmutableList.Builder<HostEvent> events = ImmutableList.builder();
    for (CompiledRules rules : compiled) {
      for (CompiledNetwork network : rules.networks()) {
        events.add(HostEvent.starts(network));
      }
    }
    for (CompiledRules rules : compiled) {
      if (rules instanceof CompiledDomain machine) {
        events.add(HostEvent.starts(machine));
      } else {
        rules.interfaces().forEach(one -> events.add(HostEvent.starts(one)));
      }
    }
    return host.after(events.build());
  }

  private Guest guest(Surroundings surroundings, ImmutableList<CompiledRules> compiled) {
    List<String> filtered =
        compiled.stream()
            .flatMap(rules -> rules.interfaces().stream())
            .map(one -> one.name().name())
            .toList();
    String wanted = dev;
    if (wanted == null) {
      if (filtered.size() != 1) {
        throw Usage.bad(
            spec(),
            filtered.isEmpty()
                ? "no interface has a filter: name the guest's with --interface"
                : "--interface: choose one of " + String.join(", ", filtered));
      }
      wanted = filtered.get(0);
    }
    String name = wanted;
    return surroundings.guests().stream()
        .filter(guest -> guest.port().equals(name))
        .findFirst()
        .orElseGet(() -> undocumented(name, surroundings));
  }

  /** An interface that only dumps tell of. */
  private Guest undocumented(String name, Surroundings surroundings) {
    if (!surroundings.guests().isEmpty()) {
      throw Usage.bad(
          spec(),
          "--interface: there is no '"
              + name
              + "', only "
              + String.join(", ", surroundings.guests().stream().map(Guest::port).toList()));
    }
    String bridge = Optional.ofNullable(situation.bridgeOf(name)).orElse(Simulator.BRIDGE);
    return surroundings.addGuest(name, bridge, new MacAddress(0x0200_0000_0003L));
  }

  private Simulator simulator(Host host, Surroundings surroundings) {
    Situation.Builder known = surroundings.situation();
    situation.addTo(known, spec());
    List<Ruleset> rulesets =
        ImmutableList.copyOf(Family.values()).stream().map(host::ruleset).toList();
    try {
      return Simulator.of(known.build(), rulesets);
    } catch (UnusableRulesException e) {
      throw new NwfilterException(
          new Diagnostic(
              HostCode.RULE_REFUSED, String.valueOf(e.getMessage()), SourceLocation.NONE));
    }
  }

  private List<Sent> packets(Surroundings surroundings, Guest guest) {
    ImmutableList.Builder<Sent> packets = ImmutableList.builder();
    for (SentPacket each : sent) {
      packets.add(new Sent(each.packet(surroundings, guest, spec()), each.entry(guest)));
    }
    if (pcap != null) {
      captured(pcap, guest, packets);
    }
    return packets.build();
  }

  private void captured(Path file, Guest guest, ImmutableList.Builder<Sent> packets) {
    Entry own = Entry.port(guest.port());
    Entry others = Entry.port(Surroundings.others(guest.bridge()));
    Optional<Bits> mac = Optional.of(Bits.of(guest.mac()));
    try (CaptureReader reader = CaptureReader.open(file)) {
      for (CapturedPacket next = reader.next(); next != null; next = reader.next()) {
        Packet packet = next.packet();
        boolean fromGuest = packet.value(Field.ETHERNET_SOURCE).equals(mac);
        packets.add(new Sent(packet, fromGuest ? own : others));
      }
    } catch (IOException e) {
      throw new NwfilterException(
          new Diagnostic(
              DocumentCode.UNREADABLE,
              e instanceof NoSuchFileException
                  ? "there is no such file"
                  : String.valueOf(e.getMessage()),
              SourceLocation.of(file.toString())));
    }
  }

  private static List<Explanation> run(Simulator simulator, List<Sent> packets) {
    Conversation conversation = simulator.conversation();
    return packets.stream().map(sent -> conversation.run(sent.packet(), sent.entry())).toList();
  }

  private int print(Host host, List<Explanation> explanations) {
    new ExplanationOutput(format, out()).print(host, explanations, coverage);
    return NwfilterCommand.OK;
  }
}
