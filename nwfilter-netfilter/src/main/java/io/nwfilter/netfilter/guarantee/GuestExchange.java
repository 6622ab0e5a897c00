package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.BiMap;
import com.google.common.collect.HashBiMap;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Guests that take each other's places ({@link AlikeGuests}): those that a statement about one is
 * about become those that a statement about another is about.
 */
final class GuestExchange {

  private final AlikeGuests alike;
  private final BiMap<String, String> guests = HashBiMap.create();
  private final SetMultimap<FieldKind, Values> several = LinkedHashMultimap.create();

  /** Begins without an exchange. */
  GuestExchange(AlikeGuests alike) {
    this.alike = alike;
  }

  /** {@return whether one guest, or another port, can take the place of another one} */
  boolean exchange(String port, String other) {
    String known = guests.get(port);
    if (known != null || guests.containsValue(other)) {
      return other.equals(known);
    }
    if (!alike.areAlike(port, other)) {
      return false;
    }
    guests.put(port, other);
    return true;
  }

  /** {@return whether some values of a kind become others} */
  boolean exchange(FieldKind kind, int width, Values values, Values others) {
    if (values instanceof Values.Union union && others instanceof Values.Union other) {
      return exchange(kind, width, union.parts(), other.parts());
    }
    if (isSingle(values, width) && isSingle(others, width)) {
      return exchange(kind, ((Values.Masked) values).value(), ((Values.Masked) others).value());
    }
    several.put(kind, values);
    return values.equals(others);
  }

  private boolean exchange(FieldKind kind, int width, List<Values> values, List<Values> others) {
    if (values.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < values.size(); i++) {
      if (!exchange(kind, width, values.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSingle(Values values, int width) {
    return values instanceof Values.Masked masked && masked.isSingle(width);
  }

  private boolean exchange(FieldKind kind, Bits value, Bits other) {
    Optional<AlikeGuests.Holder> holder = alike.holder(kind, value);
    Optional<AlikeGuests.Holder> ofOther = alike.holder(kind, other);
    if (holder.isEmpty() || ofOther.isEmpty()) {
      return value.equals(other) && holder.equals(ofOther);
    }
    return holder.get().place() == ofOther.get().place()
        && exchange(holder.get().port(), ofOther.get().port());
  }

  /** {@return whether all sets that were asked for stay as they are} */
  boolean keepsSets() {
    return guests.entrySet().stream().allMatch(this::keepsSets);
  }

  private boolean keepsSets(Map.Entry<String, String> pair) {
    List<AlikeGuests.Own> own = alike.values(pair.getKey());
    List<AlikeGuests.Own> others = alike.values(pair.getValue());
    for (int i = 0; i < own.size(); i++) {
      for (Values set : several.get(own.get(i).kind())) {
        if (set.contains(own.get(i).value()) != set.contains(others.get(i).value())) {
          return false;
        }
      }
    }
    return true;
  }

  /** {@return the port in whose place another one is} */
  private String of(String port) {
    String taken = guests.get(port);
    if (taken != null) {
      return taken;
    }
    // Who has lost its place gets the one that is free.
    String free = port;
    for (String left = port; left != null; left = guests.inverse().get(left)) {
      free = left;
    }
    return free;
  }

  /** {@return where packets enter after the exchange} */
  Entry of(Entry entry) {
    return entry instanceof Entry.Port port ? Entry.port(of(port.name())) : entry;
  }

  /** {@return a packet with the addresses exchanged, also in messages that it carries} */
  Packet of(Packet packet) {
    return Packet.of(packet.layers().stream().map(this::of).toList());
  }

  private Layer of(Layer layer) {
    if (layer.type() == LayerType.PAYLOAD) {
      return Layer.payload(of(layer.octets()));
    }
    Layer exchanged = layer;
    for (Slot slot : Slot.of(layer.type())) {
      if (layer.has(slot)) {
        Optional<Bits> other = of(slot.kind(), layer.get(slot));
        exchanged = other.isPresent() ? exchanged.with(slot, other.get()) : exchanged;
      }
    }
    return exchanged;
  }

  private Optional<Bits> of(FieldKind kind, Bits value) {
    return alike
        .holder(kind, value)
        .map(holder -> alike.values(of(holder.port())).get(holder.place()).value())
        .filter(other -> !other.equals(value));
  }

  /** Exchanges what looks like an address: messages of DHCP have some, and errors of ICMP. */
  private Octets of(Octets octets) {
    List<AlikeGuests.Own> moved =
        Stream.concat(guests.keySet().stream(), guests.values().stream())
            .distinct()
            .flatMap(port -> alike.values(port).stream())
            .filter(own -> own.kind() != FieldKind.INTERFACE)
            .toList();
    Octets exchanged = octets;
    int at = 0;
    while (at < octets.length()) {
      int length = 1;
      for (AlikeGuests.Own own : moved) {
        int width = width(own.kind());
        if (at * Byte.SIZE + width <= octets.length() * Byte.SIZE
            && octets.bits(at * Byte.SIZE, width).equals(own.value())) {
          Bits other = of(own.kind(), own.value()).orElse(own.value());
          exchanged = exchanged.with(at * Byte.SIZE, width, other);
          length = width / Byte.SIZE;
          break;
        }
      }
      at += length;
    }
    return exchanged;
  }

  private static int width(FieldKind kind) {
    return switch (kind) {
      case MAC -> 48;
      case IPV4 -> 32;
      default -> 128;
    };
  }
}
