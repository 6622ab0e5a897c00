package io.nwfilter.netfilter.exchange;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;

/**
 * What became of an exchange with one peer.
 *
 * @param exchange the exchange
 * @param peer the peer
 * @param completion whether it got to its end
 * @param packets what became of the packets that were sent: all, or those up to the first one that
 *     did not arrive
 */
public record ExchangeResult(
    Exchange exchange, Peer peer, Completion completion, List<Explanation> packets) {

  /**
   * Checks that all components are given.
   *
   * @param exchange the exchange
   * @param peer the peer
   * @param completion whether it got to its end
   * @param packets what became of the packets that were sent, at least one
   */
  public ExchangeResult {
    requireNonNull(exchange, "exchange");
    requireNonNull(peer, "peer");
    requireNonNull(completion, "completion");
    packets = ImmutableList.copyOf(requireNonNull(packets, "packets"));
    checkArgument(!packets.isEmpty(), "an exchange has at least one packet");
  }

  /** {@return the last packet that was sent; if the exchange stopped, the one that is lost} */
  public Explanation last() {
    return packets.get(packets.size() - 1);
  }
}
