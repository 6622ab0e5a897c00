/**
 * jqwik arbitraries for filters, bindings, domains and documents, made from the attribute table:
 * whatever an element takes is generated, and shrinks to small filters that are reported as XML.
 * Parameters of the types in here and of {@code Filter}, {@code Rule}, {@code FilterBinding},
 * {@code Domain} and {@code Network} need no provider; {@link
 * io.nwfilter.testkit.generate.FilterArbitraries} has narrower ones, and {@link
 * io.nwfilter.testkit.generate.NetworkArbitrary} makes networks that can run side by side.
 *
 * <pre>{@code
 * @Property
 * void whateverTheBindingTheGuestCannotSpoof(@ForAll("bindings") FilterBinding binding) {
 *   CompiledInterface compiled = FilterCompiler.compile(binding);
 *   String name = "I-" + binding.portDev() + "-mac";
 *   Chain chain = compiled.ruleset(Family.BRIDGE).chain(Table.NAT, name);
 *   assertEquals(ChainRule.of(Verdict.DROP), chain.rules().get(chain.rules().size() - 1));
 * }
 *
 * @Provide
 * Arbitrary<FilterBinding> bindings() {
 *   return FilterArbitraries.bindings(LIBRARY, "no-mac-spoofing");
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.testkit.generate;

import org.jspecify.annotations.NullMarked;
