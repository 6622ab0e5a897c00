/**
 * Golden files: texts kept with the tests that say what a computation has to produce, byte by byte.
 * A difference is reported as ordered facts with a unified diff, and one system property rewrites
 * the files after a change that is meant.
 *
 * <pre>{@code
 * CompiledDomain compiled = FilterCompiler.compile(domain);
 * GoldenFile.at(Path.of("src/test/resources/golden/clean-traffic.ebtables"))
 *     .assertMatches(compiled.text(Family.BRIDGE));
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.testkit.golden;

import org.jspecify.annotations.NullMarked;
