package io.nwfilter.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What users of modules see: these tests run on the class path, where module-info has no effect.
 */
class ModuleTest {

  private static final String NAME = "io.nwfilter.testkit";

  private static ModuleFinder classPath() {
    return ModuleFinder.of(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(ModuleTest::isModule)
            .toArray(Path[]::new));
  }

  private static boolean isModule(Path entry) {
    return Files.isRegularFile(entry) || Files.exists(entry.resolve("module-info.class"));
  }

  /** Services of modules that are not there keep a module from being resolved. */
  @Test
  void isResolvedWithWhatItProvides() {
    Configuration resolved =
        ModuleLayer.boot().configuration().resolve(classPath(), ModuleFinder.of(), Set.of(NAME));
    Set<String> provided =
        resolved.findModule(NAME).orElseThrow().reference().descriptor().provides().stream()
            .map(ModuleDescriptor.Provides::service)
            .collect(Collectors.toSet());
    assertEquals(
        Set.of("net.jqwik.api.SampleReportingFormat", "net.jqwik.api.providers.ArbitraryProvider"),
        provided);
  }

  @Test
  void exports() {
    Set<String> exported =
        classPath().find(NAME).orElseThrow().descriptor().exports().stream()
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "io.nwfilter.testkit.assertion",
            "io.nwfilter.testkit.daemon",
            "io.nwfilter.testkit.fidelity",
            "io.nwfilter.testkit.generate",
            "io.nwfilter.testkit.golden",
            "io.nwfilter.testkit.junit",
            "io.nwfilter.testkit.kernel"),
        exported);
  }
}
