package io.nwfilter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A program of the documentation: one class without a package, compiled with all warnings. */
final class JavaProgram implements AutoCloseable {

  private final URLClassLoader loader;
  private final Class<?> type;

  private JavaProgram(URLClassLoader loader, Class<?> type) {
    this.loader = loader;
    this.type = type;
  }

  /** Compiles a class into a directory; a warning is a failure. */
  static JavaProgram compile(String name, String source, Path directory)
      throws IOException, ClassNotFoundException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of(
                    "--release",
                    "17",
                    "-Xlint:all",
                    "-Werror",
                    "-proc:none",
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-d",
                    directory.toString()),
                null,
                List.of(new Source(name, source)))
            .call();
    assertTrue(compiled, () -> name + ".java does not compile:\n" + said);
    URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()});
    return new JavaProgram(loader, loader.loadClass(name));
  }

  /** Returns whether there is something to run. */
  boolean hasMain() {
    return List.of(type.getDeclaredMethods()).stream()
        .anyMatch(method -> method.getName().equals("main"));
  }

  /** Runs the program in this JVM and returns what it prints on standard output. */
  String run() throws ReflectiveOperationException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (PrintStream captured = new PrintStream(printed, true, UTF_8)) {
      System.setOut(captured);
      type.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(UTF_8);
  }

  /** Returns what a static method without parameters returns. */
  Object call(String method) throws ReflectiveOperationException {
    return type.getMethod(method).invoke(null);
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
