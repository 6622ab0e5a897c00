package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.IpsetName;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.SetMatch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Random matches on every field, most of them aimed at packets: on their values, on what is around
 * these, and on values that such fields often have.
 */
public final class AimedRules {

  /** Only nftables asks for these. */
  public static final EnumSet<Field> OF_NFTABLES =
      EnumSet.of(
          Field.ARP_HARDWARE_LENGTH,
          Field.ARP_PROTOCOL_LENGTH,
          Field.IPV6_FRAGMENT,
          Field.IPV6_FRAGMENT_OFFSET);

  private static final ImmutableList<String> NAMES =
      ImmutableList.of("br0", "vnet0", "vnet1", "vnet2", "out0", "lo", "v", "vnet");

  private final Random random;
  private final List<Packet> packets;

  AimedRules(Random random, List<Packet> packets) {
    this.random = random;
    this.packets = packets;
  }

  /** {@return the matches of a rule: none to four} */
  ImmutableList<Match> matches(Family family) {
    Packet aim = packets.get(random.nextInt(packets.size()));
    int count = random.nextInt(5);
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      matches.add(match(family, aim));
    }
    if (random.nextInt(6) == 0) {
      matches.addAll(options(aim));
    }
    if (random.nextInt(8) == 0) {
      matches.add(ofField(Field.CONNECTION_STATE, aim));
      matches.add(ofField(Field.CONNECTION_STATUS, aim));
      matches.add(ofField(Field.CONNECTION_DIRECTION, aim));
    }
    return ImmutableList.copyOf(matches);
  }

  /** {@return several options of one extension for TCP or UDP, which depend on each other} */
  private List<Match> options(Packet aim) {
    LayerType protocol = flip() ? LayerType.TCP : LayerType.UDP;
    List<Match> options = new ArrayList<>();
    options.add(FieldMatch.of(Field.IP_PROTOCOL, protocol.protocol()).negated(oneIn(8)));
    boolean negated = flip();
    for (Field port : ImmutableList.of(Field.SOURCE_PORT, Field.DESTINATION_PORT)) {
      Values values =
          oneIn(6)
              ? Values.range(0, 0xffff)
              : flip() ? Values.single(port, value(port, aim)) : one(port, aim);
      options.add(FieldMatch.of(port, values).negated(negated != oneIn(6)));
    }
    if (protocol == LayerType.TCP && oneIn(3)) {
      Field other = flip() ? Field.TCP_FLAGS : Field.TCP_OPTION;
      options.add(oneIn(8) ? ofField(other, aim).afresh() : ofField(other, aim));
    }
    return options;
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  private Match match(Family family, Packet aim) {
    return switch (random.nextInt(14)) {
      case 0 -> new EitherPortMatch(values(Field.SOURCE_PORT, aim), flip(), false);
      case 1 -> family == Family.BRIDGE ? new GratuitousArpMatch(flip()) : set();
      case 2 -> family == Family.BRIDGE ? among(aim) : set();
      case 3 -> random.nextInt(4) == 0 ? ExtensionMatch.of("limit") : ofField(field(aim), aim);
      default -> ofField(field(aim), aim);
    };
  }

  private boolean flip() {
    return random.nextBoolean();
  }

  private Field field(Packet aim) {
    List<Field> fields = new ArrayList<>();
    boolean kept = flip();
    for (Field field : EnumSet.complementOf(OF_NFTABLES)) {
      boolean isKept = field.header() == Header.META || field.header() == Header.CONNECTION;
      if (kept ? isKept : aim.has(field.header()) || random.nextInt(20) == 0) {
        fields.add(field);
      }
    }
    return fields.get(random.nextInt(fields.size()));
  }

  private FieldMatch ofField(Field field, Packet aim) {
    FieldMatch match = FieldMatch.of(field, values(field, aim)).negated(random.nextInt(3) == 0);
    if (field == Field.CONNECTION_STATE && flip()) {
      return match.via("state");
    }
    return random.nextInt(4) == 0 ? match.afresh() : match;
  }

  private Values values(Field field, Packet aim) {
    if (field.kind() == FieldKind.NAMES) {
      long[] bits =
          random.longs(1 + random.nextInt(3), 0, field.width()).map(b -> 1L << b).toArray();
      return Values.anyOf(bits);
    }
    if (random.nextInt(6) == 0) {
      return new Values.Union(ImmutableList.of(one(field, aim), one(field, aim), one(field, aim)));
    }
    return one(field, aim);
  }

  private Values one(Field field, Packet aim) {
    Bits value = value(field, aim);
    Bits all = Bits.ones(field.width());
    Bits mask = Bits.prefix(random.nextInt(field.width() + 1), field.width());
    Bits any = new Bits(random.nextLong(), random.nextLong()).and(all);
    return switch (random.nextInt(6)) {
      case 0 -> new Values.Masked(value.and(mask), mask);
      case 1 -> new Values.Masked(value.and(any), any);
      case 2 -> new Values.Range(value, all);
      case 3 -> new Values.Range(Bits.ZERO, value);
      default -> Values.single(field, value);
    };
  }

  private Bits value(Field field, Packet aim) {
    Bits all = Bits.ones(field.width());
    if (field.kind() == FieldKind.INTERFACE) {
      return Bits.ofName(NAMES.get(random.nextInt(NAMES.size())));
    }
    List<Bits> known = aim.values(field);
    if (known.isEmpty() && flip()) {
      known = packets.get(random.nextInt(packets.size())).values(field);
    }
    if (known.isEmpty()) {
      return Bits.of(random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(9)).and(all);
    }
    Bits value = known.get(random.nextInt(known.size()));
    return switch (random.nextInt(8)) {
      case 0 -> value.next().and(all);
      case 1 -> value.previous().and(all);
      default -> value;
    };
  }

  private Match set() {
    String name = random.nextInt(4) == 0 ? "unknown" : "known";
    return new SetMatch(new IpsetName(name), IpsetFlags.parse(flip() ? "src" : "dst,src"), flip());
  }

  private Match among(Packet aim) {
    Field field = flip() ? Field.ETHERNET_SOURCE : Field.ETHERNET_DESTINATION;
    Field address = field == Field.ETHERNET_SOURCE ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION;
    List<AmongMatch.Member> members = new ArrayList<>();
    for (Packet packet : ImmutableList.of(aim, Iterables.getLast(packets))) {
      Optional<Ipv4Address> ip =
          packet
              .value(address)
              .filter(bits -> flip() && !bits.isZero())
              .map(bits -> new Ipv4Address((int) bits.low()));
      MacAddress mac = new MacAddress(packet.value(field).orElseThrow().low());
      members.add(new AmongMatch.Member(mac, ip));
    }
    return new AmongMatch(field, members, flip());
  }
}
