package io.nwfilter.testkit.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.host.HostException;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.ScriptText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.kernel.ChainAddress;
import io.nwfilter.testkit.kernel.ChainContent;
import io.nwfilter.testkit.kernel.KernelState;
import io.nwfilter.testkit.kernel.KernelStateAssertion;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** A predicted host, and a daemon's real one, to which the same happens. */
final class HostAndDaemon {

  private static final List<String> FILTERS =
      List.of(
          """
          <filter name='ssh'>
            <rule action='accept' direction='in'><tcp dstportstart='22'/></rule>
            <rule action='drop' direction='inout'><all/></rule>
          </filter>
          """,
          """
          <filter name='frames'>
            <rule action='accept' direction='out'><mac protocolid='arp'/></rule>
            <rule action='drop' direction='out'/>
          </filter>
          """,
          """
          <filter name='both'>
            <rule action='drop' direction='out'><mac srcmacaddr='52:54:00:00:00:99'/></rule>
            <rule action='accept' direction='inout'><tcp-ipv6 dstportstart='80'/></rule>
            <rule action='accept' direction='out'><udp/></rule>
          </filter>
          """,
          """
          <filter name='arps' chain='arp'>
            <rule action='accept' direction='inout'><arp opcode='Request'/></rule>
            <rule action='drop' direction='in'><arp/></rule>
          </filter>
          """,
          """
          <filter name='chains'>
            <filterref filter='arps'/>
            <rule action='drop' direction='out'><mac srcmacaddr='52:54:00:00:00:98'/></rule>
          </filter>
          """);
  private static final List<String> FILTER_NAMES = List.of("ssh", "frames", "both", "chains");

  private final LibvirtDaemon daemon;
  private final NetworkNamespace scratch;
  private final List<CompiledNetwork> networks = networks();
  private final List<CompiledInterface> interfaces;
  private final List<String> log = new ArrayList<>();
  private Host host = Host.empty();

  /** Whether the order of what libvirt adds again is by chance since it was restarted. */
  private boolean unordered;

  /**
   * Makes both without rules.
   *
   * @param scratch a namespace that prints the prediction as the tools print it
   */
  HostAndDaemon(LibvirtDaemon daemon, NetworkNamespace scratch) {
    this.daemon = daemon;
    this.scratch = scratch;
    this.interfaces = interfaces();
    FILTERS.forEach(daemon::define);
    interfaces.forEach(compiled -> daemon.addTap(compiled.name().name()));
  }

  private static List<CompiledNetwork> networks() {
    return List.of(
        FilterCompiler.compile(Network.builder("iso").bridge("brI").address("10.1.1.1/24").build()),
        FilterCompiler.compile(
            Network.builder("nat")
                .bridge("brN")
                .forward(ForwardMode.NAT)
                .address("10.1.2.1/24")
                .build()),
        FilterCompiler.compile(
            Network.builder("route")
                .bridge("brR")
                .forward(ForwardMode.ROUTE)
                .address("10.1.3.1/24")
                .address("2001:db8:3::1/64")
                .build()),
        FilterCompiler.compile(
            Network.builder("open")
                .bridge("brO")
                .forward(ForwardMode.OPEN)
                .address("10.1.4.1/24")
                .build()));
  }

  private static List<CompiledInterface> interfaces() {
    FilterLibrary library =
        FilterLibrary.of(
            FILTERS.stream()
                .map(xml -> LibvirtXml.readFilter(XmlSource.text(xml, "filter")).value())
                .toList());
    CompileOptions options = CompileOptions.builder().library(library).build();
    return IntStream.range(0, FILTER_NAMES.size())
        .mapToObj(
            number ->
                FilterCompiler.compile(
                    new FilterBinding(
                        Optional.of(
                            new FilterBinding.Owner(
                                "guest" + number, new UUID(0x5c6a3f2011114222L, number + 1L))),
                        new InterfaceName("vnet" + number),
                        Optional.empty(),
                        MacAddress.parse("52:54:00:00:00:0" + number),
                        FilterReference.of(FILTER_NAMES.get(number)),
                        SourceLocation.NONE),
                    options))
        .toList();
  }

  int networkCount() {
    return networks.size();
  }

  int interfaceCount() {
    return interfaces.size();
  }

  boolean runs(int network) {
    return host.networks().contains(networks.get(network));
  }

  boolean isBound(int number) {
    return host.interfaces().contains(interfaces.get(number));
  }

  void start(int network) {
    CompiledNetwork compiled = networks.get(network);
    both(
        "start " + compiled.name(),
        HostEvent.starts(compiled),
        () -> daemon.networks().create(xml(compiled.network())));
  }

  void destroy(int network) {
    String name = networks.get(network).name();
    both(
        "destroy " + name, new HostEvent.NetworkStops(name), () -> daemon.networks().destroy(name));
  }

  void bind(int number) {
    CompiledInterface compiled = interfaces.get(number);
    both(
        "bind " + compiled.name(),
        HostEvent.starts(compiled),
        () -> daemon.createBinding(LibvirtXml.write(compiled.binding())));
  }

  void unbind(int number) {
    InterfaceName name = interfaces.get(number).name();
    both(
        "unbind " + name,
        new HostEvent.InterfaceStops(name),
        () -> daemon.deleteBinding(name.name()));
  }

  void restart() {
    addAgain();
    both(
        "restart",
        HostEvent.Daemon.RESTARTS,
        () -> {
          damage();
          daemon.restart();
        });
  }

  void reload() {
    addAgain();
    both(
        "reload",
        HostEvent.Daemon.RELOADS,
        () -> {
          damage();
          daemon.reload();
        });
  }

  /**
   * Deletes a rule of each network and interface that runs, which libvirt adds again. Otherwise the
   * rules could be as predicted before the daemon, in the background, has begun.
   */
  private void damage() {
    StringBuilder commands = new StringBuilder();
    host.networks().stream()
        .flatMap(network -> network.bridge().stream())
        .forEach(
            bridge ->
                commands.append(
                    "iptables -D LIBVIRT_INP -i %s -p udp --dport 53 -j ACCEPT\n"
                        .formatted(bridge)));
    host.interfaces()
        .forEach(
            compiled ->
                commands.append(
                    """
                    iptables -D libvirt-in -m physdev --physdev-in %1$s -g FI-%1$s
                    ebtables -t nat -D PREROUTING -i %1$s -j libvirt-I-%1$s
                    """
                        .formatted(compiled.name())));
    daemon.namespace().exec(commands.append("true\n").toString(), "sh");
  }

  /**
   * What a reload of firewalld does to a host, without firewalld: all rules and chains are deleted,
   * and libvirt, which hears of it on D-Bus, makes its chains again, as after a start. (Seen with
   * firewalld 1.3.3 and libvirt 9.0.0.)
   */
  void firewalldReload() {
    addAgain();
    both(
        "firewalld reloads",
        HostEvent.Daemon.FIREWALLD_RELOADS,
        () -> {
          daemon.namespace().exec(HostScripts.EMPTY, "sh");
          daemon.restart();
        });
  }

  private void addAgain() {
    unordered |= host.networks().size() > 1 || host.interfaces().size() > 1;
  }

  /** The host's own script, as a shell runs it, which goes on after a command that fails. */
  void script(String commands) {
    ImmutableList<Ruleset> rules =
        ImmutableList.of(
            host.ruleset(Family.IPV4), host.ruleset(Family.IPV6), host.ruleset(Family.BRIDGE));
    both(
        "script " + commands,
        new HostEvent.ScriptRuns(
            "script", ScriptText.read(TextSource.text(commands, "script"), rules)),
        () -> daemon.namespace().exec(commands, "sh"));
  }

  /** Takes all rules and all chains away from a host on which nothing runs, and what is noted. */
  void empty() {
    script(HostScripts.EMPTY);
    log.clear();
  }

  /** The host's own dump, loaded as a whole. */
  void restore(String dump) {
    both(
        "restore " + dump,
        new HostEvent.RulesRestored(
            SaveText.read(Family.IPV4, TextSource.text(dump, "dump")), SourceLocation.NONE),
        () -> daemon.namespace().exec(dump, "iptables-restore"));
  }

  private void both(String what, HostEvent event, Runnable real) {
    log.add(what);
    try {
      host = host.after(event);
    } catch (HostException refused) {
      try {
        real.run();
      } catch (DaemonRefusedException alsoRefused) {
        log.add("  both refuse: " + alsoRefused.getMessage());
        compare();
        return;
      }
      throw new AssertionError("only the prediction refuses:\n" + String.join("\n", log), refused);
    }
    real.run();
    compare();
  }

  /** Some of what a daemon does is done in the background. */
  private void compare() {
    KernelState wanted = comparable(predicted());
    for (int attempt = 0; attempt < 100; attempt++) {
      if (comparable(daemon.networks().capture()).equals(wanted)) {
        return;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
    KernelStateAssertion.assertSame(
        comparable(daemon.networks().capture()), wanted, String.join("\n", log));
  }

  private KernelState predicted() {
    scratch.flush();
    scratch.load(
        new RestoreTexts(
            SaveText.write(host.ruleset(Family.IPV4)),
            SaveText.write(host.ruleset(Family.IPV6)),
            SaveText.write(host.ruleset(Family.BRIDGE))));
    return KernelState.capture(scratch);
  }

  private KernelState comparable(KernelState state) {
    if (!unordered) {
      return state;
    }
    ImmutableSortedMap.Builder<ChainAddress, ChainContent> sorted =
        ImmutableSortedMap.naturalOrder();
    state
        .chains()
        .forEach(
            (address, content) ->
                sorted.put(
                    address,
                    address.chain().startsWith("LIBVIRT_")
                            || address.chain().startsWith("libvirt-")
                            || address.toString().startsWith("ebtables")
                        ? new ChainContent(
                            content.policy(), ImmutableList.sortedCopyOf(content.rules()))
                        : content));
    return new KernelState(sorted.buildOrThrow());
  }

  private static String xml(Network network) {
    StringBuilder text = new StringBuilder("<network><name>" + network.name() + "</name>");
    network.mode().ifPresent(mode -> text.append("<forward mode='" + mode + "'/>"));
    text.append("<bridge name='" + network.bridge().orElseThrow() + "'/>");
    network
        .addresses()
        .forEach(
            address ->
                text.append("<ip")
                    .append(address.address().length() == 128 ? " family='ipv6'" : "")
                    .append(" address='" + address.address() + "'")
                    .append(" prefix='" + address.prefixLength() + "'/>"));
    return text.append("</network>").toString();
  }
}
