package io.nwfilter.testkit.release;

import com.google.common.collect.ImmutableList;

/**
 * Documents that a daemon is given.
 *
 * @param name the name of their section in a {@link DumpFile}
 * @param filters the filters, besides those of the stock
 * @param binding the binding
 */
record FilterCase(String name, ImmutableList<String> filters, String binding) {}
