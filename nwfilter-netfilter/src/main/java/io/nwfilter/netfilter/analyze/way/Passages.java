package io.nwfilter.netfilter.analyze.way;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Stage;
import io.nwfilter.netfilter.simulate.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Packets on their ways through a host. Ways from one place begin with the same stages, through
 * which packets are led once: the stages are a tree.
 */
final class Passages {

  private final WaySets host;
  private final int packets;
  private final Map<Entry, Step> entries = new HashMap<>();

  /**
   * Begins before any way.
   *
   * @param host the host
   * @param packets the packets that enter
   */
  Passages(WaySets host, int packets) {
    this.host = host;
    this.packets = packets;
  }

  /** The packets after a stage, and the stages that follow it. */
  private static final class Step {

    private final Passage passage;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Step> next = new ArrayList<>();

    Step(Passage passage) {
      this.passage = passage;
    }

    boolean isLast() {
      return passage.packets() == NOTHING;
    }

    Step after(Stage stage) {
      int known = stages.indexOf(stage);
      if (known >= 0) {
        return next.get(known);
      }
      Step step = new Step(passage.after(stage));
      stages.add(stage);
      next.add(step);
      return step;
    }
  }

  /**
   * {@return the packets that arrive by a way, as they enter}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  int arriving(Way way) {
    return last(way).packets();
  }

  /**
   * {@return the fragments that get where they are held until all are there, as they enter}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  int held(Way way) {
    return last(way).held();
  }

  private Passage last(Way way) {
    Step step = entries.computeIfAbsent(way.entry(), this::start);
    for (Stage stage : way.stages()) {
      if (step.isLast()) {
        break;
      }
      step = step.after(stage);
    }
    return step.passage;
  }

  private Step start(Entry entry) {
    return new Step(new Passage(host, entry, packets));
  }
}
