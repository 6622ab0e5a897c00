/**
 * Virtual networks: what bridges machines with each other, with the host and with what is beyond
 * it.
 *
 * <pre>{@code
 * Network dmz =
 *     Network.builder("dmz")
 *         .bridge("virbr2")
 *         .forward(Forwarding.of(ForwardMode.ROUTE))
 *         .address(NetworkAddress.parse("192.168.2.1/24"))
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.core.network;

import org.jspecify.annotations.NullMarked;
