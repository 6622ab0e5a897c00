package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of an option that has two parts, {@code NAME=VALUE}.
 *
 * @param name the text before the first equals sign
 * @param value the text after it
 */
record Assignment(String name, String value) {

  /** Splits the value of an option. */
  static final class Converter implements ITypeConverter<Assignment> {

    @Override
    public Assignment convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new TypeConversionException(Diagnostic.printable("'" + text + "' has no '='"));
      }
      return new Assignment(text.substring(0, equals), text.substring(equals + 1));
    }
  }
}
