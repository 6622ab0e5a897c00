package io.nwfilter.netfilter.finding;

import static io.nwfilter.netfilter.packet.PacketCondition.is;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.RulePlace;
import io.nwfilter.netfilter.analyze.RuleTraffic;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.guarantee.Statement;
import io.nwfilter.netfilter.guarantee.UnansweredPackets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.TrackedState;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds rules of the Ethernet layer that accept TCP, and nothing else, and whose connections all
 * get no replies. Rules of the IP layer accept the replies themselves. Of packets to the guest,
 * only those count that are bridged.
 */
final class LostReplies {

  private final AuthoredRules rules;
  private final GuestTraffic guest;
  private final PacketSets sets;

  LostReplies(AuthoredRules rules, GuestTraffic guest) {
    this.rules = rules;
    this.guest = guest;
    this.sets = guest.sets();
  }

  /**
   * What enters somewhere.
   *
   * @param traffic which rules it meets
   * @param openings the first packets of TCP connections
   * @param unanswered those of them that arrive, but get no replies
   */
  private record Direction(RuleTraffic traffic, PacketSet openings, PacketSet unanswered) {}

  List<Diagnostic> find() {
    List<SourceLocation> candidates =
        rules.origins().stream().filter(this::isAcceptedFrame).toList();
    if (candidates.isEmpty()) {
      return ImmutableList.of();
    }
    PacketSet tcp = tcp();
    List<Direction> directions = new ArrayList<>();
    UnansweredPackets.of(guest.subject(), sets).stream()
        .filter(unanswered -> unanswered.replies().entry() instanceof Entry.Port)
        .forEach(unanswered -> directions.add(direction(unanswered, tcp)));
    ImmutableList.Builder<Diagnostic> found = ImmutableList.builder();
    for (SourceLocation origin : candidates) {
      if (isUnanswered(rules.byOrigin().get(origin), directions, tcp)) {
        found.add(
            new Diagnostic(
                FindingCode.REPLIES_LOST,
                "this rule accepts the first packets of TCP connections, but rules drop the replies"
                    + " to all of them that come over the bridge",
                rules.first(origin).origin()));
      }
    }
    return found.build();
  }

  private boolean isAcceptedFrame(SourceLocation origin) {
    return rules.byOrigin().get(origin).stream().allMatch(rules::isAcceptingFrames);
  }

  private PacketSet tcp() {
    return sets.of(PacketClass.of(is(Field.IP_PROTOCOL, LayerType.TCP.protocol())));
  }

  private Direction direction(UnansweredPackets unanswered, PacketSet tcp) {
    Statement.RepliesArrive replies = unanswered.replies();
    PacketSet openings =
        sets.of(replies.openings())
            .and(tcp)
            .and(sets.possible(replies.entry()))
            .and(sets.first())
            .and(sets.in(TrackedState.NEW));
    return new Direction(guest.from(replies.entry()), openings, unanswered.set());
  }

  private static boolean isUnanswered(
      List<RulePlace> places, List<Direction> directions, PacketSet tcp) {
    boolean some = false;
    for (Direction direction : directions) {
      for (RulePlace place : places) {
        PacketSet arriving = direction.traffic().arriving(place);
        PacketSet opened = arriving.and(direction.openings());
        if (!direction.traffic().meeting(place).without(tcp).isEmpty()
            || !opened.without(direction.unanswered()).isEmpty()) {
          return false;
        }
        some |= !opened.isEmpty();
      }
    }
    return some;
  }
}
