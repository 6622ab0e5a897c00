package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.sample.PacketSamples;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tries packets that may refute a statement.
 *
 * @param subject the guest on its host
 * @param tries how many packets are tried
 * @param seed decides which packets these are
 */
record Trial(Subject subject, int tries, long seed) implements Statement.Visitor<Verification> {

  @Override
  public Verification visit(Statement.Never never) {
    PacketSamples samples = subject.samples(never.entry()).within(never.packets());
    return refute(samples, new Arrival(subject, never));
  }

  @Override
  public Verification visit(Statement.Always always) {
    PacketSamples samples = subject.samples(always.entry()).within(always.packets());
    return refute(samples, new Loss(subject, always));
  }

  @Override
  public Verification visit(Statement.NoWayAround around) {
    return refute(subject.samples(around.entry()), new WayAround(subject, around));
  }

  @Override
  public Verification visit(Statement.RepliesArrive replies) {
    PacketSamples samples = subject.samples(replies.entry()).within(replies.openings());
    return refute(samples, new LostReply(subject.simulator(), replies));
  }

  @Override
  public Verification visit(Statement.Completes completes) {
    Conversation conversation = subject.simulator().conversation();
    List<Explanation> sent = new ArrayList<>();
    for (Statement.Completes.Leg leg : completes.legs()) {
      Explanation explanation = conversation.run(leg.packet(), leg.entry());
      sent.add(explanation);
      Fate fate = explanation.fateAt(leg.end());
      if (fate == Fate.DEPENDS) {
        return new Verification.Depends(sent.size(), explanation);
      } else if (fate != Fate.ARRIVES) {
        return new Verification.Fails(sent.size(), "a packet that is needed does not arrive", sent);
      }
    }
    return new Verification.Holds(sent.size(), sent.size());
  }

  @Override
  public Verification visit(Statement.Inapplicable inapplicable) {
    return new Verification.NotApplicable(inapplicable.reason());
  }

  /**
   * Each part gets its share of the tries, the first ones one more if they do not come out even;
   * none gets fewer than one.
   */
  @Override
  public Verification visit(Statement.All all) {
    List<Verification> results = new ArrayList<>();
    int done = 0;
    int checks = 0;
    for (int i = 0; i < all.parts().size(); i++) {
      Trial trial = new Trial(subject, share(i, all.parts().size()), seed);
      Verification result = all.parts().get(i).accept(trial);
      if (result instanceof Verification.Fails fails) {
        return new Verification.Fails(done + fails.tries(), fails.problem(), fails.sent());
      } else if (result instanceof Verification.Holds holds) {
        checks += holds.checks();
      }
      done += result.tries();
      results.add(result);
    }
    return undecided(results).orElse(unrefuted(done, checks));
  }

  private int share(int part, int parts) {
    return Math.max(1, tries / parts + (part < tries % parts ? 1 : 0));
  }

  /** {@return the first result that says neither yes nor no, most telling kind first} */
  private static Optional<Verification> undecided(List<Verification> results) {
    return Stream.of(Verification.Depends.class, Verification.NotApplicable.class)
        .flatMap(kind -> results.stream().filter(kind::isInstance))
        .findFirst();
  }

  private Verification refute(PacketSamples samples, Refutation refutation) {
    @Nullable Packet open = null;
    int done = 0;
    int checks = 0;
    Iterator<Packet> packets = samples.seed(seed).iterator();
    while (done < tries && packets.hasNext()) {
      Packet packet = packets.next();
      done++;
      switch (refutation.test(packet)) {
        case REFUTED -> {
          Packet smallest = smallest(samples, packet, refutation, Outcome.REFUTED);
          return new Verification.Fails(done, refutation.problem(), refutation.sent(smallest));
        }
        case CHECKED -> checks++;
        case OPEN -> open = open == null ? packet : open;
        case IRRELEVANT -> {}
      }
    }
    if (open == null) {
      return unrefuted(done, checks);
    }
    List<Explanation> sent = refutation.sent(smallest(samples, open, refutation, Outcome.OPEN));
    return new Verification.Depends(done, sent.get(sent.size() - 1));
  }

  private static Packet smallest(
      PacketSamples samples, Packet packet, Refutation refutation, Outcome outcome) {
    return samples.shrinker().shrink(packet, other -> refutation.test(other) == outcome);
  }

  private static Verification unrefuted(int tries, int checks) {
    return checks == 0 ? new Verification.Vacuous(tries) : new Verification.Holds(tries, checks);
  }
}
