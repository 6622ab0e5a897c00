package io.nwfilter.netfilter.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.RuleTrial;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The packet that is made of a rule's set meets the rule in the simulator. */
class WitnessPacketTest {

  private static final int RULES = 1_500;

  private static final int MAX_NODES = 4_000_000;

  /** A status of connections that the simulator has none with. */
  private static final int EXPECTED = 1;

  private final Random random = new Random(20_261_127);
  private PacketSpace space = new PacketSpace(new Diagrams(MAX_NODES));

  @Test
  void theWitnessOfARuleMeetsIt() {
    int made = 0;
    for (int i = 0; i < RULES; i++) {
      if (space.diagrams.size() > MAX_NODES / 2) {
        space = new PacketSpace(new Diagrams(MAX_NODES));
      }
      List<Packet> aims = AlteredPackets.around(random, 4);
      AimedRules rules = new AimedRules(random, aims);
      for (Family family : Family.values()) {
        ImmutableList<Match> matches = rules.matches(family);
        if (matches.stream().allMatch(WitnessPacketTest::canBeMade)) {
          made += witness(family, matches) ? 1 : 0;
        }
      }
    }
    int total = made;
    assertTrue(made > RULES, () -> "only " + total + " witnesses");
  }

  /** What routes and sets of the host decide is not in the packet. */
  private static boolean canBeMade(Match match) {
    return !(match instanceof SetMatch)
        && !(match instanceof FieldMatch field
            && (field.field() == Field.SOURCE_ADDRESS_TYPE
                || field.field() == Field.DESTINATION_ADDRESS_TYPE
                || field.field() == Field.LLC_SAP));
  }

  private boolean witness(Family family, ImmutableList<Match> matches) {
    MatchSets sets = new MatchSets(space, family, EnumSet.noneOf(Field.class));
    int unexpected = space.in(Field.CONNECTION_STATUS, Values.masked(0, EXPECTED));
    int met = space.all(unexpected, space.universe(family), sets.all(matches));
    if (met == Diagrams.NOTHING) {
      return false;
    }
    Assignment point = Assignment.of(space, Plausible.of(space, met));
    Packet packet = WitnessPacket.of(point);
    ChainRule rule = ChainRule.of(Target.Verdict.CONTINUE, matches.toArray(new Match[0]));
    Answer answer =
        RuleTrial.answer(family, rule, packet, point.has(Header.ETHERNET), point::value);
    boolean open = matches.stream().anyMatch(ExtensionMatch.class::isInstance);
    assertEquals(
        open ? Answer.UNKNOWN : Answer.YES, answer, () -> family + " " + rule + "\n" + packet);
    return true;
  }
}
