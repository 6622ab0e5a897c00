/**
 * The real libvirtd as a witness: a private daemon, in mount, process and network namespaces of its
 * own, that accepts or refuses filters and installs their rules. It neither sees nor disturbs a
 * libvirtd that runs on the machine already.
 *
 * <pre>{@code
 * @ExtendWith(LibvirtDaemonExtension.class)
 * class SameAsLibvirtTest {
 *   @Test
 *   void cleanTraffic(LibvirtDaemon daemon) {
 *     daemon.addTap("vnet0");
 *     daemon.createBinding(bindingXml);
 *     KernelState installed = daemon.capture();
 *   }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.testkit.daemon;

import org.jspecify.annotations.NullMarked;
