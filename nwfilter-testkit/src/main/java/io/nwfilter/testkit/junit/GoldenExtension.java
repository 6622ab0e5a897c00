package io.nwfilter.testkit.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Passes {@link GoldenFiles} to tests, and looks for stale ones after all of them. */
public final class GoldenExtension
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(GoldenExtension.class);

  /** What makes a method a test of Jupiter: those of other engines are not reported to it. */
  private static final List<Class<? extends Annotation>> TESTS =
      List.of(Test.class, TestTemplate.class, TestFactory.class);

  /** Made by JUnit. */
  public GoldenExtension() {}

  /**
   * What one class does with its golden files.
   *
   * @param owner the class
   * @param files the files
   * @param passed the methods of which all invocations have passed so far
   * @param failed the methods of which one has failed
   */
  private record Use(Class<?> owner, GoldenFiles files, Set<Method> passed, Set<Method> failed) {

    boolean isComplete() {
      return failed.isEmpty() && passed.containsAll(tests(owner).toList());
    }

    private static Stream<Method> tests(Class<?> owner) {
      return Stream.concat(
          TESTS.stream()
              .flatMap(
                  kind ->
                      AnnotationSupport.findAnnotatedMethods(
                          owner, kind, HierarchyTraversalMode.TOP_DOWN)
                          .stream()),
          ReflectionSupport.findNestedClasses(
                  owner, nested -> AnnotationSupport.isAnnotated(nested, Nested.class))
              .stream()
              .flatMap(Use::tests));
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Class<?> owner = context.getRequiredTestClass();
    if (AnnotationSupport.isAnnotated(owner, GoldenDirectory.class)) {
      String directory =
          AnnotationSupport.findAnnotation(owner, GoldenDirectory.class).orElseThrow().value();
      GoldenFiles files = new GoldenFiles(new ProjectFiles(owner).resolve(directory));
      context
          .getStore(NAMESPACE)
          .put(
              Use.class,
              new Use(owner, files, ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet()));
    }
  }

  private static Use use(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(Use.class, Use.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == GoldenFiles.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return use(context).files();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Use use = use(context);
    (context.getExecutionException().isPresent() ? use.failed() : use.passed())
        .add(context.getRequiredTestMethod());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Use use = use(context);
    if (use.owner() == context.getRequiredTestClass() && use.isComplete()) {
      use.files().assertNoneIsStale();
    }
  }
}
