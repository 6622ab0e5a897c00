/**
 * Virtual machines as far as filters are concerned: their interfaces, and the bindings that join an
 * interface of the host to a filter.
 *
 * <pre>{@code
 * FilterBinding binding =
 *     FilterBinding.of(
 *         new InterfaceName("vnet0"),
 *         MacAddress.parse("52:54:00:9f:80:45"),
 *         FilterReference.of("clean-traffic", Parameters.of("IP", "192.168.122.10")));
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.core.domain;

import org.jspecify.annotations.NullMarked;
