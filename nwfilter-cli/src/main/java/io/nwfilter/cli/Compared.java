package io.nwfilter.cli;

import io.nwfilter.netfilter.difference.Difference;

/**
 * What was compared, and how it differs.
 *
 * @param name the interface, or the filter, or that it is the host itself
 * @param difference the difference
 */
record Compared(String name, Difference difference) {}
