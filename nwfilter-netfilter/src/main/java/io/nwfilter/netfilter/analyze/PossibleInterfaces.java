package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.simulate.Situation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The interfaces that packets may come in and go out by. A rule for any other one is met by none,
 * and so are those in chains that only such rules lead to.
 *
 * @param names the names, with that of none
 */
record PossibleInterfaces(ImmutableSet<Bits> names) {

  private static final String LOOPBACK = "lo";

  private static final ImmutableSet<Field> FIELDS =
      Sets.immutableEnumSet(
          Field.IN_INTERFACE,
          Field.OUT_INTERFACE,
          Field.IN_BRIDGE,
          Field.OUT_BRIDGE,
          Field.IN_PORT,
          Field.OUT_PORT);

  /** {@return the interfaces of two hosts} */
  static PossibleInterfaces of(Situation one, Situation other) {
    return new PossibleInterfaces(
        Stream.concat(
                Stream.of(Bits.ZERO, Bits.ofName(LOOPBACK)),
                Stream.of(one, other)
                    .flatMap(situation -> situation.interfaces().stream())
                    .map(Bits::ofName))
            .collect(ImmutableSet.toImmutableSet()));
  }

  /** {@return whether packets may meet all matches of a rule} */
  boolean mayMeet(List<Match> matches) {
    for (Match match : matches) {
      if (match instanceof FieldMatch of
          && FIELDS.contains(of.field())
          && names.stream().noneMatch(name -> of.values().contains(name) != of.negated())) {
        return false;
      }
    }
    return true;
  }

  /** {@return the names of the chains of a table that packets may get to} */
  Set<String> chains(Table table) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<Chain> left = new ArrayDeque<>();
    for (Chain chain : table.chains().values()) {
      if (chain.isBase() && reached.add(chain.name())) {
        left.add(chain);
      }
    }
    while (!left.isEmpty()) {
      for (ChainRule rule : left.remove().rules()) {
        called(rule)
            .filter(name -> mayMeet(rule.matches()))
            .map(table.chains()::get)
            .filter(chain -> reached.add(chain.name()))
            .ifPresent(left::add);
      }
    }
    return reached;
  }

  private static Optional<String> called(ChainRule rule) {
    return Optional.ofNullable(
        rule.target() instanceof Target.Jump jump
            ? jump.chain()
            : rule.target() instanceof Target.Goto go ? go.chain() : null);
  }
}
