package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.space.Changes;
import io.nwfilter.netfilter.analyze.space.Fact;
import io.nwfilter.netfilter.analyze.space.PacketClassSets;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.Stage;
import io.nwfilter.netfilter.simulate.TranslatedAddresses;
import java.util.Optional;

/**
 * What becomes of packets whose addresses are translated where a hook is called. A single address
 * or port is known; which one of several it is, is not, nor which port the kernel takes for a
 * source that has to be another one. What the host sends itself is routed again after that, where
 * ways do not follow it: its new destination counts as not known.
 */
final class TranslatedPackets implements Translating {

  private static final Bits TO_ALL = Bits.of(0xffff_ffffL);
  private static final Bits TO_HOST = Bits.ZERO;

  private final PacketSpace space;
  private final Diagrams diagrams;
  private final PacketClassSets classes;
  private final TranslatedAddresses addresses;
  private final Stage.Call call;
  private final boolean ipv4;

  /**
   * Begins where a hook is called.
   *
   * @param host the host
   * @param call the call
   */
  TranslatedPackets(WaySets host, Stage.Call call) {
    this.space = host.space();
    this.diagrams = space.diagrams;
    this.classes = host.classes();
    this.addresses = host.addresses();
    this.call = call;
    this.ipv4 = call.family() == Family.IPV4;
  }

  @Override
  public int translate(Target.AddressTranslation target, Changes changes, int packets) {
    boolean source = Translations.isOfSource(target);
    if (call.hook() == Hook.OUTPUT || isOfOtherFamily(target)) {
      return ANYWHERE.translate(target, changes, packets);
    }
    int left = packets;
    Field field = address(source);
    switch (target.kind()) {
      case SNAT, DNAT -> {
        AddressSpan span = target.addresses().orElse(null);
        if (span != null && span.first().equals(span.last())) {
          left = give(field, Bits.of(span.first()), changes, packets);
        } else if (span != null) {
          any(field, changes, packets);
        }
      }
      case MASQUERADE -> left = masquerade(changes, packets);
      case REDIRECT -> left = redirect(changes, packets);
    }
    ports(target, source, changes, left);
    return left;
  }

  /**
   * Adds what is changed of packets of known connections, and errors about them, in the direction
   * of the first one.
   *
   * @param target what has chosen their destination; empty if it may be any
   * @param changes where to add it
   * @param packets the packets
   * @return those of them that go on
   */
  int translateKnown(Optional<Target.AddressTranslation> target, Changes changes, int packets) {
    if (packets == NOTHING) {
      return packets;
    }
    // One that was redirected may have come in elsewhere.
    if (target.isPresent() && target.get().kind() == Target.TranslationKind.DNAT) {
      return translate(target.get(), changes, packets);
    }
    any(address(false), changes, packets);
    changes.add(Field.DESTINATION_PORT, packets);
    return packets;
  }

  private boolean isOfOtherFamily(Target.AddressTranslation target) {
    return target.addresses().filter(span -> (span.first().length() == 32) != ipv4).isPresent();
  }

  private Field address(boolean source) {
    Field field = ipv4 ? Field.IPV4_SOURCE : Field.IPV6_SOURCE;
    return source ? field : field.opposite();
  }

  private Bits interfaceAt(Field field) {
    return call.known().getOrDefault(field, Bits.ZERO);
  }

  /**
   * {@return the packets with some values of a field that may have been changed, or may have had}
   */
  private int having(Field field, Values values, Changes changes) {
    return diagrams.or(changes.of(field), space.in(field, values));
  }

  private int masquerade(Changes changes, int packets) {
    Field source = address(true);
    Bits value = addresses.ofInterface(interfaceAt(Field.OUT_INTERFACE), ipv4).orElse(null);
    if (ipv4) {
      int none = diagrams.and(packets, space.is(source, 0)); // which are left alone
      int others = diagrams.without(packets, none);
      return diagrams.or(none, value == null ? NOTHING : give(source, value, changes, others));
    }
    int own = diagrams.and(packets, having(address(false), addresses.own(false), changes));
    int others = diagrams.without(packets, own);
    any(source, changes, own); // it is the destination
    return diagrams.or(own, value == null ? NOTHING : give(source, value, changes, others));
  }

  private int redirect(Changes changes, int packets) {
    Field destination = address(false);
    if (!ipv4) { // it depends on whether the destination is one of the link
      any(destination, changes, packets);
      return packets;
    }
    return addresses
        .ofInterface(interfaceAt(Field.IN_INTERFACE), true)
        .map(value -> give(destination, value, changes, packets))
        .orElse(NOTHING);
  }

  /** Has packets get any address. */
  private void any(Field field, Changes changes, int packets) {
    changes.add(field, packets);
    changes.add(type(field), packets);
    if (isBridged(field)) {
      changes.add(Field.ETHERNET_DESTINATION, packets);
      changes.add(Field.PACKET_TYPE, packets);
    }
  }

  private static Field type(Field address) {
    return address == Field.IPV4_SOURCE || address == Field.IPV6_SOURCE
        ? Field.SOURCE_ADDRESS_TYPE
        : Field.DESTINATION_ADDRESS_TYPE;
  }

  /** {@return whether a new address is that of another receiver on a bridge, too} */
  private boolean isBridged(Field address) {
    return type(address) == Field.DESTINATION_ADDRESS_TYPE
        && !interfaceAt(Field.HAS_IN_PORT).isZero();
  }

  /** Has packets get an address, and returns those that routing takes then. */
  private int give(Field field, Bits value, Changes changes, int packets) {
    int same =
        diagrams.without(
            diagrams.and(packets, space.in(field, Values.single(field, value))), changes.of(field));
    int others = diagrams.without(packets, same);
    int left = others;
    if (isBridged(field)) {
      left = receive(value, changes, diagrams.without(others, changes.of(field)));
      left = diagrams.or(left, diagrams.and(others, changes.of(field)));
      int again = diagrams.and(others, changes.of(field)); // perhaps the one that it had
      changes.add(Field.ETHERNET_DESTINATION, again);
      changes.add(Field.PACKET_TYPE, again);
    }
    changes.set(field, value, left);
    changes.add(type(field), left);
    return diagrams.or(same, left);
  }

  /** Has bridged packets go to whom they are for now. */
  private int receive(Bits destination, Changes changes, int packets) {
    Optional<TranslatedAddresses.Receiver> receiver =
        addresses.onBridge(interfaceAt(Field.IN_INTERFACE), destination, ipv4);
    boolean toAll = ipv4 && (destination.isZero() || destination.equals(TO_ALL));
    if (receiver.isEmpty() || toAll) {
      changes.add(Field.ETHERNET_DESTINATION, packets);
      changes.add(Field.PACKET_TYPE, packets);
      return packets;
    }
    int left = diagrams.and(packets, classes.of(addresses.withLegalSource(ipv4)));
    changes.set(Field.ETHERNET_DESTINATION, Bits.of(receiver.get().mac()), left);
    if (receiver.get().host()) {
      changes.set(Field.PACKET_TYPE, TO_HOST, left);
    }
    return left;
  }

  private void ports(
      Target.AddressTranslation target, boolean source, Changes changes, int packets) {
    Field port = source ? Field.SOURCE_PORT : Field.DESTINATION_PORT;
    PortSpan span = target.ports().orElse(null);
    if (span == null || span.first() < span.last()) {
      if (span != null || source) { // a source may need another one
        changes.add(port, packets);
      }
      return;
    }
    int translated = diagrams.and(packets, withPorts());
    changes.set(port, Bits.of(span.first()), translated);
    changes.add(port, diagrams.without(packets, translated));
  }

  /** {@return the packets of which the kernel translates ports that sets know} */
  private int withPorts() {
    return diagrams.without(
        diagrams.and(
            space.has(Header.TRANSPORT),
            space.isAnyOf(
                Field.IP_PROTOCOL,
                LayerType.TCP.protocol(),
                LayerType.UDP.protocol(),
                LayerType.UDP_LITE.protocol(),
                LayerType.SCTP.protocol())),
        space.is(Fact.AUTHENTICATED));
  }
}
