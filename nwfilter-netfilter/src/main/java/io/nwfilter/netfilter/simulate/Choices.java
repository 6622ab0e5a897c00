package io.nwfilter.netfilter.simulate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Packet;
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
   * What is asked about a packet.
   *
   * @param subject the subject of a question, or several questions that must all have the reply yes
   * @param packet the packet
   */
  private record Asked(Object subject, Packet packet) {}

  private List<Integer> made;
  private List<Integer> options = ImmutableList.of();
  private Map<Asked, Boolean> replies = ImmutableMap.of();
  private Map<Asked, Integer> chosen = ImmutableMap.of();
  private int next;

  Choices(List<Integer> given) {
    this.made = given;
  }

  /** {@return whether a match is met that asks something; null if that was not assumed yet} */
  @Nullable Boolean isMet(Question question, Packet packet) {
    Boolean reply = replies.get(new Asked(question.subject(), packet));
    return reply == null ? null : reply != question.negated();
  }

  /**
   * Remembers whether matches are met that ask something.
   *
   * @param questions what they ask
   * @param met whether all of them are met; if not, which one is not remains open
   */
  void remember(List<Question> questions, Packet packet, boolean met) {
    if (replies.isEmpty()) {
      replies = new HashMap<>();
    }
    if (met || questions.size() == 1) {
      questions.forEach(
          question ->
              replies.put(new Asked(question.subject(), packet), met != question.negated()));
    } else {
      replies.put(new Asked(questions, packet), false);
    }
  }

  /** {@return whether it was assumed that not all matches are met that ask something} */
  boolean areNotMet(List<Question> questions, Packet packet) {
    return replies.containsKey(new Asked(questions, packet));
  }

  /**
   * {@return one of some options, from 0, the same whenever a rule chooses for a packet}
   *
   * @param rule the rule
   * @param packet the packet as it meets the rule
   * @param count how many options there are
   */
  int choose(PreparedRule rule, Packet packet, int count) {
    Asked asked = new Asked(rule, packet);
    Integer before = chosen.get(asked);
    if (before != null) {
      return before;
    }
    if (chosen.isEmpty()) {
      chosen = new HashMap<>();
    }
    int now = choose(count);
    chosen.put(asked, now);
    return now;
  }

  /** {@return one of some options, from 0} */
  int choose(int count) {
    if (options.isEmpty()) { // most packets meet nothing that is unknown
      made = new ArrayList<>(made);
      options = new ArrayList<>();
    }
    if (next == made.size()) {
      made.add(0);
    }
    options.add(count);
    return made.get(next++);
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
