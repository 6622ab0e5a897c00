package io.nwfilter.testkit.testbed;

import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.simulate.Assumption;
import io.nwfilter.netfilter.simulate.Course;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Ending;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the simulator says of a packet, and what the kernel has done with it. */
final class Comparison {

  /** The reasons of the kernel that the sender of a packet is told. */
  private static final Pattern TOLD =
      Pattern.compile("\\((time exceeded|parameter problem)\\)$|does not leave its link$");

  private final Explanation explanation;
  private final Passage passage;
  private final List<Passage.Arrival> arrivals = new ArrayList<>();
  private boolean hasReplies;

  Comparison(Explanation explanation, Passage passage) {
    this.explanation = explanation;
    this.passage = passage;
    for (Passage.Arrival arrival : passage.arrivals()) {
      if (isExpected(arrival)) {
        arrivals.add(arrival);
      } else if (OwnFrames.isReply(arrival.packet()) || isSentBack(arrival)) {
        hasReplies = true;
      } else if (!OwnFrames.isAnnouncement(arrival.packet())
          || OwnFrames.isAnnouncement(explanation.packet())) {
        arrivals.add(arrival);
      }
    }
  }

  private boolean isExpected(Passage.Arrival arrival) {
    return explanation.courses().stream()
        .flatMap(course -> course.endings().stream())
        .anyMatch(
            ending ->
                ending.fate() == Fate.ARRIVES
                    && ending.end().equals(Optional.of(arrival.end()))
                    && isSame(ending, arrival.packet()));
  }

  /**
   * {@return whether a packet is the expected one, apart from a port that the kernel has chosen}
   */
  private static boolean isSame(Ending ending, Packet packet) {
    return ending.portByChance()
        ? ending.packet().octets().length() == packet.octets().length()
        : ending.packet().octets().equals(packet.octets());
  }

  /**
   * {@return whether it is what a target has sent back to the sender, in the name of others} A
   * reset goes where its addresses lead; nothing that is not one becomes one on its way.
   */
  private boolean isSentBack(Passage.Arrival arrival) {
    return (OwnFrames.isReset(arrival.packet()) && !OwnFrames.isReset(explanation.packet()))
        || (explanation.entry().toString().equals(arrival.end().toString())
            && (OwnFrames.isReset(arrival.packet())
                || arrival.packet().value(Field.ARP_OPERATION).equals(Optional.of(Bits.of(2)))));
  }

  /** {@return whether the host has replied, which connection tracking remembers} */
  boolean hasReplies() {
    return hasReplies || passage.arrivedAtHost();
  }

  /**
   * {@return whether the host would have to ask for the MAC address of the next hop} Its question
   * and what it says when there is no reply would come between later packets.
   */
  static boolean isUnresolved(Explanation explanation) {
    return explanation.courses().stream().anyMatch(Comparison::isUnresolved);
  }

  private static boolean isUnresolved(Course course) {
    return course.assumptions().stream().anyMatch(Assumption.OfNeighbor.class::isInstance)
        || course.endings().stream()
            .anyMatch(ending -> OwnFrames.hasUnknownReceiver(ending.packet()));
  }

  /** {@return what differs in all courses; empty if one of them is what the kernel did} */
  Optional<String> difference() {
    List<String> differences = new ArrayList<>();
    for (Course course : explanation.courses()) {
      List<String> ofCourse = differences(course);
      if (ofCourse.isEmpty()) {
        return Optional.empty();
      }
      differences.addAll(ofCourse);
    }
    return Optional.of(
        "%s%n%s%n%s"
            .formatted(
                explanation.packet(),
                String.join("\n", differences),
                ExplanationText.plain(explanation)));
  }

  private List<String> differences(Course course) {
    List<String> differences = new ArrayList<>();
    compareArrivals(course, differences);
    compareHost(course, differences);
    compareRules(course, differences);
    return differences;
  }

  private void compareArrivals(Course course, List<String> differences) {
    Map<String, Integer> balance = new TreeMap<>();
    boolean byChance = course.endings().stream().anyMatch(Ending::portByChance);
    for (Ending ending : course.endings()) {
      if (ending.fate() == Fate.ARRIVES && !ending.end().equals(Optional.of(End.HOST))) {
        count(balance, ending.end().orElseThrow(), ending.packet(), byChance, 1);
      }
    }
    for (Passage.Arrival arrival : arrivals) {
      count(balance, arrival.end(), arrival.packet(), byChance, -1);
    }
    balance.forEach(
        (what, count) -> {
          if (count > 0) {
            differences.add("only simulated: " + what);
          } else if (count < 0) {
            differences.add("only in the kernel: " + what);
          }
        });
  }

  private void count(
      Map<String, Integer> balance, End end, Packet packet, boolean byChance, int sign) {
    if (isFragment(explanation.packet())) {
      // What was put together is cut again: only how much arrives is the same.
      balance.merge(end + " octets of IP's payload", sign * payload(packet), Integer::sum);
    } else {
      balance.merge(key(end, packet, byChance), sign, Integer::sum);
    }
  }

  private static boolean isFragment(Packet packet) {
    return packet.toString().contains(" frag ");
  }

  private static int payload(Packet packet) {
    LayerType last =
        packet.layer(LayerType.FRAGMENT).isPresent()
            ? LayerType.FRAGMENT
            : packet.has(Header.IPV4) ? LayerType.IPV4 : LayerType.IPV6;
    int octets = 0;
    boolean after = false;
    for (Layer layer : packet.layers()) {
      octets += after ? layer.octets().length() : 0;
      after |= layer.type() == last;
    }
    return octets;
  }

  private static String key(End end, Packet packet, boolean byChance) {
    return end + " " + (byChance ? packet.octets().length() + " octets" : packet);
  }

  private void compareHost(Course course, List<String> differences) {
    boolean simulated =
        course.endings().stream()
            .anyMatch(
                ending ->
                    (ending.fate() == Fate.ARRIVES || isCollectedAfterInput(ending))
                        && ending.end().equals(Optional.of(End.HOST))
                        && OwnFrames.isSeenByIp(ending.packet()));
    // What the host tells a sender that has a broadcast address, it gets itself, too.
    boolean fromAll = OwnFrames.isFromBroadcast(explanation.packet());
    boolean toldItself =
        course.endings().stream()
            .anyMatch(
                ending -> ending.fate() == Fate.REJECTED || (fromAll && isToldSender(ending)));
    if (OwnFrames.isSeenByIp(explanation.packet())
        && simulated != passage.arrivedAtHost()
        && (simulated || !toldItself)) {
      differences.add("the host gets it: simulated " + simulated);
    }
  }

  /**
   * {@return whether it is a fragment of IPv6 that has passed the rules for the host, which
   * collects fragments only then: it may wait there, or be refused}
   */
  private static boolean isCollectedAfterInput(Ending ending) {
    return ending.packet().layer(LayerType.FRAGMENT).isPresent()
        && ending.decision() instanceof Decision.ByKernel kernel
        && kernel.reason().contains("fragment");
  }

  /** {@return whether the sender is told, which may meet rules and not arrive} */
  private static boolean isToldSender(Ending ending) {
    return ending.fate() == Fate.REJECTED
        || (ending.decision() instanceof Decision.ByKernel kernel
            && TOLD.matcher(kernel.reason()).find());
  }

  private void compareRules(Course course, List<String> differences) {
    MetRules rules = MetRules.of(course);
    Map<Passage.Met, Long> simulated = rules.met();
    Map<Passage.Met, Long> counted = passage.met();
    counted
        .keySet()
        .removeIf(rule -> rule.isInTable(Table.SECURITY) || rules.open().contains(rule));
    boolean sendsMore =
        hasReplies
            || passage.arrivedAtHost()
            || course.endings().stream().anyMatch(Comparison::isToldSender);
    for (Passage.Met rule : simulated.keySet()) {
      long more = counted.getOrDefault(rule, 0L) - simulated.get(rule);
      if (more < 0 || (more > 0 && !sendsMore)) {
        differences.add(
            rule + ": simulated " + simulated.get(rule) + ", " + more + " more counted");
      }
    }
    if (!sendsMore) {
      counted.keySet().stream()
          .filter(rule -> !simulated.containsKey(rule))
          .forEach(rule -> differences.add("only counted: " + rule));
    }
  }
}
