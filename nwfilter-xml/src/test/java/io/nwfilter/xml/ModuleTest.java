package io.nwfilter.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.module.ModuleDescriptor;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What users can see of this module: these tests run inside it. */
class ModuleTest {

  private static final ModuleDescriptor MODULE = LibvirtXml.class.getModule().getDescriptor();

  @Test
  void name() {
    assertEquals("io.nwfilter.xml", MODULE.name());
  }

  @Test
  void exports() {
    Set<String> exported = new TreeSet<>();
    for (ModuleDescriptor.Exports exports : MODULE.exports()) {
      exported.add(exports.source() + " to " + exports.targets());
    }
    assertEquals(Set.of("io.nwfilter.xml to []", "io.nwfilter.xml.diagnostic to []"), exported);
  }

  @Test
  void opensNothing() {
    assertEquals(Set.of(), MODULE.opens());
  }
}
