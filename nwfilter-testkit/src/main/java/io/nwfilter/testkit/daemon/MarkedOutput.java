package io.nwfilter.testkit.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.time.Duration;

/** An output stream of a process, read as far as a mark. */
final class MarkedOutput {
  private final StringBuilder unread = new StringBuilder();
  private boolean ended;

  MarkedOutput(InputStream stream) {
    Thread reader = new Thread(() -> collect(stream), "virsh-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** {@return what precedes the mark, and removes it and the mark from the stream} */
  synchronized String until(String mark, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    int searched = 0;
    int end;
    while ((end = unread.indexOf(mark, searched)) < 0) {
      searched = Math.max(0, unread.length() - mark.length());
      long millisLeft = (deadline - System.nanoTime()) / 1_000_000;
      if (ended || millisLeft <= 0) {
        throw new DaemonFailedException("virsh " + (ended ? "ended" : "is silent") + ": " + unread);
      }
      try {
        wait(millisLeft);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DaemonFailedException("interrupted while waiting for virsh", e);
      }
    }
    String text = unread.substring(0, end);
    unread.delete(0, end + mark.length());
    return text;
  }

  private void collect(InputStream stream) {
    char[] buffer = new char[8192];
    try (Reader reader = new InputStreamReader(stream, UTF_8)) {
      int length;
      while ((length = reader.read(buffer)) >= 0) {
        append(buffer, length);
      }
    } catch (IOException e) {
      append(e.toString().toCharArray(), e.toString().length());
    }
    end();
  }

  private synchronized void append(char[] buffer, int length) {
    unread.append(buffer, 0, length);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }
}
