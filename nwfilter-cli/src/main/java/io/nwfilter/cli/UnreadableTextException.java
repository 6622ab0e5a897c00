package io.nwfilter.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A packet or a query of the command line cannot be read: the message shows where, in lines of its
 * own.
 */
final class UnreadableTextException extends ParameterException {

  private static final long serialVersionUID = 1L;

  UnreadableTextException(CommandLine commandLine, String option, IllegalArgumentException cause) {
    super(commandLine, option + ": " + cause.getMessage(), cause);
  }
}
