/**
 * What holds for all packets: sets of packets, and which rules of a ruleset they can meet. Matches
 * become sets by the same definitions of fields and values by which one packet is evaluated.
 *
 * <pre>{@code
 * RulesetAnalysis.of(compiled.ruleset(Family.IPV4)).unmetRules()
 * }</pre>
 */
@NullMarked
package io.nwfilter.netfilter.analyze;

import org.jspecify.annotations.NullMarked;
