/**
 * Packets on their ways through a host: through the rules of a chain, the chains of a table, the
 * hooks of the kernel, with what the kernel and targets change meanwhile, to where they arrive.
 */
@NullMarked
package io.nwfilter.netfilter.analyze.way;

import org.jspecify.annotations.NullMarked;
