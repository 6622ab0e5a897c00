/**
 * Assertions about filters in the manner of Truth and AssertJ: what becomes of packets and
 * exchanges, which rules there are, and what was warned about. A failure tells what was compiled
 * and explains what happened, rule by rule.
 *
 * <pre>{@code
 * assertThat(compiled).fromGuest("tcp 10.0.0.9:40000 > 10.0.0.1:22").isDroppedBy("no-ip-spoofing", 4);
 * assertThat(compiled).completes(tcpHandshake(22).from("10.0.0.0/8"));
 * assertThat(compiled).hasNoWarnings();
 * assertThat(compiled.ruleset(Family.IPV4)).hasRule("filter", "FO-vnet0", "-p tcp --dport 22 -j ACCEPT");
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.testkit.assertion;

import org.jspecify.annotations.NullMarked;
