package io.nwfilter.netfilter.difference;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.NamedInterface;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Interfaces that a host gets as its rules name them and nothing else does: what rules say of these
 * would not be compared otherwise.
 *
 * @param networks interfaces to other networks
 * @param ports ports of the guest's bridge
 * @param left names in rules that have changed that are of none of these, nor of interfaces that
 *     the host has
 */
record AddedInterfaces(
    ImmutableList<String> networks, ImmutableList<String> ports, ImmutableList<String> left) {

  /** How many of each kind are added: each is one more place for packets to come from. */
  private static final int MAX = 8;

  private static final String LOOPBACK = "lo";
  private static final String DIGITS = "0123456789";
  private static final int LONGEST_NAME = 15;

  private static final ImmutableSet<Field> DEVICES =
      Sets.immutableEnumSet(Field.IN_INTERFACE, Field.OUT_INTERFACE);

  private static final ImmutableSet<Field> PORTS =
      Sets.immutableEnumSet(Field.IN_PORT, Field.OUT_PORT);

  /** {@return the interfaces that two hosts lack} */
  static AddedInterfaces of(Subject before, Subject after) {
    Set<String> known = new LinkedHashSet<>(before.simulator().situation().interfaces());
    known.addAll(after.simulator().situation().interfaces());
    known.add(LOOPBACK);
    ChangedInterfaces changed = ChangedInterfaces.of(before.rules(), after.rules());
    List<String> networks = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    add(networks, names(changed.ofIp(), DEVICES), known);
    add(ports, names(changed.ofIp(), PORTS), known);
    add(ports, names(changed.ofBridge(), DEVICES), known);
    add(networks, names(changed.around(), DEVICES), known);
    known.remove(LOOPBACK);
    ImmutableList<String> left =
        Stream.concat(changed.ofBridge().stream(), changed.ofIp().stream())
            .filter(name -> known.stream().noneMatch(name::means))
            .map(NamedInterface::toString)
            .distinct()
            .sorted()
            .collect(ImmutableList.toImmutableList());
    return new AddedInterfaces(ImmutableList.copyOf(networks), ImmutableList.copyOf(ports), left);
  }

  private static List<NamedInterface> names(Set<NamedInterface> all, Set<Field> fields) {
    return all.stream()
        .filter(name -> fields.contains(name.field()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Adds what is not known, first what has one name only. */
  private static void add(List<String> added, List<NamedInterface> names, Set<String> known) {
    List<NamedInterface> whole = names.stream().filter(NamedInterface::isWhole).toList();
    for (NamedInterface name : whole) {
      if (added.size() < MAX && known.add(name.toString())) {
        added.add(name.toString());
      }
    }
    for (NamedInterface name : names) {
      if (added.size() < MAX && known.stream().noneMatch(name::means)) {
        String some = name.value().value().name();
        for (int i = 0; i < DIGITS.length() && some.length() < LONGEST_NAME; i++) {
          String one = some + DIGITS.charAt(i);
          if (name.means(one) && known.add(one)) {
            added.add(one);
            break;
          }
        }
      }
    }
  }

  /** {@return why something was not compared; empty if all was} */
  Optional<String> unasked() {
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "rules for "
                + String.join(", ", left)
                + " were changed, too, and no packets that are compared take these interfaces");
  }

  /**
   * {@return a guest on a host that has these interfaces} What is reached by them are addresses for
   * benchmarks, which no network uses otherwise (RFC 2544, RFC 5180).
   */
  Subject to(Subject subject) {
    if (networks.isEmpty() && ports.isEmpty()) {
      return subject;
    }
    Situation.Builder more = subject.simulator().situation().toBuilder();
    for (int i = 0; i < networks.size(); i++) {
      more.route("198.18." + (i + 1) + ".0/24", networks.get(i));
      more.route("2001:2:0:" + (i + 1) + "::/64", networks.get(i));
    }
    more.bridge(subject.guest().bridge(), ports.toArray(new String[0]));
    return subject.in(more.build());
  }
}
