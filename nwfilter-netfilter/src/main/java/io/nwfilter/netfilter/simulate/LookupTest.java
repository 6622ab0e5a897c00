package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.SetKey;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks values up in a set of nftables, which may not be known. */
final class LookupTest extends Test {

  private final PacketKey key;
  private final boolean negated;
  private final @Nullable KeyIndex<Boolean> elements;

  LookupTest(LookupMatch match, PacketKey key, Optional<Set<SetKey>> elements) {
    super(match);
    this.key = key;
    this.negated = match.negated();
    this.elements =
        elements
            .map(known -> new KeyIndex<>(match.key(), Maps.asMap(known, element -> true)))
            .orElse(null);
  }

  @Override
  Answer ask(Transit transit) {
    ImmutableList<Bits> values = key.values(transit);
    if (values == null) {
      return Answer.NO;
    }
    if (elements == null || key.isUnknown(transit)) {
      return Answer.UNKNOWN;
    }
    return Answer.of((elements.find(values) != null) != negated);
  }

  @Override
  Supplier<String> found(Transit transit) {
    return key.found(transit);
  }
}
