/**
 * The filters that libvirt installs as examples, written from scratch: the same names, chains,
 * priorities, rules and order.
 *
 * <pre>{@code
 * Filter cleanTraffic = StockFilters.library().find("clean-traffic").orElseThrow();
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.core.stock;

import org.jspecify.annotations.NullMarked;
