package io.nwfilter.cli;

import static io.nwfilter.cli.CommandRun.inCheckout;
import static java.util.function.Predicate.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project that the guide shows whole is complete: it compiles, and its tests pass. */
class GuideProjectTest {

  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    for (Fence fence : Page.read("docs/guide.md").fences()) {
      String file = fence.file().filter(not(name -> name.startsWith("examples/"))).orElse("");
      if (!file.isEmpty()) {
        Inputs.write(directory.resolve(file), fence.text());
      }
    }
  }

  @Test
  void compilesAndItsTestsPass() throws Exception {
    List<Path> sources = new ArrayList<>();
    List<String> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory.resolve("src"))) {
      files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
    }
    for (Path source : sources) {
      if (source.toString().endsWith("Test.java")) {
        tests.add("example." + source.getFileName().toString().replace(".java", ""));
      }
    }
    assertEquals(List.of("example.WebFilterPropertyTest", "example.WebFilterTest"), tests);
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Files.copy(
        directory.resolve("src/test/resources/junit-platform.properties"),
        classes.resolve("junit-platform.properties"));
    Files.createDirectory(directory.resolve("target"));
    compile(sources, classes);

    Workplace.Run run =
        new Workplace(directory)
            .main(classes, ProjectTests.class.getName(), tests.toArray(new String[0]));

    assertEquals(0, run.status(), run::printed);
    assertTrue(run.printed().endsWith("tests succeeded: 2\n"), run::printed);
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "--release",
              "17",
              "-Xlint:all",
              "-Werror",
              "-proc:none",
              "-classpath",
              System.getProperty("java.class.path"),
              "-d",
              classes.toString());
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertTrue(compiled, messages::toString);
    }
  }

  @Test
  void itsPomNamesTheVersionOfThisBuild() throws IOException {
    Matcher parent = VERSION.matcher(Files.readString(inCheckout("pom.xml")));
    assertTrue(parent.find());
    String pom = Files.readString(directory.resolve("pom.xml"));
    String bom = "<artifactId>nwfilter-bom</artifactId>\n        <version>";
    int version = pom.indexOf(bom) + bom.length();
    assertEquals(parent.group(1), pom.substring(version, pom.indexOf("</version>", version)));
  }
}
