package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Streams;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.netfilter.DiagnosticCodes;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.NetworkCode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** The codes of all modules, by their ids. */
final class KnownCodes {

  private static final ImmutableSortedMap<String, DiagnosticCode> BY_ID =
      Streams.concat(
              DiagnosticCodes.all().stream(),
              Arrays.stream(DocumentCode.values()),
              Arrays.stream(NetworkCode.values()))
          .collect(
              ImmutableSortedMap.toImmutableSortedMap(
                  Comparator.naturalOrder(), DiagnosticCode::id, code -> code));

  private KnownCodes() {}

  /** {@return the ids, in alphabetical order} */
  static ImmutableList<String> ids() {
    return BY_ID.keySet().asList();
  }

  /** {@return the code of an id, if there is one} */
  static Optional<DiagnosticCode> find(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /**
   * {@return the code of an id}
   *
   * @throws TypeConversionException if there is none; it suggests the nearest
   */
  static DiagnosticCode of(String id) {
    @Nullable DiagnosticCode code = BY_ID.get(id);
    if (code == null) {
      throw new TypeConversionException(
          "'" + id + "' is not the code of a diagnostic" + Usage.suggestion(id, ids()));
    }
    return code;
  }
}
