package io.nwfilter.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NameSuggestions;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What documents ask for that would cost more than they are worth. */
class HostileInputTest {

  private static final InterfaceName VNET0 = new InterfaceName("vnet0");
  private static final MacAddress MAC = MacAddress.parse("52:54:00:01:02:03");
  private static final int MANY = 100;

  private static CompiledInterface compile(Parameters parameters, Filter... filters) {
    FilterReference reference = FilterReference.of(filters[0].name(), parameters);
    return FilterCompiler.compile(
        FilterBinding.of(VNET0, MAC, reference), CompileOptions.with(filters));
  }

  private static Filter usingVariables(int count) {
    Filter.Builder filter = Filter.builder("f");
    for (int i = 0; i < count; i++) {
      filter.rule(
          Rule.accept(Direction.OUT, Protocol.TCP)
              .whereText(Attributes.DSTPORTSTART, "$PORT_OF_" + i));
    }
    return filter.build();
  }

  private static Parameters parameters(String prefix, int count) {
    Parameters parameters = Parameters.NONE;
    for (int i = 0; i < count; i++) {
      parameters = parameters.with(prefix + i, "22");
    }
    return parameters;
  }

  private static long suggestions(List<Diagnostic> diagnostics, DiagnosticCode code) {
    assertEquals(
        MANY, diagnostics.stream().filter(diagnostic -> diagnostic.code() == code).count());
    return diagnostics.stream()
        .filter(diagnostic -> diagnostic.message().contains("did you mean"))
        .count();
  }

  @Test
  void onlyTheFirstUnusedParametersAreComparedWithAllVariables() {
    Parameters given = parameters("PORT_OF_", MANY);
    for (int i = 0; i < MANY; i++) {
      given = given.with("PORT_FO_" + i, "22");
    }
    assertEquals(
        NameSuggestions.MAX,
        suggestions(
            compile(given, usingVariables(MANY)).diagnostics(), CompileCode.PARAMETER_UNUSED));
  }

  @Test
  void onlyTheFirstVariablesWithoutAValueAreComparedWithAllParameters() {
    CompileException failure =
        assertThrows(
            CompileException.class,
            () -> compile(parameters("PORT_FO_", MANY), usingVariables(MANY)));
    assertEquals(
        NameSuggestions.MAX,
        suggestions(failure.diagnostics(), ResolutionCode.UNRESOLVED_VARIABLE));
  }

  @Test
  void notAllOfVeryManyFailingRulesAreReported() {
    Filter.Builder inner = Filter.builder("inner");
    for (int i = 0; i < 1_000; i++) {
      inner.rule(
          Rule.accept(Direction.OUT, Protocol.TCP)
              .where(Attributes.COMMENT, "a\nb")
              .location(new SourceLocation("f.xml", i + 1, 1)));
    }
    Filter.Builder outer = Filter.builder("outer");
    Filter[] filters = new Filter[14];
    for (int i = 2; i < filters.length; i++) {
      filters[i] = Filter.builder("way-" + i).include("inner").build();
      outer.include(filters[i].name());
    }
    filters[0] = outer.build();
    filters[1] = inner.build();
    LoweringException thrown =
        assertThrows(LoweringException.class, () -> compile(Parameters.NONE, filters));
    assertEquals(DiagnosticSink.MAX_KEPT, thrown.diagnostics().size());
  }
}
