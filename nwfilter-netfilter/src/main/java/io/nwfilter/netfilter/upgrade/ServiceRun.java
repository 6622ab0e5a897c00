package io.nwfilter.netfilter.upgrade;

import io.nwfilter.netfilter.exchange.Completion;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.ExchangeResult;
import io.nwfilter.netfilter.exchange.GuestOnHost;
import io.nwfilter.netfilter.exchange.Message;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.Optional;

/**
 * What became of the packets of a service.
 *
 * @param result the result
 * @param end where the last packet that was tried should have arrived
 * @param hook the base chain of iptables in whose place it is: to, from or through the host
 */
record ServiceRun(ExchangeResult result, End end, String hook) {

  private static final String INPUT = "INPUT";
  private static final String OUTPUT = "OUTPUT";
  private static final String FORWARD = "FORWARD";

  static ServiceRun of(GuestOnHost guest, Exchange exchange) {
    ExchangeResult result = guest.run(exchange).get(0);
    Message last = exchange.messages().get(result.packets().size() - 1);
    boolean fromGuest = last.sender() == exchange.guest();
    boolean withHost = result.peer().end().equals(End.HOST);
    String hook = withHost ? (fromGuest ? INPUT : OUTPUT) : FORWARD;
    return new ServiceRun(
        result, fromGuest ? result.peer().end() : End.port(guest.guest().port()), hook);
  }

  /** {@return how far it got: the more, the better} */
  int rank() {
    return switch (result.completion()) {
      case STOPPED -> 0;
      case UNDECIDED -> 1;
      case COMPLETE -> 2;
    };
  }

  boolean isCertain() {
    return result.completion() != Completion.UNDECIDED;
  }

  Explanation last() {
    return result.last();
  }

  /**
   * {@return what keeps the last packet from its end, in the first course in which something does}
   */
  Optional<Decision> blocker() {
    return last().courses().stream()
        .filter(course -> course.fateAt(end) != Fate.ARRIVES)
        .findFirst()
        .flatMap(
            course ->
                course
                    .endingAt(end)
                    .or(
                        () ->
                            course.endings().stream()
                                .filter(ending -> ending.end().isEmpty())
                                .findFirst())
                    .or(course::deciding))
        .map(Ending::decision);
  }
}
