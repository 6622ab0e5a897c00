package io.nwfilter.netfilter.network;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.layout.NetworkLayout.Place;
import io.nwfilter.netfilter.ruleset.ChainRule;
import java.util.ArrayList;
import java.util.List;

/** Deletes rules by what they say, as {@code iptables -D} does. */
final class RuleDeletion {

  private RuleDeletion() {}

  /**
   * {@return the edits that delete rules one after the other} Neighbours are deleted together.
   *
   * @param place where the chain is
   * @param present the rules that the chain has
   * @param unwanted the rules to delete; of several equal ones, the first is deleted
   */
  static ImmutableList<Edit> of(Place place, List<ChainRule> present, List<ChainRule> unwanted) {
    List<ChainRule> left = new ArrayList<>(present);
    ImmutableList.Builder<Edit> edits = ImmutableList.builder();
    int first = 0;
    int count = 0;
    for (ChainRule rule : unwanted) {
      int index = left.indexOf(rule);
      if (index < 0) {
        continue;
      }
      left.remove(index);
      if (count > 0 && index == first) {
        count++;
        continue;
      }
      add(place, first, count, edits);
      first = index;
      count = 1;
    }
    add(place, first, count, edits);
    return edits.build();
  }

  private static void add(Place place, int first, int count, ImmutableList.Builder<Edit> edits) {
    if (count > 0) {
      edits.add(new Edit.Delete(place.table(), place.chain(), first + 1, count));
    }
  }
}
