package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketTextException;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A packet that the user gives as text, and where it enters; or a file of captured packets.
 *
 * @param option the option, such as {@code --from-vm}
 * @param text the text, or the file's name
 */
record SentPacket(String option, String text) {

  static final String FROM_VM = "--from-vm";
  static final String TO_VM = "--to-vm";
  static final String FROM_HOST = "--from-host";
  static final String FROM_NETWORK = "--from-network";
  static final String PCAP = "--pcap";

  /** Keeps the packets of all options in the order of the command line. */
  static final class Consumer implements IParameterConsumer {

    @Override
    @SuppressWarnings("JdkObsolete") // the signature is picocli's
    public void consumeParameters(Stack<String> args, ArgSpec arg, CommandSpec spec) {
      String option = ((OptionSpec) arg).longestName();
      if (args.isEmpty()) {
        throw Usage.bad(
            spec,
            "Missing required parameter for option '"
                + option
                + "' ("
                + ((OptionSpec) arg).paramLabel()
                + ")");
      }
      String text = args.pop();
      ((ExplainCommand) spec.userObject()).sent.add(new SentPacket(option, text));
      List<String> before = arg.getValue();
      arg.setValue(ImmutableList.<String>builder().addAll(before).add(text).build());
    }
  }

  /** {@return whether it depends on the guest where the packet enters} */
  boolean needsGuest() {
    return option.equals(FROM_VM) || option.equals(TO_VM) || isCaptured();
  }

  /** {@return whether it is a file of captured packets} */
  boolean isCaptured() {
    return option.equals(PCAP);
  }

  CapturedPackets captured(Captures captures, Surroundings surroundings, Guest guest) {
    return new CapturedPackets(captures, text, guest, surroundings.addresses(guest.bridge()));
  }

  Entry entry(Surroundings surroundings, Optional<Guest> guest) {
    return switch (option) {
      case FROM_VM -> Entry.port(guest.orElseThrow().port());
      case TO_VM -> Entry.port(Surroundings.others(guest.orElseThrow().bridge()));
      case FROM_HOST -> Entry.host();
      default -> Entry.network(surroundings.outside());
    };
  }

  /** {@return the packet; bad usage with a caret if the text is not that of one} */
  Packet packet(Surroundings surroundings, Optional<Guest> guest, CommandSpec spec) {
    try {
      return switch (option) {
        case FROM_VM -> surroundings.fromGuest(text, guest.orElseThrow());
        case TO_VM -> surroundings.toGuest(text, guest.orElseThrow());
        case FROM_HOST ->
            guest.map(to -> surroundings.fromHost(text, to)).orElseGet(() -> Packet.parse(text));
        default -> Packet.parse(text);
      };
    } catch (PacketTextException e) {
      throw new UnreadableTextException(spec.commandLine(), option, e);
    }
  }
}
