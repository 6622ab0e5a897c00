package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.sample.Disguise;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;
import java.util.Optional;

/**
 * A plain packet that rules drop arrives in another form.
 *
 * @param subject the guest on its host
 * @param statement the other forms
 */
record WayAround(Subject subject, Statement.NoWayAround statement) implements Refutation {

  @Override
  public Outcome test(Packet plain) {
    if (!Disguise.isPlain(plain)) {
      return Outcome.IRRELEVANT;
    }
    return switch (subject.simulator().fate(plain, statement.entry())) {
      case ARRIVES, HELD -> Outcome.IRRELEVANT;
      case DEPENDS -> showing(plain).isEmpty() ? Outcome.IRRELEVANT : Outcome.OPEN;
      case DROPPED, REJECTED -> isDroppedByRules(plain) ? ofDropped(plain) : Outcome.IRRELEVANT;
    };
  }

  private Outcome ofDropped(Packet plain) {
    if (!forms(subject.simulator(), plain, Fate.ARRIVES).isEmpty()) {
      return Outcome.REFUTED;
    } else if (!forms(subject.simulator(), plain, Fate.DEPENDS).isEmpty()) {
      return Outcome.OPEN;
    }
    return forms(subject.withoutRules(), plain, Fate.ARRIVES).isEmpty()
        ? Outcome.IRRELEVANT
        : Outcome.CHECKED;
  }

  /** {@return the form that arrives, or else one of which it is not known} */
  private Optional<Disguise> showing(Packet plain) {
    return forms(subject.simulator(), plain, Fate.ARRIVES).stream()
        .findFirst()
        .or(() -> forms(subject.simulator(), plain, Fate.DEPENDS).stream().findFirst());
  }

  /** {@return the forms in which a packet has a fate} */
  private ImmutableList<Disguise> forms(Simulator simulator, Packet plain, Fate fate) {
    return statement.forms().stream()
        .filter(form -> fate(simulator, form.of(plain), form.isReadByLinux()) == fate)
        .collect(ImmutableList.toImmutableList());
  }

  /** Fragments arrive if all of them do, or the last one completes the packet. */
  private Fate fate(Simulator simulator, List<Packet> packets, boolean isReadByHost) {
    if (packets.size() == 1) {
      Fate fate = simulator.fate(packets.get(0), statement.entry());
      return fate == Fate.ARRIVES && !isReadByHost ? elsewhere(simulator, packets.get(0)) : fate;
    }
    Conversation conversation = simulator.conversation();
    Fate last = Fate.DROPPED;
    for (Packet packet : packets) {
      last = conversation.fate(packet, statement.entry());
      if (last != Fate.ARRIVES && last != Fate.HELD) {
        return last;
      }
    }
    return last;
  }

  /** {@return what becomes of a packet on its way to anyone but the host} */
  private Fate elsewhere(Simulator simulator, Packet packet) {
    List<Course> courses = simulator.run(packet, statement.entry()).courses();
    long arriving = courses.stream().filter(WayAround::arrivesElsewhere).count();
    return arriving == courses.size() ? Fate.ARRIVES : arriving == 0 ? Fate.DROPPED : Fate.DEPENDS;
  }

  private static boolean arrivesElsewhere(Course course) {
    return course.endings().stream()
        .filter(ending -> ending.fate() == Fate.ARRIVES)
        .flatMap(ending -> ending.end().stream())
        .anyMatch(end -> !end.equals(End.HOST));
  }

  private boolean isDroppedByRules(Packet plain) {
    return subject.simulator().run(plain, statement.entry()).courses().stream()
        .allMatch(
            course ->
                course
                    .deciding()
                    .map(Ending::decision)
                    .filter(decision -> !(decision instanceof Decision.ByKernel))
                    .isPresent());
  }

  @Override
  public boolean isShownBy(Course course, boolean last) {
    return last == (course.fate() == Fate.ARRIVES);
  }

  @Override
  public String problem() {
    return "a packet that is dropped arrives in another form";
  }

  @Override
  public List<Explanation> sent(Packet plain) {
    ImmutableList.Builder<Explanation> sent = ImmutableList.builder();
    sent.add(subject.simulator().run(plain, statement.entry()));
    Conversation conversation = subject.simulator().conversation();
    showing(plain)
        .map(form -> form.of(plain))
        .orElse(List.of())
        .forEach(packet -> sent.add(conversation.run(packet, statement.entry())));
    return sent.build();
  }
}
