package io.nwfilter.testkit.daemon;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.testkit.kernel.RunName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the private daemon keeps its files: the directories that it sees as its {@code
 * /etc/libvirt}, {@code /run/libvirt} and so on.
 *
 * @param path the directory
 */
record DaemonDirectory(Path path) {
  // Short and of root: the path of a socket has to fit into 107 bytes.
  private static final Path PARENT = Path.of("/run/nwfilter-testkit");
  private static final String STOCK_FILTERS = "/usr/share/libvirt/nwfilter";
  private static final ImmutableList<String> PARTS =
      ImmutableList.of("run", "etc/nwfilter", "lib", "cache", "log", "home");

  /**
   * Makes the directory with a configuration and the stock filters, as a fresh package has them.
   */
  static DaemonDirectory create(String name, DaemonSettings settings) {
    try {
      Files.createDirectories(PARENT);
      removeLeftovers();
      DaemonDirectory directory = new DaemonDirectory(PARENT.resolve(name));
      for (String part : PARTS) {
        Files.createDirectories(directory.path.resolve(part));
      }
      Files.writeString(
          directory.configuration(),
          """
          auth_unix_ro = "none"
          auth_unix_rw = "none"
          log_outputs = "3:file:%s"
          """
              .formatted(directory.log()));
      directory.copyStockFilters(settings.system().resolve(STOCK_FILTERS));
      directory.configureNetworks(settings.networks());
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("directory of the private libvirtd", e);
    }
  }

  /** {@return the socket on which the daemon listens} */
  Path socket() {
    return path.resolve("run/libvirt-sock");
  }

  /** Deletes what a daemon that was killed has left: virsh would take it for one that responds. */
  void deleteSocket() {
    try {
      Files.deleteIfExists(socket());
    } catch (IOException e) {
      throw new UncheckedIOException("socket of the private libvirtd", e);
    }
  }

  Path configuration() {
    return path.resolve("etc/libvirtd.conf");
  }

  /** {@return where the daemon keeps the filters that are defined} */
  Path filters() {
    return path.resolve("etc/nwfilter");
  }

  Path log() {
    return path.resolve("libvirtd.log");
  }

  /** {@return where the standard error of the daemon and of what starts it goes} */
  Path console() {
    return path.resolve("console");
  }

  /** {@return where the history and other files of virsh are kept, outside the user's home} */
  Path home() {
    return path.resolve("home");
  }

  /** Writes a document where virsh can read it. */
  Path document(String xml) {
    try {
      return Files.writeString(path.resolve("document.xml"), xml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the messages of the daemon and of what started it} */
  String messages() {
    StringBuilder messages = new StringBuilder();
    for (Path file : ImmutableList.of(console(), log())) {
      try {
        messages.append(Files.exists(file) ? Files.readString(file) : "");
      } catch (IOException e) {
        messages.append(e).append('\n');
      }
    }
    return messages.toString();
  }

  void delete() {
    try {
      if (Files.exists(path)) {
        // Insecure only against others who may write there, and there are none.
        MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("directory of the private libvirtd", e);
    }
  }

  /** Copies more files to those of the filters: links as links, and directories without content. */
  void addFilters(Path source) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(source)) {
      for (Path file : files) {
        Files.copy(
            file,
            filters().resolve(file.getFileName()),
            LinkOption.NOFOLLOW_LINKS,
            REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("filters of the private libvirtd", e);
    }
  }

  private void configureNetworks(FirewallBackend backend) throws IOException {
    Files.writeString(
        path.resolve("etc/network.conf"), "firewall_backend = \"%s\"\n".formatted(backend));
    if (backend == FirewallBackend.NFTABLES) {
      Path tc =
          Files.writeString(
              path.resolve("tc"),
              "#!/bin/sh\nprintf '%%s\\n' \"$*\" >>'%s'\n".formatted(trafficControl()));
      Files.setPosixFilePermissions(tc, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** {@return the arguments of the calls of {@code tc} since this was last asked} */
  ImmutableList<String> takeTrafficControl() {
    try {
      if (!Files.exists(trafficControl())) {
        return ImmutableList.of();
      }
      ImmutableList<String> calls = ImmutableList.copyOf(Files.readAllLines(trafficControl()));
      Files.delete(trafficControl());
      return calls;
    } catch (IOException e) {
      throw new UncheckedIOException("calls of tc", e);
    }
  }

  private Path trafficControl() {
    return path.resolve("tc.log");
  }

  private void copyStockFilters(Path delivered) throws IOException {
    try (DirectoryStream<Path> stock = Files.newDirectoryStream(delivered, "*.xml")) {
      for (Path filter : stock) {
        Files.copy(filter, filters().resolve(filter.getFileName()));
      }
    }
  }

  private static void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(PARENT)) {
      for (Path sibling : siblings) {
        if (RunName.isLeftover(sibling.getFileName().toString())) {
          new DaemonDirectory(sibling).delete();
        }
      }
    }
  }
}
