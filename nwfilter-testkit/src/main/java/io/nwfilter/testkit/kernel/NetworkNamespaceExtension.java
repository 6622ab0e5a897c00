package io.nwfilter.testkit.kernel;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link NetworkNamespace} as parameter, and skips the class on machines that cannot
 * make one.
 *
 * <p>Each test has a namespace of its own, which is deleted after the test; a parameter of {@code
 * BeforeAll} lives as long as the class.
 *
 * <pre>{@code
 * @ExtendWith(NetworkNamespaceExtension.class)
 * class RulesetTest {
 *   @Test
 *   void isAccepted(NetworkNamespace namespace) { … }
 * }
 * }</pre>
 */
public final class NetworkNamespaceExtension implements BeforeAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace KEY =
      ExtensionContext.Namespace.create(NetworkNamespaceExtension.class);

  /** Makes the extension; JUnit calls this. */
  public NetworkNamespaceExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    HostTools.requireKernel();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == NetworkNamespace.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // The key has the context's id: the store of a test also finds what its class has put.
    return context
        .getStore(KEY)
        .getOrComputeIfAbsent(
            context.getUniqueId(), id -> NetworkNamespace.create(), NetworkNamespace.class);
  }
}
