/**
 * Exchanges: packets in both directions between a guest and a peer that belong together, such as
 * those of DHCP, and whether all of them get through the rules of a host.
 *
 * <pre>{@code
 * GuestSituation guest = GuestSituation.of(compiled);
 * ExchangeResult result = guest.run(Exchanges.tcpHandshake(22).from("10.0.0.0/8")).get(0);
 * if (result.completion() == Completion.STOPPED) {
 *   System.out.println(ExplanationText.plain(result.last()));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@NullMarked
package io.nwfilter.netfilter.exchange;

import org.jspecify.annotations.NullMarked;
