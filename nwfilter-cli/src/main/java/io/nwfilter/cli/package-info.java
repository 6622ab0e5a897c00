/**
 * The command {@code nwfilter}: a thin user of the library that reads files, calls it and prints
 * the results.
 *
 * <pre>{@code
 * nwfilter check filters/ domains/
 * nwfilter compile --filters /etc/libvirt/nwfilter guest.xml
 * nwfilter dumpxml filter.xml
 * nwfilter filterref set --target-dev vnet0 --filter clean-traffic guest.xml
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.cli;

import org.jspecify.annotations.NullMarked;
