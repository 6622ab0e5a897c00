/**
 * Puts the compiler and a real libvirtd side by side: the same filters and binding, the same rules
 * in the kernel. For this project's own tests, and for everyone who wants to be sure that their
 * filters become what their hosts install.
 *
 * <pre>{@code
 * new DaemonComparison(daemon, scratch)
 *     .define("<filter name='web'>…</filter>")
 *     .assertSame("<filterbinding>…</filterbinding>");
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.testkit.fidelity;

import org.jspecify.annotations.NullMarked;
