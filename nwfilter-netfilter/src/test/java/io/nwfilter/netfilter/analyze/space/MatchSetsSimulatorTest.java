package io.nwfilter.netfilter.analyze.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.PacketView;
import io.nwfilter.netfilter.simulate.RuleObserver;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A packet is in the set of a rule's matches if and only if the simulator says that it meets the
 * rule; and in the universe of the hook where it is.
 */
class MatchSetsSimulatorTest {

  private static final int PAIRS = Integer.getInteger("nwfilter.matchSetPairs", 300_000);
  private static final long SEED = Long.getLong("nwfilter.matchSetSeed", 20_261_130);
  private static final int PACKETS = 12;
  private static final int MAX_NODES = 4_000_000;

  private final Random random = new Random(SEED);
  private int pairs;
  private int met;
  private int unknown;
  private PacketSpace space = newSpace();

  /** The fields that rules ask for which packets have met. */
  private final Set<Field> fieldsMet = EnumSet.noneOf(Field.class);

  private static PacketSpace newSpace() {
    return PacketSpace.of(MAX_NODES);
  }

  @Test
  void setsAreWhatTheSimulatorSays() {
    while (pairs < PAIRS) {
      batch();
    }
    assertTrue(met > pairs / 10, () -> met + " of " + pairs + " were met");
    assertTrue(unknown > pairs / 100, () -> unknown + " of " + pairs + " were unknown");
    assertEquals(
        EnumSet.complementOf(AimedRules.OF_NFTABLES), fieldsMet, "fields that rules met ask for");
  }

  private void batch() {
    if (space.diagrams.size() > MAX_NODES / 2) {
      space = newSpace();
    }
    List<Packet> packets = AlteredPackets.around(random, PACKETS);
    AimedHost host = new AimedHost(random, packets);
    Simulator simulator = host.simulator();
    Sets sets = new Sets(host);
    Conversation conversation = simulator.conversation();
    for (Packet packet : packets) {
      conversation.observe(packet, host.entry(packet), sets);
    }
  }

  /**
   * {@return whether a rule is decided even if what it asks for is not known: it asks for any
   * value, or twice for the same} The simulator takes each match by itself.
   */
  private boolean isDecidedAnyhow(ChainRule rule) {
    Set<String> asked = new HashSet<>();
    for (Match match : rule.matches()) {
      String what = match.accept(MayBeUnknown.OF);
      if (!what.isEmpty() && (!asked.add(what) || asksForAny(match))) {
        return true;
      }
    }
    return false;
  }

  private boolean asksForAny(Match match) {
    return match instanceof FieldMatch field
        && space.in(field.field(), field.values()) <= Diagrams.EVERYTHING;
  }

  /** The sets of a host's rules, held against what the simulator says of each. */
  private final class Sets implements RuleObserver {

    private final AimedHost host;

    Sets(AimedHost host) {
      this.host = host;
    }

    @Override
    public void tried(PacketView view, ChainRule rule, Answer answer) {
      if (!host.isAimed(rule)) {
        return;
      }
      Point point = new Point(space, view);
      int set = host.set(rule, space, view.family());
      Supplier<String> where =
          () -> view.family() + " " + host.hook(rule) + " " + rule + "\n" + view.packet();
      if (answer != Answer.UNKNOWN || !isDecidedAnyhow(rule)) {
        assertEquals(answer, point.isIn(set), where);
      }
      boolean asked = host.isFirst(rule) && !host.givesState;
      assertTrue(
          !asked || point.isIn(space.universe(view.family(), host.hook(rule))) != Answer.NO,
          () -> "outside the universe: " + where.get());
      pairs++;
      if (answer == Answer.YES) {
        for (Match match : rule.matches()) {
          if (match instanceof FieldMatch field) {
            fieldsMet.add(field.field());
          }
        }
      }
      met += answer == Answer.YES ? 1 : 0;
      unknown += answer == Answer.UNKNOWN ? 1 : 0;
    }
  }
}
