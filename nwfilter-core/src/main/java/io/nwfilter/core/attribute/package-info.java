/**
 * The attribute table: which protocol elements there are, which attributes each of them takes, and
 * what values those take. Parsing, printing, validation, builders and the page {@code
 * docs/reference.md} of the project read this one table.
 *
 * <pre>{@code
 * AttributeSpec<?> spec = Protocol.TCP.attribute("dstportstart").orElseThrow();
 * spec.type().description(); // "a number from 0 to 65535, decimal or hexadecimal"
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.core.attribute;

import org.jspecify.annotations.NullMarked;
