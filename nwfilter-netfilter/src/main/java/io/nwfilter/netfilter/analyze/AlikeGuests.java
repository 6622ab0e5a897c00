package io.nwfilter.netfilter.analyze;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.GuestPlaces;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which guests of a host may change places, with their interfaces and all of their addresses, so
 * that nothing else is different then: what holds of one holds of the other.
 *
 * <p>If two guests are of one class, a bijection of packets takes the host to itself: it exchanges
 * the names of their interfaces, their MAC addresses, the addresses of IP that they are known to
 * have, and the link-local addresses that follow from the MAC addresses. All other values stay.
 * Packets that a chain accepts become packets that it, or the chain of the other guest in its
 * place, accepts:
 *
 * <ol>
 *   <li>Rules of everybody name none of these values by itself, and each set of several that any
 *       rule or any network of the host asks for has both values of a pair or neither.
 *   <li>The rules of the one guest are those of the other with the values exchanged, at the same
 *       places among the rules of everybody. In between, only rules of other guests differ in
 *       place, whose packets are others ({@link GuestRules}).
 *   <li>No rule of a third guest names these values.
 *   <li>What the host knows of the guests apart from rules is the same ({@link GuestPlaces}).
 * </ol>
 *
 * <p>Exchanges of two can be done one after the other, so guests of classes may take each other's
 * places in any way. On hosts whose rules look values up in sets, each guest is a class of its own.
 */
public final class AlikeGuests {

  /** No guests that are known to be alike. */
  public static final AlikeGuests NONE = new AlikeGuests(Map.of(), Map.of(), Map.of());

  private final ImmutableMap<String, Integer> classes;
  private final ImmutableMap<String, ImmutableList<Own>> values;
  private final ImmutableMap<Own, Holder> holders;

  private AlikeGuests(
      Map<String, Integer> classes,
      Map<String, ImmutableList<Own>> values,
      Map<Own, Holder> holders) {
    this.classes = ImmutableMap.copyOf(classes);
    this.values = ImmutableMap.copyOf(values);
    this.holders = ImmutableMap.copyOf(holders);
  }

  /**
   * A value that a guest has.
   *
   * @param kind of which kind
   * @param value the value
   */
  public record Own(FieldKind kind, Bits value) {}

  /**
   * A guest that has a value.
   *
   * @param port its interface
   * @param place which of its values it is, counted from 0
   */
  public record Holder(String port, int place) {}

  /**
   * {@return which guests of a host are alike}
   *
   * @param situation what is known of the host
   * @param rules its rules
   * @param guests the guests
   */
  public static AlikeGuests of(Situation situation, HostRules rules, List<Guest> guests) {
    return new Reader(situation, rules, guests).alike();
  }

  /**
   * {@return whether two guests may take each other's place; each may take its own}
   *
   * @param port the interface of the one
   * @param other that of the other
   */
  public boolean areAlike(String port, String other) {
    return port.equals(other)
        || (classes.containsKey(port) && Objects.equals(classes.get(port), classes.get(other)));
  }

  /**
   * {@return something that is equal for alike guests}
   *
   * @param port the interface of a guest; any other stands for itself
   */
  public Object classOf(String port) {
    Integer number = classes.get(port);
    return number == null ? port : number;
  }

  /**
   * {@return the values of a guest, in the order in which alike ones have theirs}
   *
   * @param port its interface; others have none
   */
  public List<Own> values(String port) {
    return values.getOrDefault(port, ImmutableList.of());
  }

  /**
   * {@return the guest that has a value, if one has}
   *
   * @param kind the kind of the value
   * @param value the value
   */
  public Optional<Holder> holder(FieldKind kind, Bits value) {
    return Optional.ofNullable(holders.get(new Own(kind, value)));
  }

  /** Finds out which guests are alike. */
  private static final class Reader {

    private final GuestPlaces places;
    private final List<Guest> guests;
    private final ImmutableList<GuestRules> tables;
    private final Map<String, ImmutableList<Own>> values = new LinkedHashMap<>();
    private final Map<Own, Holder> holders = new HashMap<>();

    /** The guests that something names which is not theirs. */
    private final Set<String> named = new HashSet<>();

    private final NamedValues all = new NamedValues();

    Reader(Situation situation, HostRules rules, List<Guest> guests) {
      this.places = GuestPlaces.of(situation);
      this.guests = guests;
      Set<Bits> ports = guests.stream().map(Reader::port).collect(toImmutableSet());
      this.tables =
          rules.tables().stream()
              .map(table -> new GuestRules(table, ports))
              .collect(ImmutableList.toImmutableList());
    }

    private static Bits port(Guest guest) {
      return Bits.ofName(guest.port());
    }

    AlikeGuests alike() {
      guests.forEach(this::hold);
      places.others().forEach(one -> all.add(NamedValues.kind(one), Bits.of(one)));
      tables.forEach(table -> table.ofAll().forEach(all::add));
      holders.forEach((own, holder) -> note(all, own, holder));
      guests.forEach(this::readNames);
      Map<String, Integer> classes = new LinkedHashMap<>();
      if (!all.isOpen()) {
        Map<Object, Integer> numbers = new HashMap<>();
        for (Guest guest : guests) {
          if (!named.contains(guest.port())) {
            shape(guest)
                .ifPresent(
                    shape -> {
                      Integer number = numbers.computeIfAbsent(shape, any -> numbers.size());
                      classes.put(guest.port(), number);
                    });
          }
        }
      }
      return new AlikeGuests(classes, values, holders);
    }

    /** Notes the values of a guest; those that two have are named. */
    private void hold(Guest guest) {
      Set<Own> own = new LinkedHashSet<>();
      own.add(new Own(FieldKind.INTERFACE, port(guest)));
      own.add(new Own(FieldKind.MAC, Bits.of(guest.mac())));
      List<IpAddress> addresses =
          places.of(guest).map(GuestPlaces.Place::addresses).orElse(guest.addresses());
      addresses.forEach(one -> own.add(new Own(NamedValues.kind(one), Bits.of(one))));
      own.add(new Own(FieldKind.IPV6, Bits.of(Ipv6Address.linkLocal(guest.mac()))));
      values.put(guest.port(), ImmutableList.copyOf(own));
      int place = 0;
      for (Own one : own) {
        Holder before = holders.putIfAbsent(one, new Holder(guest.port(), place++));
        if (before != null) {
          named.add(before.port());
          named.add(guest.port());
        }
      }
    }

    private void note(NamedValues names, Own own, Holder holder) {
      if (names.names(own.kind(), own.value())) {
        named.add(holder.port());
      }
    }

    /** Notes what the rules of a guest name of others, and the sets that they ask for. */
    private void readNames(Guest guest) {
      NamedValues names = new NamedValues();
      for (GuestRules table : tables) {
        table.asking(port(guest)).forEach(asking -> names.add(asking.rule()));
        table.called(port(guest)).forEach(chain -> chain.rules().forEach(names::add));
      }
      for (FieldKind kind : FieldKind.values()) {
        for (Bits value : names.single(kind)) {
          Holder holder = holders.get(new Own(kind, value));
          if (holder != null && !holder.port().equals(guest.port())) {
            named.add(holder.port());
          }
        }
        names.several(kind).forEach(several -> all.addSeveral(kind, several));
      }
      if (names.isOpen()) {
        all.open();
      }
    }

    /** {@return what two guests have in common if they are alike; empty if it is not known} */
    private Optional<Object> shape(Guest guest) {
      return places.of(guest).map(place -> shape(guest, place));
    }

    private Object shape(Guest guest, GuestPlaces.Place place) {
      ShapeReader reader = new ShapeReader();
      SpecialValues.fixIn(reader);
      places.networks().forEach(network -> SpecialValues.fixIn(reader, network));
      ImmutableList<Own> own = requireNonNull(values.get(guest.port()));
      own.forEach(one -> reader.value(one.kind(), one.value()));
      reader.close();
      reader.add(place.setting());
      for (GuestRules table : tables) {
        ImmutableList.Builder<ChainRule> rules = ImmutableList.builder();
        for (GuestRules.Asking asking : table.asking(port(guest))) {
          reader.add(asking.chain());
          reader.add(asking.place());
          rules.add(asking.rule());
        }
        reader.read(rules.build(), table.called(port(guest)));
      }
      for (Own one : own) {
        BitSet in = new BitSet();
        int number = 0;
        for (Values several : all.several(one.kind())) {
          in.set(number++, several.contains(one.value()));
        }
        reader.add(in);
      }
      return reader.tokens();
    }
  }
}
