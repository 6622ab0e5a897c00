package io.nwfilter.netfilter.simulate;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks for ports, which are not known once the kernel has taken one by chance. */
final class ChanceTest extends Test {

  private final Test known;
  private final Predicate<Transit> byChance;

  ChanceTest(Test known, Predicate<Transit> byChance) {
    super(known.match);
    this.known = known;
    this.byChance = byChance;
  }

  @Override
  Answer ask(Transit transit) {
    return byChance.test(transit) ? Answer.UNKNOWN : known.ask(transit);
  }

  @Override
  Supplier<String> found(Transit transit) {
    return known.found(transit);
  }

  @Override
  Optional<Question> question() {
    return Optional.of(Question.of(match));
  }
}
