/**
 * The model of libvirt's network filters: documents as immutable values, and their resolution into
 * an ordered list of rules. Nothing here knows XML or netfilter.
 *
 * <pre>{@code
 * Filter web =
 *     Filter.builder("web")
 *         .include("clean-traffic")
 *         .rule(Rule.accept(Direction.IN, Protocol.TCP).where(Attributes.DSTPORTSTART, 80))
 *         .rule(Rule.drop(Direction.INOUT, Protocol.ALL))
 *         .build();
 * FilterLibrary library = FilterLibrary.stock().with(web);
 * }</pre>
 */
@NullMarked
package io.nwfilter.core;

import org.jspecify.annotations.NullMarked;
