package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.PacketCondition;
import java.util.List;

/**
 * The packets of a set, as data that can be read.
 *
 * @param parts those of the packets that matter which are in the set, as few and short parts; a
 *     packet may be in several
 * @param rest the packets of the set for which there are no conditions, such as those with headers
 *     that are cut off in unusual places; most often none
 */
public record Description(List<Part> parts, PacketSet rest) {

  /**
   * Copies the list.
   *
   * @param parts the parts
   * @param rest the packets for which there are no conditions
   */
  public Description {
    parts = ImmutableList.copyOf(parts);
  }

  /**
   * Packets that meet all of some conditions, but for some.
   *
   * @param conditions the conditions; all packets meet none
   * @param exceptions the packets that are left out: those that meet all conditions of one of these
   */
  public record Part(List<PacketCondition> conditions, List<List<PacketCondition>> exceptions) {

    /**
     * Copies the lists.
     *
     * @param conditions the conditions
     * @param exceptions the packets that are left out
     */
    public Part {
      conditions = ImmutableList.copyOf(conditions);
      exceptions =
          exceptions.stream().map(ImmutableList::copyOf).collect(ImmutableList.toImmutableList());
    }
  }
}
