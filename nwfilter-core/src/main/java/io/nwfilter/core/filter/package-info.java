/**
 * Filters as their authors wrote them: immutable trees of rules and references whose order is kept,
 * and libraries in which they are found by name. Written in Java, a filter takes as many lines as
 * in XML.
 *
 * <pre>{@code
 * Filter ssh =
 *     Filter.builder("ssh")
 *         .include("clean-traffic")
 *         .rule(Rule.accept(Direction.IN, Protocol.TCP).from("10.0.0.0/8").toPort(22))
 *         .rule(Rule.drop(Direction.INOUT, Protocol.ALL))
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.core.filter;

import org.jspecify.annotations.NullMarked;
