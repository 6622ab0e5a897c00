package io.nwfilter.testkit.junit;

import io.nwfilter.netfilter.CompiledDomain;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.exchange.GuestSituation;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.testkit.assertion.CompiledAssert;
import io.nwfilter.testkit.assertion.CompiledText;
import io.nwfilter.testkit.assertion.NwfilterAssertions;
import io.nwfilter.testkit.golden.FailureMessage;
import io.nwfilter.testkit.golden.TextDiff;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;

/** Passes what {@link FilterTest} compiles to tests. */
public final class FilterTestExtension implements ParameterResolver {

  private static final Set<Class<?>> TYPES =
      Set.of(
          CompiledRules.class,
          CompiledInterface.class,
          CompiledDomain.class,
          CompiledAssert.class,
          GuestSituation.class,
          Simulator.class);

  /** Made by JUnit. */
  public FilterTestExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    FilterTest test = annotation(context);
    CompiledTest compiled =
        new CompiledTest(test, new ProjectFiles(context.getRequiredTestClass()));
    CompiledRules rules = compiled.rules();
    requireSame(test, CompiledText.of(rules), CompiledText.of(compiled.rules()));
    return as(parameter.getParameter().getType(), rules, compiled.network());
  }

  private static FilterTest annotation(ExtensionContext context) {
    return Stream.iterate(
            Optional.of(context), Optional::isPresent, inner -> inner.get().getParent())
        .flatMap(Optional::stream)
        .flatMap(
            one -> AnnotationSupport.findAnnotation(one.getElement(), FilterTest.class).stream())
        .findFirst()
        .orElseThrow(
            () -> new ParameterResolutionException("neither method nor class has @FilterTest"));
  }

  private static void requireSame(FilterTest test, String first, String second) {
    if (!first.equals(second)) {
      throw new AssertionFailedError(
          new FailureMessage("compiling twice gives two results")
              .fact("document", test.value())
              .block("difference (-first +second)", TextDiff.between(first, second).toString())
              .toString());
    }
  }

  private static Object as(Class<?> type, CompiledRules rules, Optional<CompiledNetwork> network) {
    if (type == CompiledAssert.class) {
      CompiledAssert that = NwfilterAssertions.assertThat(rules);
      return network.map(that::onNetwork).orElse(that);
    } else if (type == GuestSituation.class) {
      return situation(rules, network);
    } else if (type == Simulator.class) {
      return situation(rules, network).simulator();
    } else if (!type.isInstance(rules)) {
      throw new ParameterResolutionException(
          "the document is compiled to a "
              + rules.getClass().getSimpleName()
              + ", not to a "
              + type.getSimpleName());
    }
    return rules;
  }

  private static GuestSituation situation(CompiledRules rules, Optional<CompiledNetwork> network) {
    GuestSituation situation = GuestSituation.of(rules);
    return network.map(situation::on).orElse(situation);
  }
}
