package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.NftStatement;
import java.util.List;

/**
 * A translation of addresses by a map, which has something for a packet or not: that is not known,
 * nor whereto. What becomes of a packet that it translates is not known then, either.
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
    if (chosen == 0) {
      return Code.CONTINUE;
    }
    transit.run.elsewhere = true;
    transit.run.note(
        () -> "whereto it is translated is not known: what follows is for a packet that stays");
    return Code.ACCEPT;
  }
}
