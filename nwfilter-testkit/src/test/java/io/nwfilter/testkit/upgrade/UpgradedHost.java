package io.nwfilter.testkit.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.Futures;
import io.nwfilter.netfilter.upgrade.Service;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * A host with the network {@code default} of the examples, two guests on it, and somebody outside.
 * The host has servers of DNS and DHCP, the others of TCP.
 */
final class UpgradedHost implements AutoCloseable {

  /** What is tried here. */
  static final Set<Service> SERVICES =
      EnumSet.of(
          Service.DHCP,
          Service.DNS,
          Service.DNS_OVER_TCP,
          Service.OUTGOING,
          Service.FORWARDED,
          Service.NEIGHBOR,
          Service.FROM_HOST);

  /** A port of the host, which its rules may forward to the guest. */
  static final int FORWARDED_PORT = 8022;

  /** The interface by which the host reaches what is outside. */
  static final String UPLINK = "uplink0";

  private static final String BRIDGE = "virbr0";
  private static final String HOST_ADDRESS = "192.168.122.1";
  private static final String GUEST_ADDRESS = "192.168.122.2";
  private static final String NEIGHBOR_ADDRESS = "192.168.122.3";
  private static final String PUBLIC_ADDRESS = "198.51.100.1";
  private static final String FAR_ADDRESS = "203.0.113.9";
  private static final long WAIT_NANOS = 10_000_000_000L;

  private final NetworkNamespace host;
  private final NetworkNamespace guest = NetworkNamespace.create();
  private final NetworkNamespace neighbor = NetworkNamespace.create();
  private final NetworkNamespace outside = NetworkNamespace.create();
  private final List<Process> servers = new ArrayList<>();

  UpgradedHost(NetworkNamespace host) {
    this.host = host;
    run(host, "ip link add " + BRIDGE + " type bridge");
    run(host, "ip addr add " + HOST_ADDRESS + "/24 dev " + BRIDGE);
    run(host, "ip link set " + BRIDGE + " up");
    port("vnet0", guest, "52:54:00:00:00:01", GUEST_ADDRESS);
    port("vnet1", neighbor, "52:54:00:00:00:02", NEIGHBOR_ADDRESS);
    run(host, "ip link add " + UPLINK + " type veth peer name eth0 netns " + outside.name());
    run(host, "ip addr add " + PUBLIC_ADDRESS + "/24 dev " + UPLINK);
    run(host, "ip link set " + UPLINK + " up");
    run(outside, "ip addr add 198.51.100.2/24 dev eth0");
    run(outside, "ip addr add " + FAR_ADDRESS + "/32 dev lo");
    run(outside, "ip link set eth0 up");
    run(host, "ip route add default via 198.51.100.2");
    run(host, "busybox sysctl -qw net.ipv4.ip_forward=1");
    run(host, "busybox sysctl -qw net.bridge.bridge-nf-call-iptables=1");
    listen(outside, 443);
    listen(neighbor, 22);
    listen(guest, 22);
    serve();
  }

  private void port(String name, NetworkNamespace machine, String mac, String address) {
    run(
        host,
        "ip link add "
            + name
            + " type veth peer name eth0 address "
            + mac
            + " netns "
            + machine.name());
    run(host, "ip link set " + name + " master " + BRIDGE + " up");
    run(machine, "ip addr add " + address + "/24 dev eth0");
    run(machine, "ip link set eth0 up");
    run(machine, "ip route add default via " + HOST_ADDRESS);
  }

  /** Starts a server of HTTP, which is a server of TCP. */
  private void listen(NetworkNamespace machine, int port) {
    start(
        machine, "busybox", "httpd", "-f", "-p", Integer.toString(port), "-h", "/proc/self/fdinfo");
    await(() -> machine.exec("", "sh", "-c", isOpen("127.0.0.1", port)).succeeded());
  }

  /** Starts a server of DNS and DHCP, as libvirt does. */
  private void serve() {
    start(
        host,
        "dnsmasq",
        "--conf-file=/dev/null",
        "--keep-in-foreground",
        "--user=root",
        "--bind-dynamic",
        "--interface=" + BRIDGE,
        "--except-interface=lo",
        "--no-resolv",
        "--no-hosts",
        "--address=/example.org/" + FAR_ADDRESS,
        "--dhcp-range=" + GUEST_ADDRESS + "," + GUEST_ADDRESS + ",1h",
        "--leasefile-ro",
        "--dhcp-authoritative",
        "--no-ping",
        "--log-facility=/dev/null");
    await(() -> host.exec("", "sh", "-c", isOpen(HOST_ADDRESS, 53)).succeeded());
  }

  private void start(NetworkNamespace machine, String... words) {
    try {
      servers.add(
          machine
              .command(words)
              .toProcessBuilder()
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + WAIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("a server does not listen");
      }
    }
  }

  /** {@return the services that work, all tried at the same time} */
  Set<Service> working() {
    ExecutorService clients = Executors.newFixedThreadPool(SERVICES.size());
    try {
      Map<Service, Future<Boolean>> results = new EnumMap<>(Service.class);
      SERVICES.forEach(service -> results.put(service, clients.submit(() -> works(service))));
      Set<Service> working = EnumSet.noneOf(Service.class);
      results.forEach(
          (service, works) -> {
            if (Futures.getUnchecked(works)) {
              working.add(service);
            }
          });
      return working;
    } finally {
      clients.shutdownNow();
    }
  }

  private boolean works(Service service) {
    return switch (service) {
      case DHCP ->
          succeeds(guest, "busybox udhcpc -f -n -q -t 1 -T 1 -A 1 -i eth0 -s /bin/true 2>&1");
      case DNS -> succeeds(guest, "timeout 1 busybox nslookup -type=a example.org " + HOST_ADDRESS);
      case DNS_OVER_TCP -> succeeds(guest, isOpen(HOST_ADDRESS, 53));
      case OUTGOING -> succeeds(guest, isOpen(FAR_ADDRESS, 443));
      case NEIGHBOR -> succeeds(guest, isOpen(NEIGHBOR_ADDRESS, 22));
      case FORWARDED -> succeeds(outside, isOpen(PUBLIC_ADDRESS, FORWARDED_PORT));
      case FROM_HOST -> succeeds(host, isOpen(GUEST_ADDRESS, 22));
      case DHCPV6, TFTP, INCOMING -> throw new AssertionError(service + " is not tried here");
    };
  }

  private static boolean succeeds(NetworkNamespace machine, String script) {
    return machine.exec("", "sh", "-c", script).succeeded();
  }

  /** {@return a script that succeeds if a port of TCP is open} */
  private static String isOpen(String address, int port) {
    return "timeout 2 busybox nc -w 1 " + address + " " + port + " < /dev/null > /dev/null 2>&1";
  }

  /** Runs lines of a shell on the host. */
  void script(List<String> lines) {
    CommandResult result =
        host.exec("", "sh", "-c", "set -e\n" + String.join("\n", ImmutableList.copyOf(lines)));
    assertEquals(0, result.exitCode(), result::toString);
  }

  /** {@return what a command prints on the host} */
  String output(String... words) {
    CommandResult result = host.exec("", words);
    assertEquals(0, result.exitCode(), result::toString);
    return result.stdout();
  }

  /** Loads tables of nftables. */
  void loadTables(String text) {
    CommandResult result = host.exec(text, "nft", "-f", "-");
    assertEquals(0, result.exitCode(), result::toString);
  }

  private static void run(NetworkNamespace namespace, String command) {
    CommandResult result =
        namespace.exec("", Splitter.on(' ').splitToList(command).toArray(String[]::new));
    assertEquals(0, result.exitCode(), () -> command + ": " + result);
  }

  @Override
  public void close() {
    for (Process server : servers) {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }
    ImmutableList.of(guest, neighbor, outside).forEach(NetworkNamespace::close);
  }
}
