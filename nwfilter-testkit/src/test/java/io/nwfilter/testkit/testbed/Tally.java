package io.nwfilter.testkit.testbed;

import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends single packets, each without earlier connections, and keeps where the kernel differs. */
final class Tally {

  /**
   * How often a packet is sent again that seems to differ. The host may have said something itself
   * in between: that a fragment has waited for too long, or that a neighbour does not reply.
   */
  private static final int REPETITIONS = 2;

  private final Testbed testbed;
  private final List<String> differences = new ArrayList<>();
  private final List<String> passing = new ArrayList<>();
  private int sent;
  private int undecided;
  private int repeated;

  Tally(Testbed testbed) {
    this.testbed = testbed;
  }

  /**
   * Sends a packet, and compares what becomes of it with what the simulator says.
   *
   * @param where the rules and settings, for messages
   * @return whether it was sent; it is not if the host would have to ask for a MAC address
   */
  boolean compare(String where, Simulator simulator, Packet packet, Entry entry) {
    Explanation explanation = simulator.run(packet, entry);
    if (Comparison.isUnresolved(explanation)) {
      return false;
    }
    sent++;
    undecided += explanation.courses().size() > 1 ? 1 : 0;
    Optional<String> first = difference(explanation);
    Optional<String> difference = first;
    for (int i = 0; i < REPETITIONS && difference.isPresent(); i++) {
      testbed.waitForOwnPackets();
      difference = difference(explanation);
    }
    if (first.isPresent()) {
      repeated++;
      (difference.isPresent() ? differences : passing)
          .add("== " + where + ": " + entry + ": " + difference.orElse(first.get()));
    }
    return true;
  }

  /**
   * Sends the packets of a conversation, and compares what becomes of each with what the simulator
   * says. It ends after a difference, as what comes later differs for that reason, and after a
   * reply of the host, which the simulator is not told.
   *
   * @param where the rules and the conversation, for messages
   */
  void converse(String where, Simulator simulator, List<SentPacket> packets) {
    testbed.forgetConnections();
    Conversation conversation = simulator.conversation();
    for (SentPacket packet : packets) {
      Explanation explanation = conversation.run(packet.packet(), packet.entry());
      Comparison comparison =
          new Comparison(explanation, testbed.send(packet.packet(), packet.entry()));
      sent++;
      Optional<String> difference = comparison.difference();
      difference.ifPresent(
          one -> differences.add("== %s: %s %s".formatted(where, packet.entry(), one)));
      if (difference.isPresent() || comparison.hasReplies()) {
        return;
      }
    }
  }

  private Optional<String> difference(Explanation explanation) {
    testbed.forgetConnections();
    return new Comparison(explanation, testbed.send(explanation.packet(), explanation.entry()))
        .difference();
  }

  /** {@return where packets are sent} */
  Testbed testbed() {
    return testbed;
  }

  int sent() {
    return sent;
  }

  /** {@return how many packets had several courses, of which one was the kernel's} */
  int undecided() {
    return undecided;
  }

  /** {@return how many packets were sent again} */
  int repeated() {
    return repeated;
  }

  /** {@return the differences, with their explanations} */
  List<String> differences() {
    return differences;
  }

  /** {@return differences that were not there when the packet was sent again} */
  List<String> passingDifferences() {
    return passing;
  }

  @Override
  public String toString() {
    return "%s packets, %s undecided, %s repeated, %s differences"
        .formatted(sent, undecided, repeated, differences.size());
  }
}
