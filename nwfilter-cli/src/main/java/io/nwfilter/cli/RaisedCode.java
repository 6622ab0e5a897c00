package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.report.ReportOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The value of {@code --werror}.
 *
 * @param code the code whose warnings are errors; null for all
 */
record RaisedCode(@Nullable DiagnosticCode code) {

  private static final String ALL = "all";

  void raise(ReportOptions.Builder options) {
    if (code == null) {
      options.raiseAll();
    } else {
      options.raise(code);
    }
  }

  /** Reads a code, or {@value RaisedCode#ALL}. */
  static final class Converter implements ITypeConverter<RaisedCode> {

    @Override
    public RaisedCode convert(String id) {
      return new RaisedCode(id.equals(ALL) ? null : KnownCodes.of(id));
    }
  }

  /** Lets only {@code --werror=CODE} have a value: what follows {@code --werror} is a file. */
  static final class Attached implements IParameterPreprocessor {

    @Override
    @SuppressWarnings("JdkObsolete") // picocli's interface has this stack
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      if (!"=".equals(info.get("separator"))) {
        requireFile(args, command);
        args.push(ALL);
      }
      return false;
    }

    /** Whoever writes a code there has most likely forgotten the sign. */
    @SuppressWarnings("JdkObsolete") // picocli's interface has this stack
    private static void requireFile(Stack<String> args, CommandSpec command) {
      if (!args.isEmpty()
          && KnownCodes.find(args.peek()).isPresent()
          && !Files.exists(Path.of(args.peek()))) {
        throw Usage.bad(
            command, "--werror takes a code after an equals sign: --werror=" + args.peek());
      }
    }
  }
}
