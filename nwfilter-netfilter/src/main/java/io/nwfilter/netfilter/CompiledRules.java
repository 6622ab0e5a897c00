package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.RestoreText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rules of some interfaces and virtual networks.
 *
 * <ul>
 *   <li>{@link CompiledInterface}: of one interface
 *   <li>{@link CompiledDomain}: of one virtual machine
 *   <li>{@link CompiledNetwork}: of one virtual network
 *   <li>{@link CompiledHost}: of all that run on a host
 * </ul>
 */
public sealed interface CompiledRules
    permits CompiledInterface, CompiledDomain, CompiledNetwork, CompiledHost {

  /** {@return the interfaces that have a filter, in the order in which libvirt sets them up} */
  List<CompiledInterface> interfaces();

  /** {@return the virtual networks, in the order in which they are started} */
  default List<CompiledNetwork> networks() {
    return ImmutableList.of();
  }

  /**
   * {@return the rules of all networks and interfaces in one family, as they are together in the
   * kernel when the networks are started first}
   *
   * @param family the family
   */
  default Ruleset ruleset(Family family) {
    return Ruleset.empty(family).after(change(family));
  }

  /**
   * {@return what the rules of all networks and interfaces do to a host without libvirt rules, when
   * the networks are started first}
   *
   * @param family the family
   */
  default Change change(Family family) {
    return HostChange.of(family, networks(), interfaces());
  }

  /**
   * Returns the text that loads them on a host without libvirt rules.
   *
   * @param family the family, and so the tool that loads it
   * @return the text; empty if there are no rules of that family
   */
  default String text(Family family) {
    return RestoreText.write(change(family));
  }

  /**
   * {@return the texts that load the rules on a host without rules of libvirt's, by family, in the
   * order in which libvirt loads them: those of ebtables first} A family without rules has none.
   */
  default Map<Family, String> texts() {
    ImmutableMap.Builder<Family, String> texts = ImmutableMap.builder();
    for (Family family : List.of(Family.BRIDGE, Family.IPV4, Family.IPV6)) {
      String text = text(family);
      if (!text.isEmpty()) {
        texts.put(family, text);
      }
    }
    return texts.buildOrThrow();
  }

  /**
   * Writes the text that {@link #text} returns piece by piece: for rules that are too many for one
   * string.
   *
   * @param family the family, and so the tool that loads it
   * @param out where to
   * @throws IOException if that fails
   */
  default void writeTo(Family family, Appendable out) throws IOException {
    RestoreText.write(change(family), out);
  }

  /**
   * {@return the tables of nftables that the networks have, when they are started on a host without
   * tables of libvirt's; none, unless they were compiled for that backend}
   */
  default NftRuleset nftables() {
    NftRuleset tables = NftRuleset.EMPTY;
    for (CompiledNetwork network : networks()) {
      tables = network.start(tables);
    }
    return tables;
  }

  /** {@return the diagnostics about all networks and interfaces, in order and each only once} */
  default List<Diagnostic> diagnostics() {
    return Stream.<CompiledRules>concat(networks().stream(), interfaces().stream())
        .flatMap(compiled -> compiled.diagnostics().stream())
        .collect(ImmutableSet.toImmutableSet())
        .asList();
  }
}
