/**
 * Benchmarks, run by {@code mvn -Pbenchmark test -pl nwfilter-testkit -am}; their figures are in
 * docs/performance.md.
 */
@NullMarked
package io.nwfilter.benchmark;

import org.jspecify.annotations.NullMarked;
