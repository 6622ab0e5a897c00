package io.nwfilter.netfilter.analyze.way;

import io.nwfilter.netfilter.analyze.bdd.NodeMap;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.space.PacketSpace;
import io.nwfilter.netfilter.simulate.Simulator;
import io.nwfilter.netfilter.simulate.Way;

/**
 * The ways through a host in a space of their own: of all the sets that packets are led through,
 * only those that arrive take room in the space of the caller. Nodes are never freed, and on a way
 * with many rules that ask what is not known there are some hundred times as many.
 */
final class WaysApart {

  private final PacketSpace space;
  private final PacketSpace own;
  private final WaySets ways;
  private final NodeMap there = new NodeMap();
  private final NodeMap back = new NodeMap();

  /**
   * Begins with a host.
   *
   * @param space the space of the caller
   * @param host the host with its rules
   * @param filtering whether the rules decide
   */
  WaysApart(PacketSpace space, Simulator host, boolean filtering) {
    this.space = space;
    this.own = space.apart();
    this.ways = new WaySets(own, host, filtering);
  }

  /**
   * {@return those of some packets that arrive by a way, as they enter}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  int arriving(Way way, int packets) {
    return back(ways.arriving(way, there(packets)));
  }

  /**
   * {@return those of some fragments that are held on a way until all are there, as they enter}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  int held(Way way, int packets) {
    return back(ways.held(way, there(packets)));
  }

  private int there(int packets) {
    own.diagrams.limit(space.diagrams.timeLimit());
    return own.diagrams.copied(space.diagrams, packets, there);
  }

  private int back(int packets) {
    return space.diagrams.copied(own.diagrams, packets, back);
  }
}
