/**
 * The values that filters use: addresses, masks, numerals that remember their radix, sets of flags,
 * and references to variables. All are immutable and compare by value.
 *
 * <pre>{@code
 * MacAddress mac = MacAddress.parse("52:54:0:9f:80:45"); // prints as 52:54:00:9f:80:45
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.core.value;

import org.jspecify.annotations.NullMarked;
