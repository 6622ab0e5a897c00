package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.netfilter.layout.PacketLayout;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which rules become rules of a host: a release may leave out some of the IP layer, as if they were
 * not there ({@link PacketLayout.UnequalLists}).
 */
public final class InstalledRules {

  private InstalledRules() {}

  /**
   * {@return the rules without those that libvirt leaves out}
   *
   * @param rules the rules of an interface, in resolved order
   * @param layout what the release does
   */
  public static ImmutableList<ScopedRule> of(List<ScopedRule> rules, PacketLayout layout) {
    if (layout.unequalLists() == PacketLayout.UnequalLists.REFUSED) {
      return ImmutableList.copyOf(rules);
    }
    Set<Layer> ended = EnumSet.noneOf(Layer.class);
    ImmutableList.Builder<ScopedRule> installed = ImmutableList.builder();
    for (ScopedRule rule : rules) {
      if (isLast(rule)) {
        ended.add(rule.rule().layer());
      }
      if (!ended.contains(rule.rule().layer())) {
        installed.add(rule);
      }
    }
    return installed.build();
  }

  /** As written, such a rule has no meaning; and ebtables' rules are refused in every release. */
  private static boolean isLast(ScopedRule rule) {
    return rule.rule().layer() != Layer.ETHERNET
        && rule.semantics() == Semantics.AS_LIBVIRT
        && rule.hasUnequalLists();
  }
}
