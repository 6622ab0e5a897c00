package io.nwfilter.netfilter.simulate;

import io.nwfilter.core.value.IpAddress;
import java.util.Optional;

/**
 * A route.
 *
 * @param destination the destinations
 * @param device the interface that they are reached by
 * @param gateway the other host that they are reached by
 */
record Route(Prefix destination, String device, Optional<IpAddress> gateway) {}
