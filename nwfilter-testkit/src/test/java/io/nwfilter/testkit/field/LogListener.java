package io.nwfilter.testkit.field;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nwfilter.testkit.kernel.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;

/**
 * Listens to a group of nfnetlink_log in a network namespace. Java has no netlink sockets; perl is
 * part of every Debian, and needs no module for them. Numbers are those of the kernel's headers
 * linux/netlink.h, linux/netfilter/nfnetlink.h and nfnetlink_log.h.
 */
final class LogListener implements AutoCloseable {

  private static final String SCRIPT =
      """
      use strict;
      $| = 1;
      alarm 20;
      my $group = shift;
      socket(my $log, 16, 3, 12) or die "socket: $!";     # AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER
      bind($log, pack("SSLL", 16, 0, 0, 0)) or die "bind: $!";
      sub configure {
        my $attribute = shift;
        my $body = pack("CCn", 0, 0, $group) . $attribute; # nfgenmsg
        my $text = pack("LSSLL", 16 + length $body, 4 << 8 | 1, 5, 0, 0) . $body;
        send($log, $text, 0) or die "send: $!";
        recv($log, my $reply, 65536, 0);
        my $error = unpack("l", substr($reply, 16, 4));
        die "refused: $error" if $error;
      }
      configure(pack("SSCx3", 5, 1, 1));                   # NFULA_CFG_CMD: bind
      configure(pack("SSNCxx2", 10, 2, 65535, 2));         # NFULA_CFG_MODE: copy packets
      configure(pack("SSN", 8, 5, 1));                     # NFULA_CFG_QTHRESH: one at a time
      print "listening\\n";
      my $text;
      while (defined recv($log, $text, 65536, 0)) {
        my $at = 0;
        while ($at + 20 <= length $text) {
          my ($length, $type) = unpack("LS", substr($text, $at, 6));
          last if $length < 20;
          if ($type == 4 << 8) {                           # a packet
            my $next = $at + 20;
            while ($next + 4 <= $at + $length) {
              my ($size, $kind) = unpack("SS", substr($text, $next, 4));
              last if $size < 4;
              print unpack("Z*", substr($text, $next + 4, $size - 4)), "\\n" if $kind == 10;
              $next += ($size + 3) & ~3;
            }
          }
          $at += ($length + 3) & ~3;
        }
      }
      """;

  private final Process process;
  private final BufferedReader lines;

  private LogListener(Process process) {
    this.process = process;
    this.lines = process.inputReader(UTF_8);
  }

  /** Starts to listen, and returns when it does. */
  static LogListener start(NetworkNamespace namespace, int group) throws IOException {
    LogListener listener =
        new LogListener(
            new ProcessBuilder(
                    "ip",
                    "netns",
                    "exec",
                    namespace.name(),
                    "perl",
                    "-e",
                    SCRIPT,
                    Integer.toString(group))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    String first = listener.lines.readLine();
    if (!"listening".equals(first)) {
      listener.close();
      throw new IOException("cannot listen to the log: " + first);
    }
    return listener;
  }

  /** Returns the prefix of the next packet that is logged; null if none is in twenty seconds. */
  String nextPrefix() throws IOException {
    return lines.readLine();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
