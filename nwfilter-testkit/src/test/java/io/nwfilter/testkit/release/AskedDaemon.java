package io.nwfilter.testkit.release;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import io.nwfilter.core.stock.FirewallBackend;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.DaemonSettings;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.fidelity.ScratchNamespace;
import io.nwfilter.testkit.kernel.Command;
import io.nwfilter.testkit.kernel.KernelState;
import io.nwfilter.testkit.kernel.SystemRoot;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A daemon of a release, and what it does with documents, as text. */
final class AskedDaemon implements AutoCloseable {

  private static final String ARP_JUMP = "  -p ARP -j O-vnet4-arp-";

  private final AskedRelease release;
  private final SystemRoot system;
  private final FirewallBackend backend;
  private final LibvirtDaemon daemon;

  /** What the daemon leaves when there are no networks any more. */
  private String idle = "";

  private AskedDaemon(
      AskedRelease release, SystemRoot system, FirewallBackend backend, LibvirtDaemon daemon) {
    this.release = release;
    this.system = system;
    this.backend = backend;
    this.daemon = daemon;
  }

  /** Starts one; tests of a release that cannot be had are skipped. */
  static AskedDaemon start(AskedRelease release, FirewallBackend backend) {
    SystemRoot system = release.system();
    return new AskedDaemon(
        release, system, backend, LibvirtDaemon.start(new DaemonSettings(system, backend)));
  }

  /** {@return who is asked, and when, as comment lines} */
  String header() {
    return "# libvirt %s of Debian %s, %s\n# %s; %s; %s\n# asked on %s\n"
        .formatted(
            firstLine("libvirtd", "--version").replaceAll(".* ", ""),
            release.suite(),
            backend,
            firstLine("iptables", "--version"),
            firstLine("ebtables", "--version"),
            backend == FirewallBackend.NFTABLES ? firstLine("nft", "--version") : "no nft",
            LocalDate.now(ZoneOffset.UTC));
  }

  private String firstLine(String... words) {
    return Command.of(system.command(words)).runSuccessfully().stdout().lines().findFirst().get();
  }

  /** {@return what it installs for filters, case by case} */
  ImmutableMap<String, String> filters(List<FilterCase> cases) {
    ImmutableMap.Builder<String, String> sections = ImmutableMap.builder();
    for (FilterCase filterCase : cases) {
      ScratchNamespace.createSets(daemon.namespace());
      sections.put(filterCase.name(), filter(filterCase));
      daemon.reset();
    }
    return sections.buildOrThrow();
  }

  private String filter(FilterCase filterCase) {
    try {
      filterCase.filters().forEach(daemon::define);
      daemon.addTap(FilterCases.device(filterCase));
      daemon.createBinding(filterCase.binding());
      String text = daemon.captureWhen(new Settled()).canonicalText();
      return filterCase.name().equals(FilterCases.WITHOUT_ORDER) ? withSortedJumps(text) : text;
    } catch (IllegalArgumentException e) {
      // A comment with a line break: what is printed cannot be read again.
      return "unreadable: " + e.getMessage() + "\n";
    } catch (DaemonRefusedException e) {
      return refusal(e) + daemon.capture().canonicalText();
    }
  }

  /** {@return a text with neighbouring jumps to chains for ARP in the order of their names} */
  private static String withSortedJumps(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      int at = lines.size();
      while (line.startsWith(ARP_JUMP)
          && lines.get(at - 1).startsWith(ARP_JUMP)
          && lines.get(at - 1).compareTo(line) > 0) {
        at--;
      }
      lines.add(at, line);
    }
    return String.join("\n", lines) + "\n";
  }

  /** {@return what it prints of documents, case by case} */
  ImmutableMap<String, String> documents(Predicate<String> asked) {
    return new AskedDocuments(daemon).printed(asked);
  }

  /** {@return what it installs for networks, case by case; each has one document or several} */
  ImmutableMap<String, String> networks(List<ImmutableList<String>> cases) {
    ImmutableMap.Builder<String, String> sections = ImmutableMap.builder();
    for (ImmutableList<String> documents : cases) {
      sections.put(String.join(" ", documents), networks(documents));
    }
    return sections.buildOrThrow();
  }

  private String networks(ImmutableList<String> documents) {
    StringBuilder said = new StringBuilder();
    try {
      documents.forEach(daemon.networks()::create);
    } catch (DaemonRefusedException e) {
      said.append(refusal(e));
    }
    String rules = rules();
    // The daemon has made its chains for an earlier network; for this one it would make none.
    said.append(backend == FirewallBackend.IPTABLES && rules.equals(idle) ? "" : rules);
    daemon.networks().takeTrafficControl().forEach(call -> said.append("tc " + call + "\n"));
    List<String> running = new ArrayList<>(daemon.networks().running());
    Lists.reverse(running).forEach(daemon.networks()::destroy);
    daemon.networks().takeTrafficControl();
    String left = rules();
    if (idle.isEmpty() && said.indexOf("refused: ") < 0) {
      idle = left;
    }
    if (!left.equals(idle)) {
      said.append("left behind:\n").append(left);
      daemon.reset();
    }
    return said.toString();
  }

  /** {@return the rules of all families} */
  private String rules() {
    KernelState tables = daemon.networks().capture();
    if (backend == FirewallBackend.IPTABLES) {
      return tables.canonicalText();
    }
    return tables.canonicalText() + nft("-s", "list", "ruleset");
  }

  /** {@return the elements of the ruleset as JSON has them, one in each line, for networks} */
  ImmutableMap<String, String> networksAsJson(List<ImmutableList<String>> cases) {
    ImmutableMap.Builder<String, String> sections = ImmutableMap.builder();
    for (ImmutableList<String> documents : cases) {
      documents.forEach(daemon.networks()::create);
      String json = nft("-j", "-s", "list", "ruleset");
      sections.put(
          String.join(" ", documents), json.replaceAll(", (?=\\{\"(table|chain|rule)\": )", ",\n"));
      daemon.networks().running().forEach(daemon.networks()::destroy);
    }
    return sections.buildOrThrow();
  }

  private String nft(String... arguments) {
    String[] words = Lists.asList("nft", arguments).toArray(new String[0]);
    return daemon.namespace().command(system, words).runSuccessfully().stdout();
  }

  static String refusal(DaemonRefusedException e) {
    return "refused: " + String.valueOf(e.getMessage()).strip().replace("\n", "\n  ") + "\n";
  }

  @Override
  public void close() {
    daemon.close();
  }
}
