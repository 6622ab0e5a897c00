package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Match;
import org.jspecify.annotations.Nullable;

/**
 * The matches of a rule of which it is not known whether a packet meets them; it meets all others.
 *
 * @param choices what was assumed so far
 * @param packet the packet
 * @param matches the matches
 * @param questions what those ask that have the same reply whenever they are asked
 */
record Unknowns(
    Choices choices,
    Packet packet,
    ImmutableList<Match> matches,
    ImmutableList<Question> questions) {

  static Unknowns of(PreparedRule rule, Transit transit) {
    ImmutableList.Builder<Match> matches = ImmutableList.builder();
    ImmutableList.Builder<Question> questions = ImmutableList.builder();
    for (Test test : rule.tests) {
      if (test.ask(transit) == Answer.UNKNOWN) {
        matches.add(test.match);
        test.question(transit).ifPresent(questions::add);
      }
    }
    return new Unknowns(transit.run.choices, transit.packet, matches.build(), questions.build());
  }

  /** {@return whether all matches are met; null if that does not follow from what was assumed} */
  @Nullable Boolean areMet() {
    boolean allMet = isOnlyQuestions();
    for (Question question : questions) {
      Boolean met = choices.isMet(question, packet);
      if (met != null && !met) {
        return false;
      }
      allMet &= met != null;
    }
    if (allMet) {
      return true;
    }
    boolean areNotAllMet = isOnlyQuestions() && choices.areNotMet(open(), packet);
    return areNotAllMet ? false : null;
  }

  /** {@return whether all matches are met, as is assumed from now on} */
  boolean assume() {
    boolean met = choices.choose(2) == 0;
    if (met || isOnlyQuestions()) {
      choices.remember(open(), packet, met);
    }
    return met;
  }

  private boolean isOnlyQuestions() {
    return matches.size() == questions.size();
  }

  /** {@return the questions that have no reply yet} */
  private ImmutableList<Question> open() {
    return questions.stream()
        .filter(question -> choices.isMet(question, packet) == null)
        .collect(ImmutableList.toImmutableList());
  }
}
