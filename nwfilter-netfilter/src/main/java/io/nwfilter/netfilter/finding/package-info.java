/**
 * What is wrong with rules, found for all packets at once: rules that do nothing, families of
 * packets that are left open, replies that are lost. Each finding is a diagnostic at a line of a
 * document, with a code of {@link io.nwfilter.netfilter.diagnostic.FindingCode}.
 *
 * <pre>{@code
 * RuleFindings.of(compiled).forEach(System.err::println);
 * }</pre>
 */
@NullMarked
package io.nwfilter.netfilter.finding;

import org.jspecify.annotations.NullMarked;
