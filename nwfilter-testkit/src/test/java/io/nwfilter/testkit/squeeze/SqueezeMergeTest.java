package io.nwfilter.testkit.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.stock.LibvirtRelease;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.change.ScriptCommand;
import io.nwfilter.netfilter.host.Host;
import io.nwfilter.netfilter.host.HostEvent;
import io.nwfilter.netfilter.host.HostEvent.Daemon;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.text.ScriptText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The administrator's script and the networks of libvirt 0.8.3 together, in every order, leave, row
 * by row, what he listed.
 */
class SqueezeMergeTest {

  private static final Path SEEN =
      Path.of(
          System.getProperty("nwfilter.rootDirectory"),
          "nwfilter-testkit/src/test/resources/squeeze");

  private static final CompileOptions RELEASE =
      CompileOptions.builder().release(LibvirtRelease.V0_8).build();

  private static final HostEvent DMZ = network("dmz");
  private static final HostEvent BACK = network("back");
  private static final HostEvent DEFAULT = network("default");

  /** The order that he saw. */
  private static final ImmutableList<HostEvent> NETWORKS = ImmutableList.of(DMZ, BACK, DEFAULT);

  private final ImmutableList<ScriptCommand> script =
      ImmutableList.copyOf(ScriptText.read(TextSource.file(SEEN.resolve("script.sh")), List.of()));

  private static HostEvent network(String name) {
    return HostEvent.starts(
        FilterCompiler.compile(
            LibvirtXml.readNetwork(XmlSource.file(SEEN.resolve(name + ".xml"))).value(), RELEASE));
  }

  private static HostEvent runs(List<ScriptCommand> commands) {
    return new HostEvent.ScriptRuns("script.sh", commands);
  }

  /** The script without the commands that flush. */
  private HostEvent withoutFlush() {
    return runs(
        script.stream()
            .filter(Predicate.not(ScriptCommand.Flush.class::isInstance))
            .collect(ImmutableList.toImmutableList()));
  }

  private static Ruleset table(Host host, String table) {
    Ruleset all = host.ruleset(Family.IPV4);
    return new Ruleset(Family.IPV4, Map.of(table, all.table(table).orElseThrow()));
  }

  private static SortedMap<Integer, String> filter(Host host) {
    return ListedDiff.lines(table(host, Table.FILTER), List.of("INPUT", "FORWARD", "OUTPUT"));
  }

  private static SortedMap<Integer, String> nat(Host host) {
    return ListedDiff.lines(table(host, Table.NAT), List.of("PREROUTING", "POSTROUTING", "OUTPUT"));
  }

  private static ListedDiff seen(String file) throws IOException {
    return ListedDiff.of(Files.readString(SEEN.resolve(file)));
  }

  private static void assertShown(
      SortedMap<Integer, String> seen, SortedMap<Integer, String> predicted) {
    assertEquals(seen, ListedDiff.shown(predicted, seen));
  }

  private static void assertWithNetworks(Host host) throws IOException {
    assertShown(seen("existing-rules-filter.diff").before(), filter(host));
    assertShown(seen("existing-rules-nat.diff").before(), nat(host));
    assertShown(seen("script-after-libvirtd.diff").before(), filter(host));
  }

  private static void assertWithoutNetworks(Host host) throws IOException {
    assertShown(seen("existing-rules-filter.diff").after(), filter(host));
    assertShown(seen("existing-rules-nat.diff").after(), nat(host));
  }

  @Test
  void scriptAlone() throws IOException {
    assertWithoutNetworks(Host.empty().after(runs(script)));
  }

  @Test
  void scriptBeforeTheDaemon() throws IOException {
    assertWithNetworks(Host.empty().after(runs(script), Daemon.STARTS).after(NETWORKS));
  }

  @Test
  void scriptWithoutAFlushBeforeTheDaemon() throws IOException {
    assertWithNetworks(Host.empty().after(withoutFlush(), Daemon.STARTS).after(NETWORKS));
  }

  /** It appends, and libvirt has inserted: the order of the two does not matter. */
  @Test
  void scriptWithoutAFlushAfterTheDaemon() throws IOException {
    assertWithNetworks(Host.empty().after(Daemon.STARTS).after(NETWORKS).after(withoutFlush()));
  }

  @Test
  void scriptThatFlushesAfterTheDaemon() throws IOException {
    Host flushed = Host.empty().after(Daemon.STARTS).after(NETWORKS).after(runs(script));

    assertWithoutNetworks(flushed);
  }

  /**
   * libvirt deletes its rules before it adds them again. After a flush, those that it finds are the
   * script's: four of them are like libvirt's.
   */
  @Test
  void restartAfterAFlushTakesRulesLikeItsOwn() throws IOException {
    Host flushed = Host.empty().after(Daemon.STARTS).after(NETWORKS).after(runs(script));
    List<ScriptCommand> alike =
        script.subList(
            line("-A FORWARD -d 192.168.122.0/24"), line("-A FORWARD -p icmp --icmp-type 8"));
    List<ScriptCommand> others = new ArrayList<>(script);
    others.removeAll(alike);
    Host without = Host.empty().after(runs(others)).after(NETWORKS);

    assertEquals(4, alike.size());
    assertEquals(filter(without), filter(flushed.after(Daemon.RESTARTS)));
    assertEquals(filter(without), filter(flushed.after(Daemon.RELOADS)));
    assertShown(seen("existing-rules-nat.diff").before(), nat(flushed.after(Daemon.RESTARTS)));
  }

  @Test
  void networksDestroyed() throws IOException {
    assertWithoutNetworks(
        Host.empty()
            .after(runs(script))
            .after(NETWORKS)
            .after(
                new HostEvent.NetworkStops("dmz"),
                new HostEvent.NetworkStops("back"),
                new HostEvent.NetworkStops("default")));
  }

  /**
   * He ran the script while libvirtd was starting. libvirt's rules are there, although the script
   * flushes, so they were inserted after that; two of the script's rules are not there: those that
   * it appended while libvirt had read the table, and had not written it. Each network costs it at
   * most one rule here; which one is by chance.
   */
  @Test
  void scriptAndDaemonAtTheSameTime() throws IOException {
    int spoofed = line("-s 255.0.0.0/8 -j LOG");
    int stealth = line("Stealth scan attempt?");

    Host host =
        Host.empty()
            .after(
                runs(script.subList(0, spoofed)),
                new HostEvent.Overlap(command(spoofed), DMZ),
                runs(script.subList(spoofed + 1, stealth)),
                new HostEvent.Overlap(command(stealth), BACK),
                DEFAULT,
                runs(script.subList(stealth + 1, script.size())));

    assertShown(seen("script-after-libvirtd.diff").after(), filter(host));
  }

  private HostEvent command(int number) {
    return runs(script.subList(number, number + 1));
  }

  /** {@return the number of the first command whose line in the file has some words} */
  private int line(String words) throws IOException {
    List<String> lines = Files.readAllLines(SEEN.resolve("script.sh"));
    return script.stream()
        .map(command -> lines.get(command.location().line() - 1).contains(words))
        .toList()
        .indexOf(true);
  }
}
