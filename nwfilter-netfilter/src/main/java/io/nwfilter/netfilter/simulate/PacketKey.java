package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.simulate.FieldTest.OfValue.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What rules of nftables take from packets to look it up. */
final class PacketKey {

  private final ImmutableList<Selector> selectors;
  private final Source[] sources;

  /**
   * Takes what a lookup asks for.
   *
   * @param family which packets the rule sees
   * @param selectors what it asks for
   * @param before the matches before it in its rule
   */
  PacketKey(Family family, List<Selector> selectors, List<Match> before) {
    this.selectors = ImmutableList.copyOf(selectors);
    this.sources =
        selectors.stream()
            .map(one -> NftSources.source(family, one, before))
            .toArray(Source[]::new);
  }

  /** {@return the values of a packet; null if it lacks one} Bits that are not known are 0. */
  @Nullable ImmutableList<Bits> values(Transit transit) {
    ImmutableList.Builder<Bits> values = ImmutableList.builderWithExpectedSize(sources.length);
    for (Source source : sources) {
      Bits value = source.of(transit);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values.build();
  }

  /** {@return whether a bit of the values is not known} */
  boolean isUnknown(Transit transit) {
    for (Source source : sources) {
      if (source.isUnknown(transit) || !source.unknownBits(transit).isZero()) {
        return true;
      }
    }
    return false;
  }

  /** {@return says what a packet has} */
  Supplier<String> found(Transit transit) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < sources.length; i++) {
      Bits value = sources[i].of(transit);
      parts.add(value == null ? "none" : Wording.value(selectors.get(i).field(), value));
    }
    return () -> String.join(" . ", parts);
  }
}
