package io.nwfilter.netfilter.finding;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.stream.Collectors.toSet;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.analyze.PacketSet;
import io.nwfilter.netfilter.analyze.RulePlace;
import io.nwfilter.netfilter.analyze.RuleTraffic;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.lowering.LayerAdvice;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Finds rules of one layer that the other layer makes pointless: those of the IP layer all of whose
 * packets the Ethernet layer drops, before or afterwards, and those of the Ethernet layer that
 * accept what the IP layer drops. Each is looked at on all ways through the host, with the rules of
 * the other layer and without them.
 *
 * @param rules the rules of the interface
 * @param views what enters somewhere and gets somewhere, for all places
 */
record OtherLayer(AuthoredRules rules, List<View> views) {

  /**
   * What enters at one place, and may get to another.
   *
   * @param all which rules it meets
   * @param frames which rules it meets without those of the IP layer
   * @param packets which rules it meets without those of the Ethernet layer
   * @param passing what arrives without the rules of the IP layer
   * @param starting the packets that may begin a connection
   */
  record View(
      RuleTraffic all,
      RuleTraffic frames,
      RuleTraffic packets,
      PacketSet passing,
      PacketSet starting) {}

  /** {@return whether there are rules of both layers} */
  static boolean isPossible(AuthoredRules rules) {
    Set<Family> families =
        rules.byOrigin().values().stream().map(RulePlace::family).collect(toSet());
    return families.contains(Family.BRIDGE) && families.size() > 1;
  }

  /** {@return what is to be reported of an element, if another layer makes it pointless} */
  Optional<Diagnostic> of(SourceLocation origin) {
    List<RulePlace> places = rules.byOrigin().get(origin);
    if (places.stream().noneMatch(place -> place.family() == Family.BRIDGE)) {
      return ofPackets(places).or(() -> ofConnections(places));
    } else if (places.stream().allMatch(rules::isAcceptingFrames)) {
      return ofFrames(places);
    }
    return Optional.empty();
  }

  private boolean isDropping(RulePlace place) {
    Target target = rules.rule(place).target();
    return target == Target.DROP || target instanceof Target.Reject;
  }

  private Optional<Diagnostic> ofPackets(List<RulePlace> places) {
    List<RulePlace> takers = takersOfPackets(places);
    if (takers.isEmpty()) {
      return Optional.empty();
    }
    String by = names(takers) + " all such packets at the Ethernet layer";
    return Optional.of(
        rules.isAccepting(places.get(0))
            ? diagnostic(
                places,
                LoweringCode.DROPPED_BY_OTHER_LAYER,
                dropped(by) + LayerAdvice.whereFramesAreDropped(layer(places.get(0))))
            : diagnostic(
                places,
                FindingCode.DECIDED_BY_OTHER_LAYER,
                "this rule decides nothing: " + by + withoutTracking(places.get(0))));
  }

  private String withoutTracking(RulePlace place) {
    return rules.withoutTracking(rules.rule(place).origin().location(), none -> false);
  }

  /**
   * {@return what is to be reported of a rule that accepts, and has rules of its own for replies}
   * These do nothing for it if the Ethernet layer drops all that the others are for.
   */
  private Optional<Diagnostic> ofConnections(List<RulePlace> places) {
    List<RulePlace> starting =
        places.stream()
            .filter(rules::isAccepting)
            .filter(place -> isAnywhere(place, OtherLayer::starts))
            .toList();
    if (starting.isEmpty() || starting.size() == places.size()) {
      return Optional.empty();
    }
    List<RulePlace> takers = takersOfPackets(starting);
    return takers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            diagnostic(
                places,
                LoweringCode.DROPPED_BY_OTHER_LAYER,
                "none of the connections that this rule accepts can begin: "
                    + names(takers)
                    + " all of their first packets at the Ethernet layer"
                    + LayerAdvice.whereFramesAreDropped(layer(places.get(0)))));
  }

  /** {@return the rules of the Ethernet layer that drop all packets of some rules, if they do} */
  private List<RulePlace> takersOfPackets(List<RulePlace> places) {
    List<RulePlace> met =
        places.stream().filter(place -> isAnywhere(place, OtherLayer::meetsWithoutFrames)).toList();
    return places.stream().allMatch(place -> isLike(place, met))
            && places.stream().noneMatch(place -> isAnywhere(place, OtherLayer::passes))
        ? takers(true, met, OtherLayer::takesOfPackets)
        : ImmutableList.of();
  }

  private static boolean starts(View view, RulePlace place) {
    return !view.packets().meeting(place).and(view.starting()).isEmpty();
  }

  private boolean isAnywhere(RulePlace place, BiPredicate<View, RulePlace> condition) {
    return views.stream().anyMatch(view -> condition.test(view, place));
  }

  private static boolean meetsWithoutFrames(View view, RulePlace place) {
    return !view.packets().meeting(place).isEmpty();
  }

  /** {@return whether the Ethernet layer lets a packet pass that would meet a rule} */
  private static boolean passes(View view, RulePlace place) {
    return !view.packets().meeting(place).and(view.passing()).isEmpty();
  }

  /**
   * {@return whether a rule asks for what one of several asks for} Rules for packets to the host
   * ask for the same as those for packets that the host forwards, and the Ethernet layer does not
   * tell one from the other; which addresses are the host's is not known.
   */
  private boolean isLike(RulePlace place, List<RulePlace> some) {
    return some.stream()
        .anyMatch(other -> rules.rule(other).matches().equals(rules.rule(place).matches()));
  }

  private Optional<Diagnostic> ofFrames(List<RulePlace> places) {
    boolean pointless =
        places.stream()
            .allMatch(
                place ->
                    !isAnywhere(place, (view, one) -> !view.all().arriving(one).isEmpty())
                        && isAnywhere(
                            place, (view, one) -> !view.frames().arriving(one).isEmpty()));
    List<RulePlace> takers =
        pointless ? takers(false, places, OtherLayer::takesOfFrames) : ImmutableList.of();
    return takers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            diagnostic(
                places,
                LoweringCode.DROPPED_BY_OTHER_LAYER,
                dropped(names(takers) + " all such packets at the IP layer")
                    + LayerAdvice.wherePacketsAreDropped(layers(takers))));
  }

  private static Set<Layer> layers(List<RulePlace> places) {
    return places.stream().map(OtherLayer::layer).collect(toImmutableSet());
  }

  private static Layer layer(RulePlace place) {
    return switch (place.family()) {
      case IPV4 -> Layer.IPV4;
      case IPV6 -> Layer.IPV6;
      case BRIDGE -> Layer.ETHERNET;
    };
  }

  private static String dropped(String by) {
    return "what this rule accepts is still dropped: " + by;
  }

  /** Says whether a rule of the other layer drops packets of a rule. */
  private interface Taking {
    boolean test(View view, RulePlace rule, RulePlace taker);
  }

  private static boolean takesOfPackets(View view, RulePlace rule, RulePlace taker) {
    return !view.packets().meeting(rule).and(view.frames().taken(taker)).isEmpty();
  }

  private static boolean takesOfFrames(View view, RulePlace rule, RulePlace taker) {
    return !view.frames().arriving(rule).and(view.all().taken(taker)).isEmpty();
  }

  /** {@return the rules of a layer that drop packets of some rules} */
  private List<RulePlace> takers(boolean ofFrames, List<RulePlace> some, Taking taking) {
    return rules.byOrigin().values().stream()
        .filter(taker -> (taker.family() == Family.BRIDGE) == ofFrames && isDropping(taker))
        .filter(
            taker ->
                views.stream()
                    .anyMatch(view -> some.stream().anyMatch(one -> taking.test(view, one, taker))))
        .toList();
  }

  private String names(List<RulePlace> places) {
    return RuleNames.of(places, rules::rule)
        + RuleNames.verb(places, rules::rule, " drops", " drop");
  }

  private Diagnostic diagnostic(List<RulePlace> places, DiagnosticCode code, String message) {
    return new Diagnostic(code, message, rules.rule(places.get(0)).origin());
  }
}
