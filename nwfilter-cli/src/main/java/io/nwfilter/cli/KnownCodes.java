package io.nwfilter.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SinkCode;
import io.nwfilter.core.domain.InterfaceCode;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.NetworkRuleCode;
import io.nwfilter.netfilter.text.TextCode;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.NetworkCode;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** The codes of all modules, by their ids. */
final class KnownCodes {

  private static final ImmutableSortedMap<String, DiagnosticCode> BY_ID =
      ImmutableList.<DiagnosticCode>builder()
          .add(SinkCode.values())
          .add(FilterCode.values())
          .add(InterfaceCode.values())
          .add(ResolutionCode.values())
          .add(DocumentCode.values())
          .add(NetworkCode.values())
          .add(CompileCode.values())
          .add(LoweringCode.values())
          .add(NetworkRuleCode.values())
          .add(TextCode.values())
          .build()
          .stream()
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
