package io.nwfilter.benchmark;

import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints how much memory rules keep: the heap in use with and without 10,000 compiled interfaces,
 * and with and without a dump of 100,000 rules, each of which knows its line.
 */
public final class RetainedMemory {

  private static final int DUMPED = 100_000;

  private RetainedMemory() {}

  /**
   * Measures and prints.
   *
   * @param args none
   */
  public static void main(String[] args) {
    compiled();
    read();
  }

  private static void compiled() {
    keep(100); // loads the classes
    long before = used();
    List<CompiledDomain> kept = keep(10_000);
    long after = used();
    long rules = kept.stream().mapToLong(domain -> domain.ruleset(Family.BRIDGE).ruleCount()).sum();
    print("compiled", rules, after - before);
  }

  private static void read() {
    TextSource dump = TextSource.text(Dumps.iptablesSave(DUMPED), "dump");
    SaveText.read(Family.IPV4, TextSource.text(Dumps.iptablesSave(100), "small"));
    long before = used();
    Ruleset kept = SaveText.read(Family.IPV4, dump);
    long after = used();
    print("read from a " + dump.name(), kept.ruleCount(), after - before);
  }

  private static void print(String what, long rules, long bytes) {
    System.out.printf(
        "%s: %d rules keep %d KiB: %d bytes for each%n", what, rules, bytes >> 10, bytes / rules);
  }

  private static List<CompiledDomain> keep(int interfaces) {
    List<CompiledDomain> kept = new ArrayList<>();
    for (int i = 1; i <= interfaces; i++) {
      kept.add(
          FilterCompiler.compile(
              LibvirtXml.readDomain(XmlSource.text(Hosts.domainXml(i), "d")).value()));
    }
    return kept;
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
