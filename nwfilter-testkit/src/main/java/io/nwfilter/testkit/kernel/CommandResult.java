package io.nwfilter.testkit.kernel;

/**
 * The result of a command.
 *
 * @param exitCode the exit code, 0 for success; a command that a signal ended has 128 and the
 *     number of the signal
 * @param stdout what the command wrote to its standard output
 * @param stderr what the command wrote to its standard error
 */
public record CommandResult(int exitCode, String stdout, String stderr) {
  /**
   * Returns whether the command succeeded.
   *
   * @return whether the exit code is 0
   */
  public boolean succeeded() {
    return exitCode == 0;
  }
}
