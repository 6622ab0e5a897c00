package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import org.junit.jupiter.api.Test;

/** Reads lines, and writes what they were read as: the same line again. */
class MatchCollectorTest {

  private static final FieldMatch TCP = FieldMatch.of(Field.IP_PROTOCOL, 6);
  private static final FieldMatch PORT = FieldMatch.of(Field.DESTINATION_PORT, 22);
  private static final FieldMatch NEW =
      FieldMatch.of(Field.CONNECTION_STATE, Values.anyOf(TrackedState.NEW.bit()));

  private static void check(String line, Match... matches) {
    ChainRule rule = ChainRule.of(Target.ACCEPT, matches);

    assertEquals(rule, RoundTrip.read(Family.IPV4, line));
    assertEquals(line, RoundTrip.saveText(Family.IPV4, rule));
  }

  @Test
  void theUsualExtensionIsNotNamed() {
    check("-p tcp -m tcp --dport 22 -j ACCEPT", TCP, PORT);
    check(
        "-p tcp -m multiport --dports 22,80:81 -j ACCEPT",
        TCP,
        FieldMatch.of(
            Field.DESTINATION_PORT,
            new Values.Union(
                ImmutableList.of(
                    Values.single(Field.DESTINATION_PORT, 22), Values.range(80, 81)))));
    check("-m conntrack --ctstate NEW -j ACCEPT", NEW);
  }

  @Test
  void anotherExtensionIsNamed() {
    check("-p tcp -m multiport --dports 22 -j ACCEPT", TCP, PORT.via("multiport"));
    check("-m state --state NEW -j ACCEPT", NEW.via("state"));
    check(
        "-p tcp -m multiport --ports 22 -j ACCEPT",
        TCP,
        new EitherPortMatch(Values.single(Field.SOURCE_PORT, 22), false, false));
  }

  @Test
  void anExtensionThatIsLoadedAgainIsFresh() {
    check("-m conntrack --ctstate NEW -m conntrack --ctstate NEW -j ACCEPT", NEW, NEW.afresh());
    check(
        "-m conntrack --ctstate NEW -m mark --mark 0x7 -m conntrack --ctstate NEW -j ACCEPT",
        NEW,
        FieldMatch.of(Field.MARK, 7),
        NEW);
    check(
        "-p tcp -m tcp --dport 22 -m tcp --sport 22 -j ACCEPT",
        TCP,
        PORT,
        FieldMatch.of(Field.SOURCE_PORT, 22).afresh());
    check(
        "-p tcp -m tcp --sport 22 --dport 22 -j ACCEPT",
        TCP,
        FieldMatch.of(Field.SOURCE_PORT, 22),
        PORT);
  }

  @Test
  void anExtensionWithoutOptionsIsKept() {
    check("-p tcp -m tcp -j ACCEPT", TCP, ExtensionMatch.of("tcp"));
    check(
        "-p tcp -m tcp -m tcp --dport 22 -j ACCEPT", TCP, ExtensionMatch.of("tcp"), PORT.afresh());
  }

  @Test
  void acommentEndsTheOptionsOfAnExtension() {
    check(
        "-p tcp -m tcp --dport 22 -m comment --comment c -m tcp --dport 22 -j ACCEPT",
        TCP,
        PORT,
        new CommentMatch(new Comment("c")),
        PORT);
  }

  @Test
  void aPortBeforeItsProtocolNamesItsExtension() {
    check("-m tcp --dport 22 -p tcp -j ACCEPT", PORT.via("tcp"), TCP);
    check("! -p tcp -m tcp --dport 22 -j ACCEPT", TCP.negate(), PORT.via("tcp"));
  }
}
