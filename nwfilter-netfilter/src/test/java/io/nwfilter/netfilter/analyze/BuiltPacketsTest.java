package io.nwfilter.netfilter.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.analyze.space.Fact;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Answer;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever sets have can be built as octets: of each two parts that there can be in a packet. */
class BuiltPacketsTest {

  /** What the kernel keeps is not built, and IP is IPv4 or IPv6. */
  private static final EnumSet<Header> HEADERS =
      EnumSet.complementOf(EnumSet.of(Header.META, Header.CONNECTION, Header.IP));

  /** Numbers that announce nothing. */
  private static final List<Long> OTHER_TYPES = List.of(47L, 59L, 99L, 0x88b6L);

  private static Subject subject() {
    Surroundings surroundings = new Surroundings();
    Guest guest =
        surroundings.addGuest("vnet2", Simulator.BRIDGE, MacAddress.parse("52:54:00:9f:80:45"));
    return Subject.of(surroundings.situation().build(), List.of(), surroundings, guest);
  }

  /** Headers and facts, and that they are not there. */
  private static Map<String, Integer> headers(PacketSpace space) {
    ImmutableMap.Builder<String, Integer> parts = ImmutableMap.builder();
    for (Header header : HEADERS) {
      parts.put(header.name(), space.has(header));
      parts.put("no " + header.name(), space.diagrams.not(space.has(header)));
    }
    for (Fact fact : Fact.values()) {
      parts.put(fact.name(), space.is(fact));
      parts.put("not " + fact.name(), space.diagrams.not(space.is(fact)));
    }
    return parts.buildOrThrow();
  }

  /** What headers announce. */
  private static Map<String, Integer> types(PacketSpace space) {
    ImmutableMap.Builder<String, Integer> parts = ImmutableMap.builder();
    ImmutableSet.Builder<Long> types = ImmutableSet.builder();
    Arrays.stream(LayerType.values())
        .filter(type -> type.protocol() >= 0)
        .forEach(type -> types.add((long) type.protocol()));
    for (long type : types.addAll(OTHER_TYPES).build()) {
      if (type <= 0xff) {
        int protocol = space.is(Field.IP_PROTOCOL, type);
        parts.put("protocol " + type, space.diagrams.and(space.is(Fact.PROTOCOL_KNOWN), protocol));
      } else {
        parts.put("type " + type, space.is(Field.ETHER_TYPE, type));
        int after = space.is(Field.VLAN_ETHER_TYPE, type);
        parts.put("type after a tag " + type, space.diagrams.and(space.has(Header.VLAN), after));
      }
    }
    return parts.buildOrThrow();
  }

  private final Subject subject = subject();

  /** {@return what is not built, of pairs of parts} */
  private List<String> lacking(Entry entry, boolean withTypes) {
    List<Packet> usual = subject.samples(entry).usual();
    List<Packet> disguised = subject.disguised(entry);
    List<Packet> unusual = subject.unusual(entry);
    PacketSets sets = PacketSets.of(subject.simulator());
    PacketSet possible = sets.possible(entry);
    Map<String, Integer> headers = headers(sets.space());
    Map<String, Integer> others = withTypes ? types(sets.space()) : headers;
    ImmutableList.Builder<String> lacking = ImmutableList.builder();
    headers.forEach(
        (name, part) ->
            others.forEach(
                (otherName, other) -> {
                  PacketSet both = possible.and(sets.set(sets.diagrams().and(part, other)));
                  Optional<Packet> found =
                      sets.witness(both, usual)
                          .or(() -> sets.witness(both, disguised))
                          .or(() -> sets.witness(both, unusual));
                  boolean built =
                      found.filter(one -> sets.contains(both, one) == Answer.YES).isPresent();
                  if (!both.isEmpty() && !built) {
                    lacking.add(name + ", " + otherName + ": " + found);
                  }
                }));
    return lacking.build();
  }

  @Test
  void headersWithHeaders() {
    assertEquals(List.of(), lacking(subject.fromGuest(), false));
  }

  @Test
  void headersWithTypes() {
    assertEquals(List.of(), lacking(subject.fromGuest(), true));
  }

  @Test
  void headersOfWhatTheHostSends() {
    assertEquals(List.of(), lacking(Entry.host(), false));
  }
}
