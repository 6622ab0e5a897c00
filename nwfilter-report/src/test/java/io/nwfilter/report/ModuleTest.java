package io.nwfilter.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the module shows to others, and what it needs. */
class ModuleTest {

  private static ModuleDescriptor module() throws IOException {
    Path classes =
        Path.of(System.getProperty("nwfilter.rootDirectory"), "nwfilter-report/target/classes");
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      return ModuleDescriptor.read(in);
    }
  }

  @Test
  void exportsItsPackageAndNeedsTheModelAndTheGenerator() throws IOException {
    ModuleDescriptor module = module();
    Set<String> needed =
        module.requires().stream()
            .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
            .map(ModuleDescriptor.Requires::name)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals("io.nwfilter.report", module.name());
    assertEquals(
        Set.of("io.nwfilter.report"),
        module.exports().stream()
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet()));
    assertEquals(
        Set.of("com.google.common", "io.nwfilter.core", "java.base", "tools.jackson.core"), needed);
  }
}
