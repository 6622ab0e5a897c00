package io.nwfilter.netfilter.analyze.way;

import io.nwfilter.netfilter.simulate.RuleTable;

/** Sees what has become of packets in each table that they get to on a way. */
public interface FlowObserver {

  /** Sees nothing. */
  FlowObserver NONE =
      new FlowObserver() {
        @Override
        public boolean isInterested() {
          return false;
        }

        @Override
        public void see(RuleTable table, TableFlow flow) {}
      };

  /** {@return whether it wants to know of rules without an effect, too} */
  boolean isInterested();

  /**
   * Sees a table after packets were led through one of its base chains.
   *
   * @param table the table
   * @param flow what has become of the packets
   */
  void see(RuleTable table, TableFlow flow);
}
