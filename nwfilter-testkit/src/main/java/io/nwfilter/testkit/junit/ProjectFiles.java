package io.nwfilter.testkit.junit;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the project that a test class belongs to, whatever the working directory is: Maven
 * sets it to the directory of the module, some IDEs to that of the outermost project.
 */
final class ProjectFiles {

  private static final String[] BUILD_FILES = {"pom.xml", "build.gradle", "build.gradle.kts"};

  private final @Nullable Path directory;

  ProjectFiles(Class<?> testClass) {
    directory = project(testClass.getProtectionDomain().getCodeSource());
  }

  /** {@return a file that may exist: one that does at the working directory comes first} */
  Path resolve(String path) {
    Path here = Path.of(path);
    return directory == null || here.isAbsolute() || Files.exists(here)
        ? here
        : directory.resolve(path);
  }

  private static @Nullable Path project(@Nullable CodeSource classes) {
    Path place = classes == null ? null : path(classes);
    while (place != null && Stream.of(BUILD_FILES).map(place::resolve).noneMatch(Files::exists)) {
      place = place.getParent();
    }
    return place;
  }

  private static @Nullable Path path(CodeSource classes) {
    try {
      return Path.of(classes.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null; // not a directory, so not in a project
    }
  }
}
