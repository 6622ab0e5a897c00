package io.nwfilter.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.testkit.golden.GoldenFile;
import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of {@link Examples}. */
class ExtensionTest {

  private static void assertResults(String golden, List<String> results) {
    GoldenFile.at(Path.of("src/test/resources/junit", golden))
        .assertMatches(String.join("\n", results) + "\n");
  }

  private static String name(Class<?> example) {
    return example.getName();
  }

  @Test
  void filtersAreCompiledAndInjected() {
    assertResults("filters.txt", LauncherRun.of(name(Examples.Filters.class)));
  }

  @Test
  void goldenFilesThatAreUsedAreNotStale() {
    assertEquals(
        List.of("nested(GoldenFiles)", "same(GoldenFiles)"),
        LauncherRun.of(name(Examples.Golden.class)));
  }

  @Test
  void goldenFilesThatNoTestUsesAreReported() {
    assertResults("stale.txt", LauncherRun.of(name(Examples.Stale.class)));
  }

  @Test
  void testsOfOtherEnginesDoNotKeepStaleFilesFromBeingReported() {
    assertResults("stale-with-property.txt", LauncherRun.of(name(Examples.WithProperty.class)));
  }

  @Test
  void nothingIsStaleUntilAllTestsHavePassed() {
    assertEquals(List.of("second()"), LauncherRun.of(name(Examples.Stale.class) + "#second"));
    assertResults("different.txt", LauncherRun.of(name(Examples.Different.class)));
  }

  @Test
  void needsNoJqwik() throws Exception {
    URL[] withoutJqwik =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("jqwik"))
            .map(ExtensionTest::url)
            .toArray(URL[]::new);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(withoutJqwik, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      assertThrows(ClassNotFoundException.class, () -> loader.loadClass("net.jqwik.api.Arbitrary"));
      assertEquals(
          List.of("nested(GoldenFiles)", "same(GoldenFiles)"),
          run(loader, name(Examples.Golden.class)));
      String one = "#assertions(io.nwfilter.testkit.assertion.CompiledAssert)";
      assertEquals(
          List.of("assertions(CompiledAssert)"), run(loader, name(Examples.Filters.class) + one));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Object run(ClassLoader loader, String names) throws ReflectiveOperationException {
    Class<?> runner = loader.loadClass(name(LauncherRun.class));
    Method of = runner.getDeclaredMethod("of", String.class);
    of.setAccessible(true); // the class of another loader is in another package
    return of.invoke(null, names);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(entry, e);
    }
  }
}
