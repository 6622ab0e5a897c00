package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;

/** Reads the value of {@code --no-warn}. */
final class CodeName implements ITypeConverter<DiagnosticCode>, Iterable<String> {

  @Override
  public DiagnosticCode convert(String id) {
    return KnownCodes.of(id);
  }

  @Override
  public Iterator<String> iterator() {
    return KnownCodes.ids().iterator();
  }
}
