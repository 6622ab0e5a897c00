/**
 * What packets consist of: headers, their fields, and sets of values of a field. Matches ask for
 * these, and everything that is done with a match (reading, printing and listing it) comes from
 * these definitions. A {@link Packet} is made from layers, octets or a short text, and has these
 * fields.
 *
 * <pre>{@code
 * Values ports = Values.range(1024, 65535);
 * boolean unprivileged = ports.contains(Bits.of(8080));
 * Packet query = Packet.parse("udp 10.0.0.1:40000 > 10.0.0.2:53");
 * boolean fromThere = query.meets(Field.SOURCE_PORT, ports, false);
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.packet;

import org.jspecify.annotations.NullMarked;
