package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one course assumes of what is not known, one choice after the other. */
final class Choices {

  /**
   * Something that has the same reply whenever it is asked in one course.
   *
   * @param matches the matches
   * @param packet the packet
   */
  record Question(List<Match> matches, Packet packet) {}

  private List<Integer> made;
  private List<Integer> options = ImmutableList.of();
  private @Nullable Map<Question, Integer> replies;
  private int next;

  Choices(List<Integer> given) {
    this.made = given;
  }

  /** {@return whether a question was asked before} */
  boolean isKnown(@Nullable Question question) {
    return question != null && replies != null && replies.containsKey(question);
  }

  /** {@return one of some options, from 0; the same one for the same question} */
  int choose(int count, @Nullable Question question) {
    Map<Question, Integer> known = replies == null ? new HashMap<>() : replies;
    replies = known;
    Integer before = question == null ? null : known.get(question);
    if (before != null) {
      return before;
    }
    if (options.isEmpty()) { // most packets meet nothing that is unknown
      made = new ArrayList<>(made);
      options = new ArrayList<>();
    }
    if (next == made.size()) {
      made.add(0);
    }
    options.add(count);
    int chosen = made.get(next++);
    if (question != null) {
      known.put(question, chosen);
    }
    return chosen;
  }

  /** Adds the choices of other courses to those that are still to be looked at. */
  void addOthers(int given, Deque<List<Integer>> pending) {
    if (options.isEmpty()) {
      return;
    }
    Deque<List<Integer>> others = new ArrayDeque<>();
    for (int i = given; i < made.size(); i++) {
      for (int option = 1; option < options.get(i); option++) {
        List<Integer> other = new ArrayList<>(made.subList(0, i));
        other.add(option);
        others.addFirst(other);
      }
    }
    others.forEach(pending::addLast);
  }
}
