package io.nwfilter.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.io.Resources;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledHost;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.packet.PacketText;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.RestoreTexts;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a frame costs the kernel on a bridge with many filtered interfaces, with the rules in
 * several forms. Not of JMH: what is measured is the processor time of the kernel while a process
 * writes frames into a tap interface. Needs root on Linux.
 */
public final class KernelCost {

  private static final int[] INTERFACES = {1, 100, 500, 1_000};
  private static final int FRAMES = 20_000;
  private static final int ROUNDS = 7;
  private static final String PEER = "uplink";
  private static final String STATION = "02:00:00:00:00:01";

  /** How the rules are loaded. */
  private enum Form {
    NONE("no rules") {
      @Override
      void load(CompiledHost host, NetworkNamespace kernel) {}
    },
    LIBVIRT("libvirt's form") {
      @Override
      void load(CompiledHost host, NetworkNamespace kernel) {
        kernel.load(
            new RestoreTexts(
                host.text(Family.IPV4), host.text(Family.IPV6), host.text(Family.BRIDGE)));
      }
    },
    NFTABLES("tables of nftables") {
      @Override
      void load(CompiledHost host, NetworkNamespace kernel) {
        kernel.command("nft", "-f", "-").withInput(FilterTable.of(host).script()).runSuccessfully();
      }
    };

    private final String title;

    Form(String title) {
      this.title = title;
    }

    abstract void load(CompiledHost host, NetworkNamespace kernel);
  }

  private KernelCost() {}

  /**
   * Measures, and prints a table: of each number of interfaces and each form, what a frame from the
   * first and from the last interface costs, as the median of several rounds in turn.
   *
   * @param args numbers of interfaces; if there are none, the usual ones
   * @throws IOException if the script that sends cannot be read
   */
  public static void main(String[] args) throws IOException {
    String sender = Resources.toString(Resources.getResource(KernelCost.class, "send.py"), UTF_8);
    int[] numbers =
        args.length == 0
            ? INTERFACES
            : List.of(args).stream().mapToInt(Integer::parseInt).toArray();
    print(System.out, sender, numbers);
  }

  private static void print(PrintStream out, String sender, int... numbers) {
    out.println("| interfaces | form | first interface, us a frame | last interface, us a frame |");
    out.println("| --- | --- | --- | --- |");
    for (int number : numbers) {
      CompiledHost host = host(number);
      Map<Form, NetworkNamespace> kernels = new EnumMap<>(Form.class);
      try {
        for (Form form : Form.values()) {
          NetworkNamespace kernel = bridge(number);
          kernels.put(form, kernel);
          form.load(host, kernel);
        }
        measured(sender, kernels, number)
            .forEach(
                (form, costs) ->
                    out.printf(
                        "| %,d | %s | %.1f | %.1f |%n",
                        number, form.title, costs.first() / 1_000.0, costs.last() / 1_000.0));
      } finally {
        kernels.values().forEach(NetworkNamespace::close);
      }
    }
  }

  /** Nanoseconds for a frame. */
  private record Costs(long first, long last) {}

  private static Map<Form, Costs> measured(
      String sender, Map<Form, NetworkNamespace> kernels, int number) {
    Map<Form, List<Long>> first = new EnumMap<>(Form.class);
    Map<Form, List<Long>> last = new EnumMap<>(Form.class);
    for (int round = 0; round < ROUNDS; round++) {
      kernels.forEach(
          (form, kernel) -> {
            first.computeIfAbsent(form, any -> new ArrayList<>()).add(cost(sender, kernel, 0));
            last.computeIfAbsent(form, any -> new ArrayList<>())
                .add(cost(sender, kernel, number - 1));
          });
    }
    Map<Form, Costs> costs = new EnumMap<>(Form.class);
    first.forEach((form, all) -> costs.put(form, new Costs(median(all), median(last.get(form)))));
    return costs;
  }

  private static long median(List<Long> all) {
    return all.stream().sorted().toList().get(all.size() / 2);
  }

  private static long cost(String sender, NetworkNamespace kernel, int number) {
    String frame = HexFormat.of().formatHex(PacketText.parse(sent(number)).octets().toByteArray());
    return Long.parseLong(
        kernel
            .command("python3", "-", device(number), frame, String.valueOf(FRAMES), PEER)
            .withInput(sender)
            .runSuccessfully()
            .stdout()
            .strip());
  }

  private static NetworkNamespace bridge(int number) {
    NetworkNamespace kernel = NetworkNamespace.create();
    StringBuilder links = new StringBuilder("link add br0 type bridge\nlink set br0 up\n");
    for (String tap : List.of(PEER, device(0), device(number - 1))) {
      if (links.indexOf(" " + tap + " ") < 0) {
        links.append("tuntap add dev %1$s mode tap\nlink set %1$s master br0\n".formatted(tap));
        links.append("link set %s up\n".formatted(tap));
      }
    }
    kernel.command("ip", "-batch", "-").withInput(links.toString()).runSuccessfully();
    kernel
        .command("bridge", "fdb", "add", STATION, "dev", PEER, "master", "static")
        .runSuccessfully();
    kernel
        .command(
            "sysctl",
            "-qw",
            "net.bridge.bridge-nf-call-iptables=1",
            "net.ipv6.conf.br0.disable_ipv6=1")
        .runSuccessfully();
    return kernel;
  }

  private static CompiledHost host(int number) {
    Filter web =
        LibvirtXml.readFilter(
                XmlSource.text(
                    """
                    <filter name='web'>
                      <filterref filter='clean-traffic'/>
                      <rule action='accept' direction='out' statematch='false'><tcp dstportstart='80'/></rule>
                      <rule action='accept' direction='in' statematch='false'><tcp srcportstart='80'/></rule>
                      <rule action='drop' direction='inout'><all/></rule>
                    </filter>
                    """,
                    "web.xml"))
            .value();
    List<Domain> domains =
        IntStream.range(0, number)
            .mapToObj(KernelCost::domainXml)
            .map(xml -> LibvirtXml.readDomain(XmlSource.text(xml, "domain.xml")).value())
            .toList();
    return FilterCompiler.compileHost(domains, CompileOptions.with(web));
  }

  private static String device(int number) {
    return "vnet" + number;
  }

  private static String domainXml(int number) {
    return Hosts.domainXml(number).replace("'clean-traffic'", "'web'");
  }

  /** The first packet of a connection that the filter accepts, to a station at the peer. */
  private static String sent(int number) {
    return "tcp syn 10.%d.%d.%d:4000 > 192.0.2.1:80 src-mac 52:54:00:%02x:%02x:%02x dst-mac %s"
        .formatted(
            number >> 16 & 255,
            number >> 8 & 255,
            number & 255,
            number >> 16 & 255,
            number >> 8 & 255,
            number & 255,
            STATION);
  }
}
