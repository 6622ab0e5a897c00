/**
 * From resolved rules to a {@link io.nwfilter.netfilter.ruleset.Ruleset}, as libvirt 9.0.0 does it:
 * which chains there are, which rules one rule becomes, and what is left out on the way.
 *
 * <pre>{@code
 * Ruleset frames = EthernetLowering.lower(new InterfaceName("vnet0"), resolved.rules(), sink);
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.lowering;

import org.jspecify.annotations.NullMarked;
