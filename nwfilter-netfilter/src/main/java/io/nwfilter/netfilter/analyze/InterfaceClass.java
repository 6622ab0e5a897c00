package io.nwfilter.netfilter.analyze;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledInterface;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Interfaces whose rules are the same but for names and addresses: what {@link RulesetAnalysis}
 * says of the rules of one holds for all of them, as {@link RuleShape} says why.
 *
 * <pre>{@code
 * for (InterfaceClass alike : InterfaceClass.among(host.interfaces())) {
 *   RulesetAnalysis analysis =
 *       RulesetAnalysis.of(alike.representative().ruleset(Family.BRIDGE));
 *   alike.members().forEach(member -> report(member, analysis));
 * }
 * }</pre>
 *
 * @param members the interfaces in the order in which they are set up, at least one
 */
public record InterfaceClass(List<CompiledInterface> members) {

  /**
   * Checks that there is an interface.
   *
   * @param members the interfaces, whose rules have the same shape
   * @throws IllegalArgumentException if there is none
   */
  public InterfaceClass {
    members = ImmutableList.copyOf(members);
    checkArgument(!members.isEmpty(), "no interfaces");
  }

  /**
   * {@return the classes of interfaces, in the order of their first members}
   *
   * @param interfaces the interfaces in the order in which they are set up
   */
  public static List<InterfaceClass> among(Collection<CompiledInterface> interfaces) {
    Map<RuleShape, List<CompiledInterface>> byShape = new LinkedHashMap<>();
    for (CompiledInterface one : interfaces) {
      byShape.computeIfAbsent(RuleShape.of(one), any -> new ArrayList<>()).add(one);
    }
    return byShape.values().stream()
        .map(InterfaceClass::new)
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the interface whose rules are looked at for all} */
  public CompiledInterface representative() {
    return members.get(0);
  }
}
