package io.nwfilter.netfilter.finding;

import static io.nwfilter.netfilter.packet.PacketCondition.in;
import static io.nwfilter.netfilter.packet.PacketCondition.is;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.PacketSets;
import io.nwfilter.netfilter.analyze.RulePlace;
import io.nwfilter.netfilter.analyze.RuleTraffic;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.guarantee.Connections;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketText;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds rules that accept connections of TCP, UDP or echo requests, none of which gets a reply: no
 * packet can be a reply to any first packet that meets the rule and arrives. Rules that other
 * packets than those of IP meet are left out, as these may be what they are for.
 *
 * <p>libvirt's rules of the IP layer do not see what the host sends or routes to a guest. So a rule
 * is also reported if replies are lost of all connections that are bridged, if there are any.
 */
final class LostReplies {

  /**
   * Services whose packets want no reply, by their ports as IANA has assigned them: discard,
   * snmptrap, syslog, ipfix, sflow.
   */
  private static final Values ONE_WAY =
      new Values.Union(
          Stream.of(9, 162, 514, 4739, 6343)
              .map(port -> Values.single(Field.DESTINATION_PORT, port))
              .collect(ImmutableList.toImmutableList()));

  private final AuthoredRules rules;
  private final GuestTraffic guest;
  private final PacketSets sets;
  private final PacketSet ip;
  private final PacketSet oneWay;

  LostReplies(AuthoredRules rules, GuestTraffic guest) {
    this.rules = rules;
    this.guest = guest;
    this.sets = guest.sets();
    this.ip =
        sets.of(PacketClass.of(in(Field.IP_PROTOCOL, Values.masked(0, 0))))
            .or(ofType(LayerType.IPV4))
            .or(ofType(LayerType.IPV6));
    this.oneWay =
        sets.of(
            PacketClass.of(
                is(Field.IP_PROTOCOL, LayerType.UDP.protocol()),
                in(Field.DESTINATION_PORT, ONE_WAY)));
  }

  private PacketSet ofType(LayerType type) {
    return sets.of(PacketClass.of(is(Field.ETHER_TYPE, type.protocol())));
  }

  private PacketSet protocol(LayerType type) {
    return sets.of(PacketClass.of(is(Field.IP_PROTOCOL, type.protocol())));
  }

  /**
   * The connections of one way that a rule accepts.
   *
   * @param way the way
   * @param openings their first packets
   */
  private record Accepted(Connections way, PacketSet openings) {

    /** {@return those to which the host has a way back} */
    Accepted answerable() {
      return new Accepted(way, openings.and(way.answerable()));
    }

    boolean isMute() {
      return openings.and(way.replied()).isEmpty();
    }
  }

  List<Diagnostic> find() {
    List<SourceLocation> candidates =
        rules.origins().stream()
            .filter(origin -> rules.byOrigin().get(origin).stream().allMatch(rules::isAccepting))
            .toList();
    if (candidates.isEmpty()) {
      return ImmutableList.of();
    }
    List<Connections> ways = Connections.of(guest.subject(), sets);
    return candidates.stream()
        .flatMap(origin -> find(origin, accepted(rules.byOrigin().get(origin), ways)).stream())
        .toList();
  }

  /**
   * {@return the connections that rules accept; none if other packets than those of IP meet them}
   */
  private List<Accepted> accepted(List<RulePlace> places, List<Connections> ways) {
    List<Accepted> accepted = new ArrayList<>();
    for (Connections way : ways) {
      RuleTraffic traffic = guest.traffic(way.entry(), way.end());
      PacketSet arriving = sets.none();
      for (RulePlace place : places) {
        if (!traffic.meeting(place).without(ip).isEmpty()) {
          return ImmutableList.of();
        }
        arriving = arriving.or(traffic.arriving(place));
      }
      PacketSet openings = arriving.and(way.openings()).without(oneWay);
      if (!openings.isEmpty()) {
        accepted.add(new Accepted(way, openings));
      }
    }
    return ImmutableList.copyOf(accepted);
  }

  private Optional<Diagnostic> find(SourceLocation origin, List<Accepted> all) {
    List<Accepted> accepted =
        all.stream().map(Accepted::answerable).filter(one -> !one.openings().isEmpty()).toList();
    boolean sure = guest.isHostKnown() || accepted.size() == all.size();
    List<Accepted> bridged = accepted.stream().filter(one -> one.way().bridged()).toList();
    boolean ofAll = sure && areMute(accepted);
    if (accepted.isEmpty() || (!ofAll && (bridged.isEmpty() || !areMute(bridged)))) {
      return Optional.empty();
    }
    List<Accepted> mute = bridged.isEmpty() ? accepted : bridged;
    String message =
        "this rule accepts first packets of connections of "
            + protocols(mute)
            + ", but rules drop the replies to all of "
            + (ofAll ? "them" : "those that are not routed, nor with the host itself")
            + example(mute.get(0));
    return Optional.of(
        new Diagnostic(FindingCode.REPLIES_LOST, message, rules.first(origin).origin()));
  }

  private static boolean areMute(List<Accepted> some) {
    return some.stream().allMatch(Accepted::isMute);
  }

  private String protocols(List<Accepted> mute) {
    PacketSet openings = mute.stream().map(Accepted::openings).reduce(sets.none(), PacketSet::or);
    PacketSet echo = protocol(LayerType.ICMP).or(protocol(LayerType.ICMPV6));
    List<String> names =
        ImmutableMap.of(
                "TCP", protocol(LayerType.TCP), "UDP", protocol(LayerType.UDP), "ICMP", echo)
            .entrySet()
            .stream()
            .filter(one -> !openings.and(one.getValue()).isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** {@return which rule drops the reply to which packet, as far as that is found} */
  private String example(Accepted mute) {
    Optional<Packet> opening = guest.witness(mute.openings(), mute.way().entry());
    return opening
        .map(mute.way()::explain)
        .filter(explanations -> explanations.size() == 2)
        .flatMap(explanations -> Culprit.of(explanations.get(1)))
        .map(origin -> ": the rule at " + origin + " drops that to '")
        .map(dropping -> dropping + PacketText.print(opening.orElseThrow()) + "'")
        .orElse("");
  }
}
