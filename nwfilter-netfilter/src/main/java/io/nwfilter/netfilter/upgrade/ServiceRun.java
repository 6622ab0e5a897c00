package io.nwfilter.netfilter.upgrade;

import io.nwfilter.netfilter.exchange.Completion;
import io.nwfilter.netfilter.exchange.Exchange;
import io.nwfilter.netfilter.exchange.ExchangeResult;
import io.nwfilter.netfilter.exchange.GuestOnHost;
import io.nwfilter.netfilter.exchange.Message;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.List;
import java.util.Optional;

/**
 * What became of the packets of a service.
 *
 * @param result the result
 * @param shown the packet that shows it: the first one that does not arrive for sure, or the last
 * @param end where that should have arrived
 * @param hook the base chain of iptables in whose place it is: to, from or through the host
 */
record ServiceRun(ExchangeResult result, Explanation shown, End end, String hook) {

  private static final String INPUT = "INPUT";
  private static final String OUTPUT = "OUTPUT";
  private static final String FORWARD = "FORWARD";

  static ServiceRun of(GuestOnHost guest, Exchange exchange) {
    return of(guest, guest.run(exchange).get(0));
  }

  /**
   * {@return what becomes of connections that the host's rules let through}
   *
   * @param far an address outside
   */
  static ServiceRun of(GuestOnHost guest, Forward forward, String far) {
    return of(guest, guest.runAt(forward.seen(), forward.exchange(far)).get(0));
  }

  /**
   * {@return what becomes of connections that the host's rules let through to guests of another
   * network}
   *
   * @param guest the guest that begins them
   * @param server the other guest
   */
  static ServiceRun between(GuestOnHost guest, Forward forward, Guest server) {
    return of(guest, guest.runWith(forward.exchange(""), server, forward.guest()));
  }

  private static ServiceRun of(GuestOnHost guest, ExchangeResult result) {
    ServiceRun run = of(guest, result, 0);
    for (int i = 1; i < result.packets().size() && run.arrives(); i++) {
      run = of(guest, result, i);
    }
    return run;
  }

  private static ServiceRun of(GuestOnHost guest, ExchangeResult result, int number) {
    Message message = result.exchange().messages().get(number);
    boolean fromGuest = message.sender() == result.exchange().guest();
    boolean withHost = result.peer().end().equals(End.HOST);
    return new ServiceRun(
        result,
        result.packets().get(number),
        fromGuest ? result.peer().end() : End.port(guest.guest().port()),
        withHost ? (fromGuest ? INPUT : OUTPUT) : FORWARD);
  }

  /** {@return whether the first packet arrived, and a later one did not} */
  boolean isWithoutReply() {
    return result.completion() == Completion.STOPPED && result.packets().size() > 1;
  }

  private boolean arrives() {
    return shown.fateAt(end) == Fate.ARRIVES;
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

  /**
   * {@return what keeps the packet from its end, in the first course in which something does} If
   * something does in each, that is, if there is one, what keeps it without an assumption of its
   * own: such as the policy of a chain in which a rule that may be met drops, too.
   */
  Optional<Decision> blocker() {
    List<Course> blocked =
        shown.courses().stream().filter(course -> course.fateAt(end) != Fate.ARRIVES).toList();
    Optional<Decision> first = blocked.stream().findFirst().flatMap(this::blocker);
    return blocked.size() < shown.courses().size()
        ? first
        : blocked.stream()
            .flatMap(course -> blocker(course).filter(by -> !isAssumed(course, by)).stream())
            .findFirst()
            .or(() -> first);
  }

  private Optional<Decision> blocker(Course course) {
    return course
        .endingAt(end)
        .or(() -> course.endings().stream().filter(ending -> ending.end().isEmpty()).findFirst())
        .or(course::deciding)
        .map(Ending::decision);
  }

  private static boolean isAssumed(Course course, Decision decision) {
    return course.assumptions().stream()
        .anyMatch(
            assumption -> assumption instanceof Assumption.OfRule of && of.rule().equals(decision));
  }
}
