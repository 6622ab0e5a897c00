package io.nwfilter.netfilter.diagram;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import java.util.Arrays;
import java.util.List;

/**
 * What a picture of rulesets shows: every chain but base chains that are untouched and that no rule
 * leads to, and every jump and goto. {@link Mermaid}, {@link Dot} and {@link Graphviz} draw it.
 *
 * @param chains the chains, by family and table, each as the tools list them
 * @param jumps the jumps and gotos between them
 */
public record Diagram(List<DrawnChain> chains, List<DrawnJump> jumps) {

  /**
   * Checks the jumps.
   *
   * @param chains the chains
   * @param jumps the jumps and gotos between them
   * @throws IllegalArgumentException if a jump starts or ends at a chain that there is not
   */
  public Diagram {
    chains = ImmutableList.copyOf(requireNonNull(chains, "chains"));
    jumps = ImmutableList.copyOf(requireNonNull(jumps, "jumps"));
    for (DrawnJump jump : jumps) {
      checkArgument(
          isIndex(jump.from(), chains) && isIndex(jump.to(), chains),
          "%s, but there are %s chains",
          jump,
          chains.size());
    }
  }

  private static boolean isIndex(int index, List<DrawnChain> chains) {
    return index >= 0 && index < chains.size();
  }

  /**
   * {@return the picture of compiled rules of all families, with a chain for each}
   *
   * @param rules the rules
   */
  public static Diagram of(CompiledRules rules) {
    return of(
        Arrays.stream(Family.values()).map(rules::ruleset).filter(all -> !all.isEmpty()).toList(),
        Owners.of(rules));
  }

  /**
   * {@return the picture of rulesets, such as those in dumps of one host, with a chain for each;
   * whose chains and rules are, is taken from the names that libvirt gives to chains}
   *
   * @param rulesets the rulesets, one for each family at most
   * @throws IllegalArgumentException if two rulesets are of the same family
   */
  public static Diagram of(Iterable<Ruleset> rulesets) {
    return of(rulesets, Owners.NONE);
  }

  /**
   * {@return the picture of rulesets, with a chain for each}
   *
   * @param rulesets the rulesets, one for each family at most
   * @param owners which interfaces and bridges are whose
   * @throws IllegalArgumentException if two rulesets are of the same family
   */
  public static Diagram of(Iterable<Ruleset> rulesets, Owners owners) {
    Survey survey = new Survey(owners);
    rulesets.forEach(survey::add);
    return survey.diagram();
  }

  /**
   * {@return this picture, in which chains of machines that look alike are one; this picture as it
   * is if there are fewer machines} The chains of two interfaces in a table look alike if they have
   * the same names, but for the interface, equally many rules, the same policies, and lead to the
   * same chains in the same way.
   *
   * @param machines from how many interfaces of machines on, at least 2
   * @throws IllegalArgumentException if the number is less than 2
   */
  public Diagram collapsed(int machines) {
    checkArgument(machines >= 2, "%s machines: one cannot be collapsed", machines);
    return Collapse.of(this, machines);
  }
}
