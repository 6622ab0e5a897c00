package io.nwfilter.cli;

/**
 * A command whose exit status says what it found: 1 if that is not what was hoped for. So that this
 * is told from trouble, bad usage or input has the status 2.
 */
abstract class VerdictCommand extends DocumentCommand {

  /** The exit status if there is no result. */
  static final int TROUBLE = NwfilterCommand.BAD_USAGE;

  /** Creates the command. */
  VerdictCommand() {}

  /** {@return what to print if there are no errors} */
  abstract Output verdict();

  @Override
  final Output read() {
    parent().failWith(TROUBLE);
    return verdict();
  }

  @Override
  final int failure() {
    return TROUBLE;
  }

  /** {@return the command of which this is a part} */
  final NwfilterCommand parent() {
    return (NwfilterCommand) spec().root().userObject();
  }
}
