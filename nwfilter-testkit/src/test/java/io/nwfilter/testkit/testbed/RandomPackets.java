package io.nwfilter.testkit.testbed;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.HostRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Packets around rules: of every kind that {@link Packet} knows, most of them with addresses,
 * ports, types and MAC addresses that the rules mention, or that are next to these. The same rules
 * and the same seed give the same packets. It does not change, and may be used by several threads.
 *
 * <pre>{@code
 * List<Packet> packets = RandomPackets.around(compiled).seed(7).limit(1000);
 * }</pre>
 */
final class RandomPackets {

  private static final long DEFAULT_SEED = 1;

  private final Mentioned mentioned;
  private final ImmutableList<String> kinds;
  private final long seed;

  private RandomPackets(Mentioned mentioned, ImmutableList<String> kinds, long seed) {
    this.mentioned = mentioned;
    this.kinds = kinds;
    this.seed = seed;
  }

  /**
   * {@return packets around what compiled rules mention, and around the MAC addresses and IP
   * addresses of their interfaces}
   *
   * @param compiled the rules
   */
  public static RandomPackets around(CompiledRules compiled) {
    Mentioned mentioned =
        new Mentioned(HostRules.of(Arrays.stream(Family.values()).map(compiled::ruleset).toList()));
    for (CompiledInterface one : compiled.interfaces()) {
      mentioned.add(Mentioned.Kind.MAC, Bits.of(one.binding().mac()));
    }
    return new RandomPackets(mentioned, PacketTexts.KINDS, DEFAULT_SEED);
  }

  /**
   * {@return packets around what rules mention}
   *
   * @param rulesets the rules
   */
  public static RandomPackets around(Ruleset... rulesets) {
    return around(Arrays.asList(rulesets));
  }

  /**
   * {@return packets around what rules mention}
   *
   * @param rulesets the rules
   */
  public static RandomPackets around(Iterable<Ruleset> rulesets) {
    return around(HostRules.of(rulesets));
  }

  /**
   * {@return packets around what rules mention}
   *
   * @param rules the rules
   */
  public static RandomPackets around(HostRules rules) {
    return new RandomPackets(new Mentioned(rules), PacketTexts.KINDS, DEFAULT_SEED);
  }

  /**
   * {@return the same, with more addresses that packets can have}
   *
   * @param macs the MAC addresses, such as those of a guest and of a router
   * @param addresses the IP addresses
   */
  public RandomPackets with(Iterable<MacAddress> macs, Iterable<? extends IpAddress> addresses) {
    Mentioned more = mentioned.copy();
    macs.forEach(mac -> more.add(Mentioned.Kind.MAC, Bits.of(mac)));
    addresses.forEach(
        address ->
            more.add(
                address instanceof Ipv4Address ? Mentioned.Kind.IPV4 : Mentioned.Kind.IPV6,
                Bits.of(address)));
    return new RandomPackets(more, kinds, seed);
  }

  /**
   * {@return the same with packets of some kinds only}
   *
   * @param wanted the kinds, by the first word of their texts: {@code arp}, {@code tcp}, {@code
   *     dhcp} and so on
   * @throws IllegalArgumentException if there is none of these
   */
  public RandomPackets only(String... wanted) {
    List<String> known = Arrays.asList(wanted);
    ImmutableList<String> some =
        kinds.stream()
            .filter(kind -> known.contains(kind.split(" ", 2)[0]))
            .collect(ImmutableList.toImmutableList());
    checkArgument(!some.isEmpty(), "there are no packets of the kinds %s", known);
    return new RandomPackets(mentioned, some, seed);
  }

  /**
   * {@return the same, beginning elsewhere}
   *
   * @param number any number
   */
  public RandomPackets seed(long number) {
    return new RandomPackets(mentioned, kinds, number);
  }

  /**
   * {@return some packets}
   *
   * @param count how many, at least 0
   */
  public List<Packet> limit(int count) {
    checkArgument(count >= 0, "%s is less than 0", count);
    PacketTexts texts = new PacketTexts(mentioned, requireNonNull(kinds, "kinds"), seed);
    List<Packet> packets = new ArrayList<>(count);
    while (packets.size() < count) {
      packets.add(texts.next());
    }
    return ImmutableList.copyOf(packets);
  }

  /** {@return packets without end} */
  public Stream<Packet> stream() {
    return Stream.generate(new PacketTexts(mentioned, kinds, seed)::next);
  }
}
