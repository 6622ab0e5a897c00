package io.nwfilter.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.filter.Filter;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the exported packages show: the JDK's types and this project's, so that users need no more.
 */
class SignatureTest {

  private static final Path CLASSES = Path.of("target", "classes");

  private static List<Class<?>> exportedTypes() throws IOException, ClassNotFoundException {
    Set<String> exported =
        Filter.class.getModule().getDescriptor().exports().stream()
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        String name = CLASSES.relativize(file).toString().replace('/', '.');
        if (exported.contains(
                name.substring(0, Math.max(0, name.lastIndexOf('.', name.length() - 7))))
            && !name.contains("-info")) {
          types.add(Class.forName(name.substring(0, name.length() - 6)));
        }
      }
    }
    types.removeIf(type -> !isVisible(type));
    return types;
  }

  private static boolean isVisible(Class<?> type) {
    return isVisible(type.getModifiers())
        && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
  }

  private static boolean isVisible(int modifiers) {
    return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
  }

  /** {@return what users see of a type, with the types in it in full} */
  private static List<String> signatures(Class<?> type) {
    List<String> signatures = new ArrayList<>();
    signatures.add(
        type.toGenericString()
            + " extends "
            + type.getGenericSuperclass()
            + " implements "
            + List.of(type.getGenericInterfaces()));
    Stream.of(type.getDeclaredConstructors(), type.getDeclaredMethods(), type.getDeclaredFields())
        .flatMap(Stream::of)
        .filter(member -> isVisible(((Member) member).getModifiers()))
        .map(
            member ->
                member instanceof Executable e
                    ? e.toGenericString()
                    : ((Field) member).toGenericString())
        .forEach(signatures::add);
    return signatures;
  }

  @Test
  void showNothingOfGuava() throws IOException, ClassNotFoundException {
    List<String> guava = new ArrayList<>();
    for (Class<?> type : exportedTypes()) {
      signatures(type).stream().filter(s -> s.contains("com.google.")).forEach(guava::add);
    }

    assertEquals(List.of(), guava);
  }

  @Test
  void areReadInFull() throws IOException, ClassNotFoundException {
    List<String> ofOne = signatures(Filter.class);

    assertEquals(1, exportedTypes().stream().filter(Filter.class::equals).count());
    assertEquals(
        1,
        ofOne.stream()
            .filter(
                ("public java.util.List<io.nwfilter.core.filter.FilterEntry> "
                        + "io.nwfilter.core.filter.Filter.entries()")
                    ::equals)
            .count());
  }
}
