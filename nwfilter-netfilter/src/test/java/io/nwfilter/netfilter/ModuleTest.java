package io.nwfilter.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What users can see of this module: these tests run inside it. */
class ModuleTest {

  private static final ModuleDescriptor MODULE = FilterCompiler.class.getModule().getDescriptor();

  @Test
  void name() {
    assertEquals("io.nwfilter.netfilter", MODULE.name());
  }

  @Test
  void exports() {
    Set<String> exported = new TreeSet<>();
    for (ModuleDescriptor.Exports exports : MODULE.exports()) {
      exported.add(exports.source() + " to " + exports.targets());
    }
    assertEquals(
        Set.of(
            "io.nwfilter.netfilter to []",
            "io.nwfilter.netfilter.addition to []",
            "io.nwfilter.netfilter.analyze to []",
            "io.nwfilter.netfilter.analyze.budget to []",
            "io.nwfilter.netfilter.capture to []",
            "io.nwfilter.netfilter.change to []",
            "io.nwfilter.netfilter.diagnostic to []",
            "io.nwfilter.netfilter.diagram to []",
            "io.nwfilter.netfilter.difference to []",
            "io.nwfilter.netfilter.exchange to []",
            "io.nwfilter.netfilter.explain to []",
            "io.nwfilter.netfilter.finding to []",
            "io.nwfilter.netfilter.guarantee to []",
            "io.nwfilter.netfilter.host to []",
            "io.nwfilter.netfilter.nft to []",
            "io.nwfilter.netfilter.nftfilter to []",
            "io.nwfilter.netfilter.packet to []",
            "io.nwfilter.netfilter.query to []",
            "io.nwfilter.netfilter.ruleset to []",
            "io.nwfilter.netfilter.sample to []",
            "io.nwfilter.netfilter.simulate to []",
            "io.nwfilter.netfilter.text to []",
            "io.nwfilter.netfilter.upgrade to []"),
        exported);
  }

  @Test
  void opensNothing() {
    assertEquals(Set.of(), MODULE.opens());
  }
}
