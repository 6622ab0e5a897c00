package io.nwfilter.netfilter.upgrade;

import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.ruleset.Family;

/**
 * Something that guests of a network do.
 *
 * @param network the network
 * @param service what they do
 * @param details what exactly
 * @param family whether by IPv4 or IPv6
 */
record Tried(CompiledNetwork network, Service service, String details, Family family) {}
