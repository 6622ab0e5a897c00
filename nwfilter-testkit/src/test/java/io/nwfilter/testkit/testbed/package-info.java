/**
 * Real packets through real rules: a host of network namespaces, and what the simulator says of it.
 */
@NullMarked
package io.nwfilter.testkit.testbed;

import org.jspecify.annotations.NullMarked;
