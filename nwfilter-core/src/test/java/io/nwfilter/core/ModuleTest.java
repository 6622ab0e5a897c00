package io.nwfilter.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.filter.Filter;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the module shows to others, and what it needs. */
class ModuleTest {

  private static final ModuleDescriptor MODULE = Filter.class.getModule().getDescriptor();

  @Test
  void exportsThePackagesOfTheModelToEverybody() {
    Set<String> exported =
        MODULE.exports().stream()
            .filter(export -> !export.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals("io.nwfilter.core", MODULE.name());
    assertEquals(
        List.of(
            "io.nwfilter.core.attribute",
            "io.nwfilter.core.diagnostic",
            "io.nwfilter.core.domain",
            "io.nwfilter.core.filter",
            "io.nwfilter.core.network",
            "io.nwfilter.core.resolve",
            "io.nwfilter.core.stock",
            "io.nwfilter.core.value"),
        List.copyOf(exported));
  }

  @Test
  void needsGuavaAndNothingElseWhenItRuns() {
    Set<String> needed =
        MODULE.requires().stream()
            .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
            .map(ModuleDescriptor.Requires::name)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(List.of("com.google.common", "java.base"), List.copyOf(needed));
  }
}
