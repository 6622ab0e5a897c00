/**
 * What a release of libvirt calls its chains and where it places them, as values.
 *
 * <pre>{@code
 * String chain = Layout.V9_0.packets().chain(PacketSide.FORWARD_IN, name); // FI-vnet0
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.layout;

import org.jspecify.annotations.NullMarked;
