package io.nwfilter.testkit.generate;

import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.Target.RejectReason;
import io.nwfilter.netfilter.ruleset.Target.TranslationFlag;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Targets of rules. */
final class TargetArbitraries {

  private static final long LAST_MARK = 0xffff_ffffL;

  private TargetArbitraries() {}

  /** {@return targets that every table of a family has, without jumps} */
  static Arbitrary<Target> everywhere(Family family) {
    return family == Family.BRIDGE
        ? Arbitraries.oneOf(Arbitraries.of(Verdict.values()), frameMarks())
        : Arbitraries.oneOf(Arbitraries.of(Verdict.values()), marks(), logs());
  }

  /** {@return rejections; a reset, which only TCP has, is not among them} */
  static Arbitrary<Target> rejections(Family family) {
    return Arbitraries.of(
            Arrays.stream(RejectReason.values())
                .filter(reason -> reason.name(family).isPresent())
                .filter(reason -> reason != RejectReason.TCP_RESET)
                .toList())
        .map(Target.Reject::new);
  }

  private static Arbitrary<Target> marks() {
    Arbitrary<Long> numbers = Arbitraries.longs().between(0, LAST_MARK);
    return Combinators.combine(numbers, numbers).as(Target.SetMark::new);
  }

  private static Arbitrary<Target> frameMarks() {
    return Combinators.combine(
            Arbitraries.of(Target.MarkOperation.values()),
            Arbitraries.longs().between(0, LAST_MARK),
            Arbitraries.of(Verdict.values()))
        .as(Target.FrameMark::new);
  }

  /** The level 4, which is the default, is not printed. */
  private static Arbitrary<Target> logs() {
    return Combinators.combine(
            Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(20),
            Arbitraries.of(0, 1, 3, 5, 7))
        .as(
            (prefix, level) ->
                Target.ExtensionTarget.of(
                    "LOG",
                    OptionUse.of("log-prefix", prefix),
                    OptionUse.of("log-level", Integer.toString(level))));
  }

  /** {@return what changes destinations, for rules of TCP} */
  static Arbitrary<Target> destinations(Family family) {
    return Arbitraries.oneOf(
        translations(TranslationKind.DNAT, family),
        own(TranslationKind.REDIRECT),
        networkMaps(family));
  }

  /** {@return what changes sources, for rules of TCP} */
  static Arbitrary<Target> sources(Family family) {
    return Arbitraries.oneOf(
        translations(TranslationKind.SNAT, family),
        own(TranslationKind.MASQUERADE),
        networkMaps(family));
  }

  /** A network of 256 addresses. */
  private static Arbitrary<Target> networkMaps(Family family) {
    int length = family == Family.IPV6 ? 120 : 24;
    return Arbitraries.integers()
        .between(1, Integer.MAX_VALUE >> 8)
        .map(
            network ->
                new Target.OpaqueTarget(
                    "NETMAP", List.of("--to", address(family, network << 8) + "/" + length)));
  }

  private static Arbitrary<Target> translations(TranslationKind kind, Family family) {
    return Combinators.combine(spans(family), ports().optional(), flags(kind))
        .as((span, ports, flags) -> AddressTranslation.of(kind, Optional.of(span), ports, flags));
  }

  private static Arbitrary<Target> own(TranslationKind kind) {
    return Combinators.combine(ports().optional(), flags(kind))
        .as((ports, flags) -> AddressTranslation.of(kind, Optional.empty(), ports, flags));
  }

  /** Addresses that are not all zeros, which the tools take for none. */
  private static Arbitrary<AddressSpan> spans(Family family) {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(1, Integer.MAX_VALUE);
    return Combinators.combine(numbers, numbers)
        .as(
            (a, b) ->
                new AddressSpan(address(family, Math.min(a, b)), address(family, Math.max(a, b))));
  }

  private static IpAddress address(Family family, int number) {
    return family == Family.IPV6
        ? new Ipv6Address(0x2001_0db8_0000_0000L, number)
        : new Ipv4Address(number);
  }

  private static Arbitrary<PortSpan> ports() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(1, 65_535);
    return Combinators.combine(numbers, numbers)
        .as((a, b) -> new PortSpan(Math.min(a, b), Math.max(a, b)));
  }

  private static Arbitrary<Set<TranslationFlag>> flags(TranslationKind kind) {
    return Arbitraries.subsetOf(
        switch (kind) {
          case SNAT -> List.of(TranslationFlag.values());
          case DNAT -> List.of(TranslationFlag.RANDOM, TranslationFlag.PERSISTENT);
          case MASQUERADE -> List.of(TranslationFlag.RANDOM, TranslationFlag.RANDOM_FULLY);
          case REDIRECT -> List.of(TranslationFlag.RANDOM);
        });
  }

  /** {@return what changes the source of frames} */
  static Arbitrary<Target> frameSources() {
    return Combinators.combine(
            FrameMatchArbitraries.hosts(),
            Arbitraries.of(false, true),
            Arbitraries.of(Verdict.values()))
        .as(
            (mac, arp, then) ->
                new Target.MacTranslation(
                    Target.MacTranslationKind.SNAT, Optional.of(mac), arp, then));
  }

  /** {@return what changes the destination of frames} */
  static Arbitrary<Target> frameDestinations() {
    Arbitrary<Target> others =
        Combinators.combine(receivers(), Arbitraries.of(Verdict.values()))
            .as(
                (mac, then) ->
                    new Target.MacTranslation(
                        Target.MacTranslationKind.DNAT, Optional.of(mac), false, then));
    Arbitrary<Target> own =
        Arbitraries.of(Verdict.values())
            .map(
                then ->
                    new Target.MacTranslation(
                        Target.MacTranslationKind.REDIRECT, Optional.empty(), false, then));
    return Arbitraries.oneOf(others, own);
  }

  /** One host, often a bridge of libvirt or of a test, or several. */
  private static Arbitrary<MacAddress> receivers() {
    Arbitrary<MacAddress> usual =
        Arbitraries.of(
                "02:00:00:00:00:fe",
                "52:54:00:9f:80:46",
                "02:00:00:00:00:01",
                "ff:ff:ff:ff:ff:ff",
                "01:00:5e:00:00:01")
            .map(MacAddress::parse);
    return Arbitraries.oneOf(FrameMatchArbitraries.hosts(), usual);
  }

  /** {@return replies to ARP} */
  static Arbitrary<Target> arpReplies() {
    return Combinators.combine(FrameMatchArbitraries.hosts(), Arbitraries.of(Verdict.values()))
        .as(Target.ArpReply::new);
  }

  /** {@return calls of chains} */
  static Arbitrary<Target> calls(Family family, List<String> chains) {
    Arbitrary<Target> jumps = Arbitraries.of(chains).map(Target.Jump::new);
    return family == Family.BRIDGE
        ? jumps
        : Arbitraries.oneOf(jumps, Arbitraries.of(chains).map(Target.Goto::new));
  }
}
