package io.nwfilter.testkit.kernel;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A command of the system: its words, its input, and how long it may take.
 *
 * <p>Commands run in the C locale with UTF-8, so that their messages are the same everywhere.
 */
public final class Command {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

  private final ImmutableList<String> words;
  private final String input;
  private final Duration timeout;

  private Command(ImmutableList<String> words, String input, Duration timeout) {
    this.words = words;
    this.input = input;
    this.timeout = timeout;
  }

  /**
   * Returns a command with empty input that may take two minutes.
   *
   * @param words the program, by name or path, and its arguments
   * @return the command
   */
  public static Command of(String... words) {
    return of(ImmutableList.copyOf(words));
  }

  /**
   * Returns a command with empty input that may take two minutes.
   *
   * @param words the program, by name or path, and its arguments
   * @return the command
   */
  public static Command of(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least the name of its program");
    }
    return new Command(ImmutableList.copyOf(words), "", DEFAULT_TIMEOUT);
  }

  /**
   * Returns this command with another standard input.
   *
   * @param text the input, written as UTF-8
   * @return the command
   */
  public Command withInput(String text) {
    return new Command(words, text, timeout);
  }

  /**
   * Returns this command with another time limit.
   *
   * @param limit how long the command may take before it is killed
   * @return the command
   */
  public Command withTimeout(Duration limit) {
    return new Command(words, input, limit);
  }

  /**
   * Runs the command and waits for its end. Both outputs are drained meanwhile, so megabytes may
   * flow in every direction.
   *
   * @return the result of the command, whatever its exit code
   * @throws CommandFailedException if it cannot be started, exceeds its time limit, or if the
   *     thread is interrupted
   */
  public CommandResult run() {
    try (RunningCommand running = new RunningCommand(toString(), start(), input)) {
      return running.await(timeout);
    }
  }

  /**
   * Runs the command, which has to succeed.
   *
   * @return the result of the command, with the exit code 0
   * @throws CommandFailedException as {@link #run()} does, and if the exit code is not 0
   */
  public CommandResult runSuccessfully() {
    CommandResult result = run();
    if (!result.succeeded()) {
      throw new CommandFailedException(
          "'%s' ended with exit code %d: %s"
              .formatted(this, result.exitCode(), (result.stderr() + result.stdout()).strip()));
    }
    return result;
  }

  /**
   * Returns a builder for the command's process, for a process that outlives one call. Input and
   * time limit are left to the caller.
   *
   * @return a new builder with the command's words and environment
   */
  public ProcessBuilder toProcessBuilder() {
    List<String> resolved = new ArrayList<>(words);
    // Java looks a program up in the search path of this process, which may lack root's tools.
    resolved.set(0, ToolPath.find(words.get(0)).map(Path::toString).orElse(words.get(0)));
    ProcessBuilder builder = new ProcessBuilder(resolved);
    Map<String, String> environment = builder.environment();
    environment.put("PATH", ToolPath.asEnvironment());
    environment.put("LC_ALL", "C.UTF-8");
    environment.remove("LANGUAGE");
    return builder;
  }

  private Process start() {
    try {
      return toProcessBuilder().start();
    } catch (IOException e) {
      throw new CommandFailedException("'%s' cannot be started".formatted(this), e);
    }
  }

  /** {@return the command's words, separated by spaces} */
  @Override
  public String toString() {
    return Joiner.on(' ').join(words);
  }
}
