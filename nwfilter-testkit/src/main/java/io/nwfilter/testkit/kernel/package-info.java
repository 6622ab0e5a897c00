/**
 * The kernel as a witness: restore texts are loaded into network namespaces of their own, and what
 * the kernel then holds is read back in a canonical form. Tests on machines that cannot do this are
 * skipped with the reason, or fail where a host is required.
 *
 * <pre>{@code
 * HostTools.requireKernel();
 * try (NetworkNamespace namespace = NetworkNamespace.create()) {
 *   namespace.load(new RestoreTexts(iptables, ip6tables, ebtables));
 *   KernelStateAssertion.assertSame(
 *       expected, KernelState.capture(namespace), "clean-traffic on vnet0");
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.testkit.kernel;

import org.jspecify.annotations.NullMarked;
