/**
 * The dumps of real hosts against a kernel: what is read from them and written again leaves the
 * same rules there.
 */
@NullMarked
package io.nwfilter.testkit.dumps;

import org.jspecify.annotations.NullMarked;
