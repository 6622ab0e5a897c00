package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.AmongMatch.Member;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for a MAC address, perhaps with an IPv4 address, that is on a list. */
final class AmongTest extends Test {

  private final ImmutableList<Member> members;
  private final Field mac;
  private final Field address;
  private final boolean withAddresses;
  private final boolean negated;

  AmongTest(AmongMatch match) {
    super(match);
    this.members = ImmutableList.copyOf(match.members());
    this.mac = match.field();
    this.address = mac == Field.ETHERNET_SOURCE ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION;
    this.withAddresses = members.stream().anyMatch(member -> member.ip().isPresent());
    this.negated = match.negated();
  }

  @Override
  Answer ask(Transit transit) {
    Packet packet = transit.packet;
    Bits ip = Headers.tags(packet) > 1 ? null : packet.value(address).orElse(null);
    if (withAddresses && ip == null) {
      return Answer.NO; // in either sense
    }
    if (transit.receiverUnknown && mac == Field.ETHERNET_DESTINATION) {
      boolean mayBe = members.stream().anyMatch(member -> hasAddress(member, ip));
      return mayBe ? Answer.UNKNOWN : Answer.of(negated);
    }
    Bits own = packet.value(mac).orElseThrow();
    return Answer.of(
        members.stream()
                .anyMatch(member -> Bits.of(member.mac()).equals(own) && hasAddress(member, ip))
            != negated);
  }

  private static boolean hasAddress(Member member, @Nullable Bits ip) {
    return member.ip().map(Bits::of).filter(bits -> !bits.equals(ip)).isEmpty();
  }

  @Override
  Supplier<String> found(Transit transit) {
    Packet packet = transit.packet;
    return () -> Tests.value(packet, mac) + "=" + Tests.value(packet, address);
  }

  @Override
  Optional<Question> question(Transit transit) {
    return Optional.of(Question.of(match));
  }
}
