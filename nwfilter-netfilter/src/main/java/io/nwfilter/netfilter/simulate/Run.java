package io.nwfilter.netfilter.simulate;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multiset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One course of a packet: what it assumes, what is recorded, and how it ends. */
final class Run {

  final Choices choices;
  final @Nullable Recorder recorder;
  private final @Nullable RuleObserver observer;
  final Connections connections;
  final FragmentQueues fragments;
  final LearnedAddresses learned;

  /** The sets that rules have changed, as often as they have; null if there are none. */
  private @Nullable Multiset<String> changedSets;

  /** The fate so far; null if nothing has ended yet. */
  @Nullable Fate fate;

  /** The connection that the packet belongs to: a new one once the packet got to its end. */
  @Nullable Connection confirmed;

  /** What connection tracking has said first of the packet; null if it was not asked. */
  @Nullable Tracked tracked;

  /** The connection that is known no more; null if none was removed. */
  @Nullable Connection removed;

  /** The fragment that waits; null if the packet is none, or is not kept. */
  @Nullable Fragment held;

  /** The datagram whose fragments wait no more. */
  Fragment.@Nullable Datagram completed;

  /** Whether the packet has gone elsewhere, whereto is not known. */
  boolean elsewhere;

  private final @Nullable List<Ending> endings;

  Run(Choices choices, Remembered remembered, boolean recorded, @Nullable RuleObserver observer) {
    this.choices = choices;
    this.observer = observer;
    this.connections = remembered.connections();
    this.fragments = remembered.fragments();
    this.learned = remembered.learned();
    if (!remembered.changedSets().isEmpty()) {
      this.changedSets = HashMultiset.create(remembered.changedSets());
    }
    this.recorder = recorded ? new Recorder() : null;
    this.endings = recorded ? new ArrayList<>() : null;
  }

  /** Notes an event, if somebody wants to know; its text is only made then. */
  void note(Supplier<String> text) {
    if (recorder != null) {
      recorder.event(text.get());
    }
  }

  /** Says that a rule changes sets. */
  void changeSets(Set<String> names) {
    if (changedSets == null) {
      changedSets = HashMultiset.create();
    }
    changedSets.addAll(names);
  }

  /** {@return how often rules have changed a set} */
  int changesOf(String set) {
    return changedSets == null ? 0 : changedSets.count(set);
  }

  /** {@return the sets that rules have changed} */
  Set<String> changedSets() {
    return changedSets == null ? ImmutableSet.of() : changedSets.elementSet();
  }

  /** Tells an observer, if there is one, that a rule was tried. */
  void tried(PreparedChain chain, PreparedRule rule, Transit transit, Answer met) {
    if (observer != null) {
      observer.tried(new PacketView(chain.table, transit), rule.rule, met);
    }
  }

  void arrive(Transit transit, End end) {
    finish(transit, end, Fate.ARRIVES);
  }

  /** Ends the way of a packet that does not go on. */
  void lose(Transit transit, @Nullable End end) {
    finish(
        transit, end, transit.held ? Fate.HELD : transit.rejected ? Fate.REJECTED : Fate.DROPPED);
  }

  private void finish(Transit transit, @Nullable End end, Fate ending) {
    if (fate == null || ending == Fate.ARRIVES) {
      fate = ending;
    }
    if (endings != null) {
      endings.add(
          new Ending(
              Optional.ofNullable(end),
              ending,
              transit.packet,
              decision(transit),
              transit.sourcePortByChance
                  || transit.destinationPortByChance
                  || transit.addressByChance));
    }
  }

  private static Decision decision(Transit transit) {
    PreparedChain chain = transit.decidingChain;
    PreparedRule rule = transit.decidingRule;
    if (transit.reason != null) {
      return new Decision.ByKernel(transit.reason);
    }
    if (chain == null) {
      return new Decision.ByKernel("no chain was called");
    }
    return rule == null ? chain.atEnd() : chain.place(rule);
  }

  Course course() {
    if (recorder == null || endings == null) {
      throw new IllegalStateException("nothing was recorded");
    }
    return new Course(recorder.assumptions(), recorder.steps(), endings);
  }
}
