package io.nwfilter.netfilter.diagram;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableMultiset;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes one of the chains of machines that look alike. */
final class Collapse {

  /** The chains of one machine in one table. */
  private record Unit(Family family, String table, Owner owner) {}

  /** A jump as seen from a chain: a chain of the same unit by its pattern, others by index. */
  private record End(Object chain, DrawnJump.Kind kind, boolean outwards, long rules) {}

  private record ChainShape(
      String pattern,
      Optional<Verdict> policy,
      int rules,
      Set<Hook> hooks,
      ImmutableMultiset<End> ends) {}

  private record Shape(Family family, String table, ImmutableMultiset<ChainShape> chains) {}

  private record Way(int from, int to, DrawnJump.Kind kind) {}

  private final Diagram diagram;
  private final Map<Unit, List<Integer>> units = new LinkedHashMap<>();
  private final List<ImmutableMultiset.Builder<End>> ends = new ArrayList<>();

  private Collapse(Diagram diagram) {
    this.diagram = diagram;
    for (int i = 0; i < diagram.chains().size(); i++) {
      ends.add(ImmutableMultiset.builder());
      DrawnChain chain = diagram.chains().get(i);
      if (chain.owner().kind() == Owner.Kind.MACHINE && !chain.isCollapsed()) {
        units.computeIfAbsent(unit(chain), unit -> new ArrayList<>()).add(i);
      }
    }
    for (DrawnJump jump : diagram.jumps()) {
      ends.get(jump.from()).add(end(jump, jump.from(), jump.to(), true));
      ends.get(jump.to()).add(end(jump, jump.to(), jump.from(), false));
    }
  }

  static Diagram of(Diagram diagram, int machines) {
    Collapse collapse = new Collapse(diagram);
    long found = collapse.units.keySet().stream().map(Unit::owner).distinct().count();
    return found < machines ? diagram : collapse.collapsed();
  }

  private static Unit unit(DrawnChain chain) {
    return new Unit(chain.family(), chain.table(), chain.owner());
  }

  private End end(DrawnJump jump, int here, int there, boolean outwards) {
    DrawnChain other = diagram.chains().get(there);
    boolean same = unit(diagram.chains().get(here)).equals(unit(other));
    return new End(same ? pattern(other) : there, jump.kind(), outwards, jump.rules());
  }

  private static String pattern(DrawnChain chain) {
    return LibvirtChains.pattern(chain.family(), chain.name(), chain.owner().device());
  }

  private Shape shape(Unit unit, List<Integer> chains) {
    return new Shape(
        unit.family(),
        unit.table(),
        chains.stream().map(this::shape).collect(ImmutableMultiset.toImmutableMultiset()));
  }

  private ChainShape shape(int index) {
    DrawnChain chain = diagram.chains().get(index);
    return new ChainShape(
        pattern(chain), chain.policy(), chain.rules(), chain.hooks(), ends.get(index).build());
  }

  private Diagram collapsed() {
    Map<Shape, List<List<Integer>>> groups = new LinkedHashMap<>();
    units.forEach(
        (unit, chains) ->
            groups.computeIfAbsent(shape(unit, chains), shape -> new ArrayList<>()).add(chains));
    Map<Integer, List<Integer>> together = new LinkedHashMap<>();
    groups.values().stream().filter(alike -> alike.size() > 1).forEach(a -> join(a, together));
    return redrawn(together);
  }

  /** Chains of the same pattern are in one list, which each of them leads to. */
  private void join(List<List<Integer>> alike, Map<Integer, List<Integer>> together) {
    Map<String, List<Integer>> byPattern = new LinkedHashMap<>();
    for (List<Integer> unit : alike) {
      for (int index : unit) {
        List<Integer> members =
            byPattern.computeIfAbsent(
                pattern(diagram.chains().get(index)), pattern -> new ArrayList<>());
        members.add(index);
        together.put(index, members);
      }
    }
  }

  private Diagram redrawn(Map<Integer, List<Integer>> together) {
    List<DrawnChain> chains = new ArrayList<>();
    int[] places = new int[diagram.chains().size()];
    for (int i = 0; i < places.length; i++) {
      List<Integer> members = together.getOrDefault(i, List.of(i));
      if (members.get(0) == i) {
        int place = chains.size();
        members.forEach(member -> places[member] = place);
        chains.add(members.size() == 1 ? diagram.chains().get(i) : joined(members));
      }
    }
    return new Diagram(chains, jumps(places));
  }

  private DrawnChain joined(List<Integer> members) {
    DrawnChain first = diagram.chains().get(members.get(0));
    Map<Owner, Integer> rules = new LinkedHashMap<>();
    ImmutableList.Builder<Owner> owners = ImmutableList.builder();
    for (int member : members) {
      DrawnChain chain = diagram.chains().get(member);
      owners.add(chain.owner());
      chain.rulesByOwner().forEach((owner, count) -> rules.merge(owner, count, Math::addExact));
    }
    return new DrawnChain(
        first.family(),
        first.table(),
        pattern(first),
        first.base(),
        first.hooks(),
        first.policy(),
        first.rules(),
        owners.build(),
        ImmutableMap.copyOf(rules));
  }

  private ImmutableList<DrawnJump> jumps(int[] places) {
    Map<Way, Long> rules = new LinkedHashMap<>();
    for (DrawnJump jump : diagram.jumps()) {
      rules.merge(
          new Way(places[jump.from()], places[jump.to()], jump.kind()),
          jump.rules(),
          Math::addExact);
    }
    return rules.entrySet().stream().map(Collapse::jump).collect(ImmutableList.toImmutableList());
  }

  private static DrawnJump jump(Map.Entry<Way, Long> rules) {
    Way way = rules.getKey();
    return new DrawnJump(way.from(), way.to(), way.kind(), requireNonNull(rules.getValue()));
  }
}
