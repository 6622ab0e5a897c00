/**
 * From a set of packets back to what can be read: conditions, as few as possible, and packets of
 * the set that look like real ones.
 */
@NullMarked
package io.nwfilter.netfilter.analyze.description;

import org.jspecify.annotations.NullMarked;
