package io.nwfilter.testkit.kernel;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out what this machine lacks. */
final class HostProbe {
  private static final ImmutableList<String> KERNEL_TOOLS =
      ImmutableList.of(
          "sh",
          "sed",
          "ip",
          "iptables-save",
          "iptables-restore",
          "ip6tables-save",
          "ip6tables-restore",
          "ebtables-save",
          "ebtables-restore",
          "dnsmasq",
          "busybox",
          "ipset",
          "python3");
  private static final ImmutableList<String> DAEMON_TOOLS =
      ImmutableList.of("libvirtd", "virsh", "unshare", "mount");
  private static final Path STOCK_FILTERS = Path.of("/usr/share/libvirt/nwfilter");

  private HostProbe() {}

  static Availability kernel() {
    ImmutableList<String> missing =
        ImmutableList.<String>builder().addAll(root()).addAll(tools(KERNEL_TOOLS)).build();
    return new Availability("kernel tests", missing.isEmpty() ? namespaces() : missing);
  }

  static Availability daemon(Availability kernel) {
    ImmutableList.Builder<String> missing = ImmutableList.builder();
    missing.addAll(kernel.missing());
    missing.addAll(tools(DAEMON_TOOLS));
    if (!Files.isDirectory(STOCK_FILTERS)) {
      missing.add("no " + STOCK_FILTERS);
    }
    return new Availability("daemon tests", missing.build());
  }

  static Availability graphviz() {
    return new Availability("pictures", tools(ImmutableList.of("dot")));
  }

  static ImmutableList<String> tools(ImmutableList<String> names) {
    return names.stream()
        .filter(tool -> ToolPath.find(tool).isEmpty())
        .map(tool -> "no " + tool)
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<String> root() {
    try {
      Object owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return owner.equals(0) ? ImmutableList.of() : ImmutableList.of("not root");
    } catch (IOException | UnsupportedOperationException e) {
      return ImmutableList.of("no /proc: " + e.getMessage());
    }
  }

  /** Root in a container may still be refused namespaces or netfilter, which only trying shows. */
  private static ImmutableList<String> namespaces() {
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      String text = "*filter\n:nwfilter-probe - [0:0]\nCOMMIT\n";
      String frames = "*filter\n:nwfilter-probe ACCEPT\nCOMMIT\n";
      namespace.load(new RestoreTexts(text, text, frames));
      namespace.dump();
      namespace.addTap("nwfprobe0");
      return ImmutableList.of();
    } catch (CommandFailedException | RestoreRefusedException e) {
      return ImmutableList.of(String.valueOf(e.getMessage()));
    }
  }
}
