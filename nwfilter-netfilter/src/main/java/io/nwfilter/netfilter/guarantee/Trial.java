package io.nwfilter.netfilter.guarantee;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.sample.PacketSamples;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.ArrayList;
import java.util.List;
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
    return refute(samples, new Arrival(subject.simulator(), never));
  }

  @Override
  public Verification visit(Statement.Always always) {
    PacketSamples samples = subject.samples(always.entry()).within(always.packets());
    return refute(samples, new Loss(subject.simulator(), always));
  }

  @Override
  public Verification visit(Statement.NoWayAround around) {
    return refute(subject.samples(around.entry()), new WayAround(subject.simulator(), around));
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
    return new Verification.Holds(sent.size());
  }

  @Override
  public Verification visit(Statement.Inapplicable inapplicable) {
    return new Verification.NotApplicable(inapplicable.reason());
  }

  /** Each part gets its share of the tries. */
  @Override
  public Verification visit(Statement.All all) {
    int share = Math.max(1, tries / all.parts().size());
    int done = 0;
    @Nullable Verification open = null;
    for (Statement part : all.parts()) {
      Verification result = part.accept(new Trial(subject, share, seed));
      if (result instanceof Verification.Fails fails) {
        return new Verification.Fails(done + fails.tries(), fails.problem(), fails.sent());
      }
      open = open == null && !result.holds() ? result : open;
      done += share;
    }
    return open == null ? new Verification.Holds(done) : open;
  }

  private Verification refute(PacketSamples samples, Refutation refutation) {
    @Nullable Packet open = null;
    int done = 0;
    for (Packet packet : samples.seed(seed)) {
      if (done++ == tries) {
        break;
      }
      Fate found = refutation.test(packet);
      if (found == Fate.ARRIVES) {
        Packet smallest =
            samples.shrinker().shrink(packet, other -> refutation.test(other) == Fate.ARRIVES);
        return new Verification.Fails(done, refutation.problem(), refutation.sent(smallest));
      }
      open = open == null && found == Fate.DEPENDS ? packet : open;
    }
    if (open == null) {
      return new Verification.Holds(tries);
    }
    Packet smallest =
        samples.shrinker().shrink(open, other -> refutation.test(other) == Fate.DEPENDS);
    List<Explanation> sent = refutation.sent(smallest);
    return new Verification.Depends(tries, sent.get(sent.size() - 1));
  }
}
