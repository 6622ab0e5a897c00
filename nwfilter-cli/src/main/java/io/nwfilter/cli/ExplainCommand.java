package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.netfilter.simulate.UnusableRulesException;
import io.nwfilter.netfilter.simulate.Ways;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
      "%nA packet is a line such as 'udp 0.0.0.0:68 > 255.255.255.255:67' or 'arp who-has"
          + " 10.0.0.1 tell 10.0.0.7'; docs/packets.md has all of it. A packet from the guest has"
          + " the guest's MAC address unless it says otherwise.",
      "%nExamples:",
      "  nwfilter explain guest.xml --from-vm 'dhcp discover'",
      "  nwfilter explain default.xml guest.xml \\",
      "    --from-vm 'tcp syn 192.168.122.7:40000 > 9.9.9.9:80'",
      "  nwfilter explain iptables.save ebtables.save --interface vnet0 \\",
      "    --port vnet0=br0 --mac vnet0=52:54:00:00:00:01 --pcap vnet0.pcap --coverage"
    },
    mixinStandardHelpOptions = true,
    versionProvider = ImplementationVersion.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:explained, whatever becomes of the packets",
      NwfilterCommand.FAILED,
      "2:bad usage"
    })
@SuppressWarnings("UnusedVariable") // packets go from their options to SentPacket.Consumer
final class ExplainCommand extends DocumentCommand {

  /** The packets, and files of captured ones, in the order of the command line. */
  final List<SentPacket> sent = new ArrayList<>();

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
      names = SentPacket.PCAP,
      paramLabel = "FILE",
      parameterConsumer = SentPacket.Consumer.class,
      description =
          "Packets captured at the guest's interface (pcap, pcapng; - for standard input): those"
              + " from the guest's MAC address are taken as sent by the guest, those from its"
              + " bridge's as sent or forwarded by the host (see --bridge-mac), all others as"
              + " coming from another port of the bridge. Of what the host has forwarded, only the"
              + " chains of the bridge are told: FORWARD of iptables and translations were before"
              + " the capture, and it makes no connection established. Checksums that were left to"
              + " the hardware are taken as right.")
  private List<String> pcap = new ArrayList<>();

  @Option(
      names = "--bridge-mac",
      paramLabel = "MAC",
      description =
          "The MAC address of the guest's bridge. Unless given, it is that of the first packet of"
              + " --pcap from an address that the host has at the bridge, and 02:00:00:00:00:fe"
              + " if there is none.")
  private @Nullable String bridgeMac;

  @Option(
      names = "--interface",
      paramLabel = "DEV",
      description =
          "The guest's interface on the host; needed for packets of the guest, or to it, if there"
              + " are several, or only dumps.")
  private @Nullable String dev;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      converter = ExplainFormat.Converter.class,
      completionCandidates = ExplainFormat.Converter.class,
      description =
          "How the explanation is printed: ${COMPLETION-CANDIDATES}. The default is text, with"
              + " colours on a terminal unless NO_COLOR has a value; mermaid draws the ways of all"
              + " packets as one flowchart.")
  private ExplainFormat format = ExplainFormat.TEXT;

  @Option(
      names = "--coverage",
      description =
          "Prints for each rule how many packets have met it, which are those that have all that"
              + " its matches ask for, of how many it was the last to decide, and which rules were"
              + " never met, instead of the explanations. Jumps count as met, but never decide.")
  private boolean coverage;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "A <network>, <domain> or <filterbinding> document, or rules as iptables-save,"
              + " ip6tables-save, ebtables-save or nft list ruleset print them; - for standard"
              + " input.")
  private List<String> files = new ArrayList<>();

  /** Creates the command, with fields that picocli fills. */
  @SuppressWarnings("NullAway.Init") // picocli sets them before the command runs
  ExplainCommand() {}

  /** A packet and where it enters. */
  private record Sent(Packet packet, Entry entry) {}

  @Override
  Output read() {
    if (sent.isEmpty()) {
      throw Usage.bad(
          spec(), "no packet: --from-vm, --to-vm, --from-host, --from-network or --pcap");
    }
    if (coverage && format == ExplainFormat.MERMAID) {
      throw Usage.bad(spec(), "--coverage has no picture: --format text or json");
    }
    InputStream in = ((NwfilterCommand) spec().root().userObject()).in();
    new DocumentSources(spec(), in)
        .requireOneStandardInput(Stream.concat(files.stream(), pcap.stream()).toList());
    DescribedHost described = DescribedHost.read(spec(), findings(), files, compilation, situation);
    if (hasErrors()) {
      return Output.NONE;
    }
    Host host = described.host();
    boolean needsGuest =
        dev != null || bridgeMac != null || sent.stream().anyMatch(SentPacket::needsGuest);
    Optional<Guest> guest = needsGuest ? Optional.of(described.guest(dev)) : described.onlyGuest();
    if (!pcap.isEmpty()) {
      described.requireMac("--pcap", guest.orElseThrow());
    }
    Captures captures = new Captures(in);
    guest.ifPresent(one -> setBridgeMac(captures, described, one));
    Simulator simulator = simulator(host, described);
    List<Sent> packets = packets(captures, described, guest);
    described.warnOfUnused(host, packets.stream().map(Sent::packet).toList());
    return () -> print(host, run(simulator, packets));
  }

  private static Simulator simulator(Host host, DescribedHost described) {
    try {
      return Simulator.of(described.situation(), host.rules());
    } catch (UnusableRulesException e) {
      throw DescribedHost.unusable(e);
    }
  }

  private void setBridgeMac(Captures captures, DescribedHost described, Guest guest) {
    Surroundings surroundings = described.surroundings();
    Optional<MacAddress> mac =
        bridgeMac == null
            ? sent.stream()
                .filter(SentPacket::isCaptured)
                .map(each -> each.captured(captures, surroundings, guest))
                .flatMap(each -> each.bridgeMac().stream())
                .findFirst()
            : Optional.of(Usage.legal(spec(), "--bridge-mac", bridgeMac, MacAddress::parse));
    mac.ifPresent(known -> surroundings.situation().mac(guest.bridge(), known));
  }

  private List<Sent> packets(Captures captures, DescribedHost described, Optional<Guest> guest) {
    Surroundings surroundings = described.surroundings();
    MacAddress bridge =
        guest
            .flatMap(of -> Ways.ownAddress(described.situation(), Entry.port(of.port())))
            .orElse(Situation.BRIDGE_MAC);
    ImmutableList.Builder<Sent> packets = ImmutableList.builder();
    for (SentPacket each : sent) {
      if (each.isCaptured()) {
        each.captured(captures, surroundings, guest.orElseThrow())
            .read(bridge, (packet, entry) -> packets.add(new Sent(packet, entry)));
      } else {
        Packet packet = each.packet(surroundings, guest, spec());
        packets.add(new Sent(toBridge(packet, bridge), each.entry(surroundings, guest)));
      }
    }
    return packets.build();
  }

  /** {@return a packet that is for the bridge, to the MAC address that the bridge really has} */
  private static Packet toBridge(Packet packet, MacAddress bridge) {
    return packet
            .value(Field.ETHERNET_DESTINATION)
            .filter(Bits.of(Situation.BRIDGE_MAC)::equals)
            .isPresent()
        ? packet.with(Slot.ETHERNET_DESTINATION, Bits.of(bridge))
        : packet;
  }

  private static Stream<Explanation> run(Simulator simulator, List<Sent> packets) {
    Conversation conversation = simulator.conversation();
    return packets.stream().map(sent -> conversation.run(sent.packet(), sent.entry()));
  }

  private int print(Host host, Stream<Explanation> explanations) {
    new ExplanationOutput(format, out()).print(host, explanations, coverage);
    return NwfilterCommand.OK;
  }
}
