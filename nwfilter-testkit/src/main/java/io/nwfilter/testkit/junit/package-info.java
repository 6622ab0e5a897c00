/**
 * JUnit 5: filters that are compiled for a test, and golden files in a directory of the test class.
 * It needs no jqwik.
 *
 * <pre>{@code
 * @FilterTest(value = "filters/web.xml", parameters = "IP=10.0.0.7")
 * @GoldenDirectory("src/test/golden/web")
 * class WebTest {
 *
 *   @Test
 *   void httpGetsIn(CompiledAssert web) {
 *     web.completes(tcpHandshake(80));
 *   }
 *
 *   @Test
 *   void rules(CompiledInterface web, GoldenFiles golden) {
 *     golden.assertMatches("web.rules", web);
 *   }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.testkit.junit;

import org.jspecify.annotations.NullMarked;
