package io.nwfilter.netfilter.analyze;

import static io.nwfilter.netfilter.analyze.Diagrams.EVERYTHING;
import static io.nwfilter.netfilter.analyze.Diagrams.NOTHING;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.IpsetName;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.SetMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The packets that meet the matches of a family. What cannot be known of a packet is a variable of
 * its own: two rules that ask the same set have the same one, two rate limits do not.
 */
final class MatchSets implements Match.Visitor<Integer> {

  private static final Bits AUTHENTICATION = Bits.of(51);
  private static final Bits FRAGMENT = Bits.of(44);
  private static final Bits TO_HOST = Bits.of(0);
  private static final int TO_OTHER_HOST = 3;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final Family family;
  private final Set<Field> changing;

  /**
   * Makes sets in a space.
   *
   * @param space the space
   * @param family the family of the rules
   * @param changing fields that rules on the way change: what they are then is not known
   */
  MatchSets(PacketSpace space, Family family, Set<Field> changing) {
    this.space = space;
    this.diagrams = space.diagrams;
    this.family = family;
    this.changing = changing;
  }

  /** A question whose result is not known, though it is the same for the same packet. */
  private record Question(Field field, Values values, boolean negated) {}

  private record Membership(IpsetName set, Object flags) {}

  /** {@return the packets that meet all matches} */
  int all(List<Match> matches) {
    int met = EVERYTHING;
    for (Match match : matches) {
      met = diagrams.and(met, match.accept(this));
    }
    return met;
  }

  @Override
  public Integer visit(FieldMatch match) {
    Field field = match.field();
    if (changing.contains(field)) {
      return space.atom(new Object());
    }
    return switch (field) {
      case IN_PORT -> diagrams.choose(flag(Field.HAS_IN_PORT), met(match), always(match.negated()));
      case OUT_PORT ->
          diagrams.choose(
              flag(Field.HAS_OUT_PORT),
              met(match),
              diagrams.without(always(match.negated()), flag(Field.HAS_IN_PORT)));
      case PACKET_TYPE -> packetType(match);
      case IP_PROTOCOL -> protocol(match);
      case ARP_SENDER_IP, ARP_TARGET_IP, ARP_SENDER_MAC, ARP_TARGET_MAC ->
          diagrams.and(space.is(Variables.Fact.ARP_ADDRESSES), met(match));
      case SNAP_TYPE -> diagrams.and(space.is(Variables.Fact.SNAP), met(match));
      default -> ofHeader(match);
    };
  }

  private int ofHeader(FieldMatch match) {
    Header header = match.field().header();
    int met =
        space.variables.has(match.field())
            ? met(match)
            : space.atom(new Question(match.field(), match.values(), match.negated()));
    boolean afterIp = header == Header.TRANSPORT || header == Header.TCP || header == Header.ICMPV6;
    int present = diagrams.and(space.has(header), met);
    return afterIp && family == Family.IPV6
        ? diagrams.without(present, space.is(Variables.Fact.AUTHENTICATED))
        : present;
  }

  private int flag(Field field) {
    return space.in(field, Values.single(field, 1));
  }

  private static int always(boolean met) {
    return met ? EVERYTHING : NOTHING;
  }

  private int met(FieldMatch match) {
    return negated(space.in(match.field(), match.values()), match.negated());
  }

  private int negated(int set, boolean negated) {
    return negated ? diagrams.not(set) : set;
  }

  /** Rules of the IP layer do not see that a frame is for another host. */
  private int packetType(FieldMatch match) {
    if (family == Family.BRIDGE) {
      return met(match);
    }
    int other = space.in(match.field(), Values.single(match.field(), TO_OTHER_HOST));
    return diagrams.choose(
        other, always(match.values().contains(TO_HOST) != match.negated()), met(match));
  }

  private int protocol(FieldMatch match) {
    int met = diagrams.and(space.has(Header.IP), met(match));
    return switch (family) {
      case IPV4 -> met;
      case IPV6 ->
          diagrams.choose(
              space.is(Variables.Fact.AUTHENTICATED), always(match, AUTHENTICATION), met);
      case BRIDGE ->
          diagrams.choose(space.is(Variables.Fact.LATER_OF_IPV6), always(match, FRAGMENT), met);
    };
  }

  private static int always(FieldMatch match, Bits value) {
    return always(match.values().contains(value) != match.negated());
  }

  @Override
  public Integer visit(EitherPortMatch match) {
    int source = space.in(Field.SOURCE_PORT, match.ports());
    int destination = space.in(Field.DESTINATION_PORT, match.ports());
    return diagrams.and(
        space.has(Header.TRANSPORT), negated(diagrams.or(source, destination), match.negated()));
  }

  @Override
  public Integer visit(GratuitousArpMatch match) {
    int[] sender = space.variables.bits(Field.ARP_SENDER_IP);
    int[] target = space.variables.bits(Field.ARP_TARGET_IP);
    int equal = EVERYTHING;
    for (int i = sender.length - 1; i >= 0; i--) {
      int one = diagrams.variableSet(sender[i]);
      int other = diagrams.variableSet(target[i]);
      int same = diagrams.choose(one, other, diagrams.not(other));
      equal = diagrams.and(equal, same);
    }
    return diagrams.and(space.is(Variables.Fact.ARP_ADDRESSES), negated(equal, match.negated()));
  }

  @Override
  public Integer visit(AmongMatch match) {
    if (changing.contains(match.field())) {
      return space.atom(new Object());
    }
    Field address =
        match.field() == Field.ETHERNET_SOURCE ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION;
    List<Integer> members = new ArrayList<>();
    boolean withAddresses = false;
    for (AmongMatch.Member member : match.members()) {
      int listed = single(match.field(), Bits.of(member.mac()));
      if (member.ip().isPresent()) {
        withAddresses = true;
        listed = diagrams.and(listed, single(address, Bits.of(member.ip().get())));
      }
      members.add(listed);
    }
    int listed = negated(diagrams.union(members), match.negated());
    return withAddresses
        ? diagrams.and(
            diagrams.without(space.has(Header.IPV4), space.is(Variables.Fact.SEVERAL_TAGS)), listed)
        : listed;
  }

  private int single(Field field, Bits value) {
    return space.in(field, Values.single(field, value));
  }

  @Override
  public Integer visit(SetMatch match) {
    return negated(space.atom(new Membership(match.set(), match.flags())), match.negated());
  }

  @Override
  public Integer visit(ConnectionLimitMatch match) {
    return space.atom(new Object());
  }

  @Override
  public Integer visit(CommentMatch match) {
    return EVERYTHING;
  }

  @Override
  public Integer visit(ExtensionMatch match) {
    return match.isMetByAll(family) ? EVERYTHING : space.atom(new Object());
  }

  @Override
  public Integer visit(OpaqueMatch match) {
    return space.atom(new Object());
  }
}
