package io.nwfilter.cli;

import io.nwfilter.netfilter.packet.PacketTextException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A packet of the command line cannot be read: the message shows where, in lines of its own. */
final class UnreadablePacketException extends ParameterException {

  private static final long serialVersionUID = 1L;

  UnreadablePacketException(CommandLine commandLine, String option, PacketTextException cause) {
    super(commandLine, option + ": " + cause.getMessage(), cause);
  }
}
