package io.nwfilter.netfilter;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SinkCode;
import io.nwfilter.core.domain.InterfaceCode;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.netfilter.diagnostic.DifferenceCode;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.NetworkRuleCode;
import io.nwfilter.netfilter.diagnostic.NftFilterCode;
import io.nwfilter.netfilter.diagnostic.UpgradeCode;
import io.nwfilter.netfilter.text.TextCode;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All codes that compiling, analysing, reading and printing rules can report, found by their names.
 * The codes of reading XML are in {@code io.nwfilter.xml.diagnostic.DocumentCode}, which has the
 * same look-up: neither module needs the other.
 *
 * <pre>{@code
 * boolean missing = diagnostic.code() == DiagnosticCodes.of("unknown-filter");
 * }</pre>
 */
public final class DiagnosticCodes {

  private static final ImmutableMap<String, DiagnosticCode> BY_ID =
      Stream.<DiagnosticCode[]>of(
              SinkCode.values(),
              FilterCode.values(),
              InterfaceCode.values(),
              ResolutionCode.values(),
              CompileCode.values(),
              LoweringCode.values(),
              NetworkRuleCode.values(),
              NftFilterCode.values(),
              HostCode.values(),
              DifferenceCode.values(),
              UpgradeCode.values(),
              FindingCode.values(),
              TextCode.values())
          .flatMap(Arrays::stream)
          .collect(toImmutableMap(DiagnosticCode::id, code -> code));

  private DiagnosticCodes() {}

  /** {@return all of them, those of one enum in its order; unmodifiable} */
  public static Collection<DiagnosticCode> all() {
    return BY_ID.values();
  }

  /**
   * Finds a code.
   *
   * @param id its stable name, such as {@code unknown-filter}
   * @return the code; empty if there is none of that name here
   */
  public static Optional<DiagnosticCode> find(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /**
   * {@return the code of a name}
   *
   * @param id its stable name, such as {@code unknown-filter}
   * @throws IllegalArgumentException if there is none of that name here
   */
  public static DiagnosticCode of(String id) {
    return find(id)
        .orElseThrow(() -> new IllegalArgumentException("there is no code '" + id + "'"));
  }
}
