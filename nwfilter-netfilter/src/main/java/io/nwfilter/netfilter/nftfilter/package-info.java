/**
 * Compiled filters as one transaction of nftables: tables of the family bridge that do to each
 * packet what libvirt's rules for ebtables, iptables and ip6tables do.
 *
 * <pre>{@code
 * FilterTable table = FilterTable.of(FilterCompiler.compile(binding));
 * String script = table.script(); // nft -f -
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.nftfilter;

import org.jspecify.annotations.NullMarked;
