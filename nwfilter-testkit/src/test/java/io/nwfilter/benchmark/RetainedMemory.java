package io.nwfilter.benchmark;

import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints how much memory compiled rules keep: the heap in use with and without 10,000 compiled
 * interfaces.
 */
public final class RetainedMemory {

  private RetainedMemory() {}

  /**
   * Measures and prints.
   *
   * @param args none
   */
  public static void main(String[] args) {
    keep(100); // loads the classes
    long before = used();
    List<CompiledDomain> kept = keep(10_000);
    long after = used();
    long rules = kept.stream().mapToLong(domain -> domain.ruleset(Family.BRIDGE).ruleCount()).sum();
    System.out.printf(
        "%d rules keep %d KiB: %d bytes for each%n",
        rules, (after - before) >> 10, (after - before) / rules);
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
