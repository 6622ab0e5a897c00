package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NearestName;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Makes bad usage of what is wrong with the values of options. */
final class Usage {

  private Usage() {}

  /** {@return what a function makes of an option's value; bad usage if it refuses that} */
  static <T, R> R legal(CommandSpec spec, String option, T value, Function<T, R> function) {
    try {
      return function.apply(value);
    } catch (IllegalArgumentException e) {
      throw bad(spec, option + ": " + e.getMessage());
    }
  }

  /** {@return the exception for bad usage} */
  static ParameterException bad(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), Diagnostic.printable(message));
  }

  /** {@return such as {@code ; did you mean 'clean-traffic'?}; an empty text if no name is near} */
  static String suggestion(String wrong, Iterable<String> known) {
    return NearestName.question(wrong, known);
  }
}
