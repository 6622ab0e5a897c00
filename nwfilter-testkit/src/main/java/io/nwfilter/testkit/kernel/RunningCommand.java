package io.nwfilter.testkit.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A process whose input is being fed and whose outputs are being drained, each by a thread. */
final class RunningCommand implements AutoCloseable {
  private final String command;
  private final Process process;
  private final CompletableFuture<String> stdout;
  private final CompletableFuture<String> stderr;

  RunningCommand(String command, Process process, String input) {
    this.command = command;
    this.process = process;
    this.stdout = inBackground(() -> drain(process.getInputStream()));
    this.stderr = inBackground(() -> drain(process.getErrorStream()));
    startThread(() -> feed(process, input));
  }

  CommandResult await(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw tooLong(timeout);
      }
      return new CommandResult(
          process.exitValue(), output(stdout, deadline), output(stderr, deadline));
    } catch (TimeoutException e) {
      throw tooLong(timeout);
    } catch (ExecutionException e) {
      throw new CommandFailedException("the output of '%s' is lost".formatted(command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while '%s' ran".formatted(command), e);
    }
  }

  /** Kills the process and its children if they still run. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private CommandFailedException tooLong(Duration timeout) {
    return new CommandFailedException(
        "'%s' did not end within %d ms".formatted(command, timeout.toMillis()));
  }

  private static String output(CompletableFuture<String> stream, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    // An ended process leaves at most a pipe's content to read: some time even past the deadline.
    long left = Math.max(deadline - System.nanoTime(), Duration.ofSeconds(1).toNanos());
    return stream.get(left, TimeUnit.NANOSECONDS);
  }

  private static String drain(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // A command may end without reading all of its input; its exit code tells whether it minded.
    }
  }

  private static CompletableFuture<String> inBackground(Supplier<String> task) {
    // Threads of their own, since tasks that block would starve each other in a shared small pool.
    return CompletableFuture.supplyAsync(task, RunningCommand::startThread);
  }

  private static void startThread(Runnable task) {
    Thread thread = new Thread(task, "command-stream");
    thread.setDaemon(true);
    thread.start();
  }
}
