package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rules of a table are of one guest: those that ask for its interface in chains that all
 * packets may get to, and those of chains that are called by such rules only. All others are of
 * everybody.
 *
 * <p>Where rules of several guests come one after the other, and all ask for the same field, no
 * packet meets those of two of them: which guest comes first does not matter.
 */
final class GuestRules {

  private final RuleTable table;
  private final Set<Bits> ports;

  /** The chains that packets of everybody may get to. */
  private final Set<String> common = new LinkedHashSet<>();

  private final List<ChainRule> ofAll = new ArrayList<>();
  private final SetMultimap<Bits, Asking> asking = LinkedHashMultimap.create();

  /**
   * A rule of a guest in a chain of everybody.
   *
   * @param chain the chain
   * @param place which rules of everybody come before it
   * @param rule the rule
   */
  record Asking(String chain, int place, ChainRule rule) {}

  /**
   * Reads a table.
   *
   * @param table the table
   * @param ports the interfaces of the guests
   */
  GuestRules(RuleTable table, Set<Bits> ports) {
    this.table = table;
    this.ports = ports;
    table.chains().values().stream().filter(Chain::isBase).forEach(chain -> share(chain.name()));
    while (shareCalledByTwo()) {
      // Chains that one of these calls may be called by others, too.
    }
    common.forEach(this::read);
  }

  private Optional<Chain> chain(String name) {
    return Optional.ofNullable(table.chains().get(name));
  }

  /** Has everybody get to a chain, and to those that it calls for everybody. */
  private void share(String name) {
    Deque<String> open = new ArrayDeque<>();
    open.add(name);
    while (!open.isEmpty()) {
      String next = open.remove();
      if (common.add(next)) {
        for (ChainRule rule : rules(next)) {
          if (guest(rule) == null) {
            rule.entered().ifPresent(open::add);
          }
        }
      }
    }
  }

  private List<ChainRule> rules(String name) {
    return chain(name).map(Chain::rules).orElse(ImmutableList.of());
  }

  /** {@return whether chains were called by rules of two guests, which now everybody gets to} */
  private boolean shareCalledByTwo() {
    Map<String, Bits> owners = new HashMap<>();
    Set<String> several = new LinkedHashSet<>();
    for (String name : common) {
      for (ChainRule rule : rules(name)) {
        Bits owner = guest(rule);
        if (owner != null) {
          for (Chain called : called(ImmutableList.of(rule))) {
            Bits before = owners.putIfAbsent(called.name(), owner);
            if (before != null && !before.equals(owner)) {
              several.add(called.name());
            }
          }
        }
      }
    }
    several.forEach(this::share);
    return !several.isEmpty();
  }

  /** {@return the chains that only some rules call, in the order in which they are met} */
  private List<Chain> called(Iterable<ChainRule> rules) {
    Map<String, Chain> called = new LinkedHashMap<>();
    Deque<ChainRule> open = new ArrayDeque<>();
    rules.forEach(open::add);
    while (!open.isEmpty()) {
      ChainRule rule = open.remove();
      rule.entered()
          .filter(name -> !common.contains(name) && !called.containsKey(name))
          .flatMap(this::chain)
          .ifPresent(
              chain -> {
                called.put(chain.name(), chain);
                open.addAll(chain.rules());
              });
    }
    return ImmutableList.copyOf(called.values());
  }

  private void read(String name) {
    int place = 0;
    Object asked = "";
    for (ChainRule rule : rules(name)) {
      FieldMatch match = match(rule);
      if (match == null) {
        place++;
        asked = "";
        ofAll.add(rule);
      } else {
        Object asks = asks(match);
        if (!asked.equals(asks)) {
          place++;
          asked = asks;
        }
        asking.put(value(match), new Asking(name, place, rule));
      }
    }
  }

  /** What a match asks for, apart from its value. */
  private record Asks(Field field, boolean fresh) {}

  private static Object asks(FieldMatch match) {
    return new Asks(match.field(), match.fresh());
  }

  private @Nullable Bits guest(ChainRule rule) {
    FieldMatch match = match(rule);
    return match == null ? null : value(match);
  }

  private static Bits value(FieldMatch match) {
    return ((Values.Masked) match.values()).value();
  }

  /** {@return the match of a rule that asks for the interface of a guest; null if none does} */
  private @Nullable FieldMatch match(ChainRule rule) {
    for (Match match : rule.matches()) {
      if (match instanceof FieldMatch one
          && !one.negated()
          && one.field().kind() == FieldKind.INTERFACE
          && one.values() instanceof Values.Masked masked
          && masked.isSingle(one.field().width())
          && ports.contains(masked.value())) {
        return one;
      }
    }
    return null;
  }

  /** {@return the rules of everybody} */
  List<ChainRule> ofAll() {
    return ImmutableList.copyOf(ofAll);
  }

  /** {@return the rules of a guest in chains of everybody} */
  Set<Asking> asking(Bits port) {
    return asking.get(port);
  }

  /** {@return the chains that only rules of a guest call} */
  List<Chain> called(Bits port) {
    return called(asking.get(port).stream().map(Asking::rule).toList());
  }
}
