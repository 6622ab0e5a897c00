/**
 * What packets consist of: headers, their fields, and sets of values of a field. Matches ask for
 * these, and everything that is done with a match (reading, printing and listing it) comes from
 * these definitions.
 *
 * <pre>{@code
 * Values ports = Values.range(1024, 65535);
 * boolean unprivileged = ports.contains(Bits.of(8080));
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.packet;

import org.jspecify.annotations.NullMarked;
