package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.NftStatement;
import java.util.List;

/**
 * A translation of addresses by a map, which has something for a packet or not: that is not known,
 * nor whereto. It drops nothing, and what comes after its chain sees the packet in any case.
 *
 * @param needed what packets have to meet to be looked for
 */
record MapTranslationAction(List<FieldMatch> needed) implements Action {

  private static final ImmutableList<String> POSSIBLE = ImmutableList.of("goes on", "translates");

  static Action of(NftStatement statement) {
    return new MapTranslationAction(statement.needs());
  }

  @Override
  public ImmutableList<String> possibilities(Transit transit) {
    boolean possible =
        needed.stream()
            .allMatch(
                match ->
                    transit
                        .packet
                        .value(match.field())
                        .filter(match.values()::contains)
                        .isPresent());
    return possible ? POSSIBLE : ImmutableList.of();
  }

  @Override
  public Code apply(Transit transit) {
    return Code.CONTINUE;
  }

  @Override
  public Code apply(Transit transit, int chosen) {
    return chosen == 0 ? Code.CONTINUE : Code.ACCEPT;
  }
}
