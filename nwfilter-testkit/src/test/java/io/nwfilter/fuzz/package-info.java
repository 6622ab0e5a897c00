/**
 * Fuzzing: mutated documents of every kind are read, compiled and rendered, and whatever they say,
 * nothing but the documented exceptions comes out, within a bound of time and memory.
 *
 * <pre>{@code
 * mvn -Pfuzz test -pl nwfilter-testkit -am                      # ten million inputs, a new seed
 * mvn -Pfuzz … -Dfuzz.seed=17 -Dfuzz.first=4711 -Dfuzz.inputs=1
 * }</pre>
 */
@NullMarked
package io.nwfilter.fuzz;

import org.jspecify.annotations.NullMarked;
