package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes matches on fields by chance, in groups whose order among each other does not matter. */
final class NftMatchGenerator {

  private static final ImmutableList<Field> NUMBERS =
      ImmutableList.of(Field.PACKET_LENGTH, Field.SOCKET_USER, Field.SOCKET_GROUP);

  private static final ImmutableList<Field> NAMES =
      ImmutableList.of(Field.IN_INTERFACE, Field.OUT_INTERFACE);

  private final NftFamily family;
  private final Random random;

  NftMatchGenerator(NftFamily family, Random random) {
    this.family = family;
    this.random = random;
  }

  /** {@return some groups of matches, at most one of those that ask for one header each} */
  List<List<Match>> groups() {
    List<List<Match>> groups = new ArrayList<>();
    add(groups, () -> List.of(interfaces()));
    add(groups, () -> List.of(ofNumber(pick(NUMBERS))));
    add(groups, () -> List.of(ofMark(Field.MARK)));
    if (family == NftFamily.BRIDGE) {
      if (random.nextInt(3) == 0) { // after which nft lists masked addresses as raw octets
        groups.add(ofArpOrVlan());
        return groups;
      }
      add(groups, () -> List.of(ofFrame()));
    } else {
      add(groups, () -> List.of(state()));
      add(groups, () -> List.of(ofMark(Field.CONNECTION_MARK)));
    }
    boolean ipv6 = family == NftFamily.IP6 || (family != NftFamily.IP && random.nextBoolean());
    add(groups, () -> List.of(addresses(ipv6 ? Field.IPV6_SOURCE : Field.IPV4_SOURCE)));
    add(groups, () -> List.of(addresses(ipv6 ? Field.IPV6_DESTINATION : Field.IPV4_DESTINATION)));
    add(groups, () -> transport(ipv6));
    return groups;
  }

  private void add(List<List<Match>> groups, Supplier<List<Match>> group) {
    if (random.nextInt(3) == 0) {
      groups.add(group.get());
    }
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private Match interfaces() {
    if (random.nextInt(3) == 0) {
      boolean in = random.nextBoolean();
      Field field = in ? Field.IN_INTERFACE : Field.OUT_INTERFACE;
      return negated(FieldMatch.of(field, Values.single(field, Bits.ofName("lo"))))
          .via(in ? "iif" : "oif");
    }
    Field field = pick(NAMES);
    String name = "vnet" + random.nextInt(1000) + (random.nextBoolean() ? ".1" : "");
    Bits octets = Bits.ofName(name);
    return negated(
        FieldMatch.of(
            field,
            random.nextBoolean()
                ? Values.single(field, octets)
                : Values.prefix(field, octets, 8 * (1 + random.nextInt(name.length())))));
  }

  private FieldMatch negated(FieldMatch match) {
    return match.negated(random.nextInt(3) == 0);
  }

  private FieldMatch ofNumber(Field field) {
    long most = Bits.ones(field.width()).low();
    return negated(
        switch (random.nextInt(3)) {
          case 0 -> FieldMatch.of(field, random.nextLong(most));
          case 1 -> FieldMatch.of(field, span(1 + random.nextLong(most / 2), most / 3));
          default -> FieldMatch.of(field, union(field, most));
        });
  }

  /** {@return a range of at least two numbers} */
  private Values span(long low, long length) {
    return Values.range(low, low + 1 + random.nextLong(length));
  }

  /** {@return numbers and ranges that do not touch, in order} */
  private Values union(Field field, long most) {
    ImmutableList.Builder<Values> parts = ImmutableList.builder();
    long place = most / 4;
    for (int i = random.nextInt(2); i < 3; i++) {
      long low = 2 + i * place + random.nextLong(place / 4);
      parts.add(random.nextBoolean() ? Values.single(field, low) : span(low, place / 4));
    }
    return new Values.Union(parts.build());
  }

  private FieldMatch ofMark(Field field) {
    long mask = Integer.toUnsignedLong(random.nextInt() | 0x101);
    long value = Integer.toUnsignedLong(random.nextInt());
    return negated(
        random.nextBoolean()
            ? FieldMatch.of(field, Values.single(field, Bits.of(value)))
            : FieldMatch.of(field, new Values.Masked(Bits.of((value & mask) | 1), Bits.of(mask))));
  }

  private FieldMatch state() {
    List<Values> choices =
        List.of(
            Values.anyOf(2),
            Values.anyOf(8, 4),
            Values.anyOf(1, 16),
            new Values.Masked(Bits.of(2), Bits.of(0x1f)));
    return negated(FieldMatch.of(Field.CONNECTION_STATE, pick(choices)));
  }

  private FieldMatch addresses(Field field) {
    Bits address = bits(field.width());
    int length = 1 + random.nextInt(field.width() - 1);
    return negated(
        switch (random.nextInt(4)) {
          case 0 -> FieldMatch.of(field, Values.single(field, address));
          case 1 -> FieldMatch.of(field, Values.prefix(field, address, length));
          case 2 ->
              FieldMatch.of(field, new Values.Range(address(field, 1, 3), address(field, 2, 5)));
          default ->
              FieldMatch.of(
                  field,
                  new Values.Union(
                      List.of(
                          Values.single(field, address(field, 1, 7)),
                          Values.prefix(field, address(field, 2, 0), 8),
                          Values.single(field, address(field, 3, 9)))));
        });
  }

  /** {@return an address by its first and last octets} */
  private static Bits address(Field field, long first, long last) {
    return field.width() == 32 ? Bits.of(first << 24 | last) : new Bits(first << 56, last);
  }

  private Bits bits(int width) {
    return new Bits(random.nextLong(), random.nextLong()).and(Bits.ones(width));
  }

  private List<Match> transport(boolean ipv6) {
    return switch (random.nextInt(4)) {
      case 0 -> icmp(ipv6);
      case 1 ->
          List.of(negated(FieldMatch.of(Field.IP_PROTOCOL, pick(List.of(1L, 6L, 17L, 132L)))));
      case 2 -> List.of(FieldMatch.of(Field.IP_PROTOCOL, 6), flags());
      default -> {
        long protocol = pick(List.of(6L, 17L, 33L, 132L, 136L));
        Field port = pick(List.of(Field.SOURCE_PORT, Field.DESTINATION_PORT));
        yield List.of(FieldMatch.of(Field.IP_PROTOCOL, protocol), ofNumber(port));
      }
    };
  }

  private FieldMatch flags() {
    List<Values> choices =
        List.of(
            Values.anyOf(2),
            Values.anyOf(2, 16),
            Values.masked(2, 0x17),
            Values.masked(0x12, 0x17),
            new Values.Masked(Bits.of(2), Bits.of(0xff)));
    return negated(FieldMatch.of(Field.TCP_FLAGS, pick(choices)));
  }

  private List<Match> icmp(boolean ipv6) {
    Field field = ipv6 ? Field.ICMPV6_TYPE : Field.ICMP_TYPE;
    Match protocol = FieldMatch.of(Field.IP_PROTOCOL, ipv6 ? 58 : 1);
    long type = random.nextInt(20);
    long code = random.nextInt(20);
    return List.of(
        protocol,
        switch (random.nextInt(4)) {
          case 0 -> FieldMatch.of(field, type << 8 | code);
          case 1 -> negated(FieldMatch.of(field, Values.masked(type << 8, 0xff00)));
          case 2 -> negated(FieldMatch.of(field, Values.range(type << 8, (type + 3) << 8 | 0xff)));
          default -> negated(FieldMatch.of(field, Values.masked(code, 0xff)));
        });
  }

  private FieldMatch ofFrame() {
    Field field = pick(List.of(Field.ETHERNET_SOURCE, Field.ETHERNET_DESTINATION));
    Bits mask = Bits.of(0xff00_ffff_00ffL);
    Bits address = bits(48);
    return negated(
        FieldMatch.of(
            field,
            random.nextBoolean()
                ? Values.single(field, address)
                : new Values.Masked(address.and(mask), mask)));
  }

  private List<Match> ofArpOrVlan() {
    return switch (random.nextInt(4)) {
      case 0 -> List.of(ofNumber(Field.ARP_OPERATION), addresses(Field.ARP_SENDER_IP));
      case 1 ->
          List.of(
              negated(
                  FieldMatch.of(
                      Field.ARP_TARGET_MAC, Values.single(Field.ARP_TARGET_MAC, bits(48)))));
      case 2 -> List.of(negated(FieldMatch.of(Field.VLAN_ID, 1 + random.nextInt(4000))));
      default -> List.of(negated(FieldMatch.of(Field.ETHER_TYPE, 0x8035 + random.nextInt(9))));
    };
  }
}
