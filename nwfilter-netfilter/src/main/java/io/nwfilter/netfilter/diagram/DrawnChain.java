package io.nwfilter.netfilter.diagram;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A chain in a picture, or chains of several machines that are drawn as one.
 *
 * @param family the family that it belongs to
 * @param table the name of its table
 * @param name its name; for chains of several machines, with {@code *} for the interface
 * @param base where the kernel calls it; empty for a chain that only others jump to
 * @param hooks the hooks from which packets may come to it
 * @param policy what happens at its end; empty if rules jump to it, but it does not exist
 * @param rules how many rules it has; for chains of several machines, each of them
 * @param owners whose it is: one owner, or the interfaces of several machines, in order
 * @param rulesByOwner how many rules belong to whom; of all chains together if there are several
 */
public record DrawnChain(
    Family family,
    String table,
    String name,
    Optional<BaseHook> base,
    Set<Hook> hooks,
    Optional<Verdict> policy,
    int rules,
    List<Owner> owners,
    Map<Owner, Integer> rulesByOwner) {

  /**
   * Checks that all components are given.
   *
   * @param family the family that it belongs to
   * @param table the name of its table
   * @param name its name
   * @param base where the kernel calls it
   * @param hooks the hooks from which packets may come to it
   * @param policy what happens at its end
   * @param rules how many rules it has
   * @param owners whose it is
   * @param rulesByOwner how many rules belong to whom
   */
  public DrawnChain {
    requireNonNull(family, "family");
    requireNonNull(table, "table");
    requireNonNull(name, "name");
    requireNonNull(base, "base");
    requireNonNull(policy, "policy");
    hooks = Sets.immutableEnumSet(hooks);
    owners = ImmutableList.copyOf(owners);
    rulesByOwner = ImmutableMap.copyOf(rulesByOwner);
  }

  /** {@return whether it stands for the chains of several machines} */
  public boolean isCollapsed() {
    return owners.size() > 1;
  }

  /** {@return whose it is; for chains of several machines, that of the first} */
  public Owner owner() {
    return owners.get(0);
  }

  /** {@return whether the ruleset has it} */
  public boolean exists() {
    return policy.isPresent();
  }
}
