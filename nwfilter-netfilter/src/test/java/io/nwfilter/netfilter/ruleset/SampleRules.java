package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.Target.MacTranslationKind;
import io.nwfilter.netfilter.ruleset.Target.MarkOperation;
import io.nwfilter.netfilter.ruleset.Target.TranslationFlag;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** At least one match and one target of each variant, with distinct values. */
public final class SampleRules {

  private static final MacAddress MAC = MacAddress.parse("1:2:3:4:5:6");
  private static final MacAddress OTHER_MAC = MacAddress.parse("7:8:9:a:b:c");
  private static final IpAddress IPV4 = Ipv4Address.parse("10.1.2.3");
  private static final IpAddress IPV6 = Ipv6Address.parse("fe80::1");

  private SampleRules() {}

  /** {@return matches} */
  public static List<Match> matches() {
    return ImmutableList.of(
        FieldMatch.of(Field.MARK, Values.masked(0x12, 0xff)),
        new EitherPortMatch(Values.range(7, 9), false, false),
        new EitherPortMatch(Values.single(Field.SOURCE_PORT, 11), true, false),
        new GratuitousArpMatch(false),
        new GratuitousArpMatch(true),
        new AmongMatch(
            Field.ETHERNET_SOURCE,
            ImmutableList.of(
                new AmongMatch.Member(MAC, Optional.empty()),
                new AmongMatch.Member(OTHER_MAC, Optional.of(Ipv4Address.parse("10.9.8.7")))),
            false),
        new AmongMatch(
            Field.ETHERNET_DESTINATION,
            ImmutableList.of(new AmongMatch.Member(OTHER_MAC, Optional.empty())),
            true),
        new SetMatch(new IpsetName("blocked"), IpsetFlags.parse("src,dst"), true),
        new ConnectionLimitMatch(false, 21, OptionalInt.empty(), false),
        new ConnectionLimitMatch(true, 22, OptionalInt.of(24), true),
        new ConnectionLimitMatch(false, 23, OptionalInt.of(64), false),
        new CommentMatch(new Comment("why, \"it's\"")),
        ExtensionMatch.of(
            "limit", OptionUse.of("limit", "5/min"), OptionUse.of("limit-burst", "6")),
        ExtensionMatch.of("log", OptionUse.of("log"), OptionUse.of("log-prefix", "a b")),
        ExtensionMatch.of("nosuch", OptionUse.of("option", "1")),
        new OpaqueMatch("u32", ImmutableList.of("--u32", "\"6 & 0xFF = 1\"")),
        new OpaqueMatch("nosuch", ImmutableList.of("--nosuch", "13")),
        LookupMatch.in("hosts", Selector.of(Field.IPV4_SOURCE)),
        new LookupMatch(
            ImmutableList.of(Selector.of(Field.IN_INTERFACE).via("iif"), Selector.of(Field.MARK)),
            new LookupMatch.Elements.Listed(
                ImmutableSet.of(
                    SetKey.of(
                        Values.single(Field.IN_INTERFACE, Bits.ofName("eth0")),
                        Values.single(Field.MARK, 14)))),
            true),
        CounterMatch.COUNTER,
        LogMatch.of(OptionUse.of("prefix", "seen ")),
        new StatementMatch(new NftStatement("limit rate 15/second")));
  }

  /** {@return targets; jumps are to the chain {@code there}} */
  public static List<Target> targets() {
    return ImmutableList.<Target>builder()
        .add(Verdict.values())
        .addAll(rejections())
        .add(
            new Target.Jump("there"),
            new Target.Goto("there"),
            new Target.SetMark(0x31, 0x3f),
            new Target.FrameMark(MarkOperation.SET, 0x32, Verdict.ACCEPT),
            new Target.FrameMark(MarkOperation.XOR, 0x33, Verdict.CONTINUE),
            new Target.MacTranslation(
                MacTranslationKind.SNAT, Optional.of(MAC), true, Verdict.RETURN),
            new Target.MacTranslation(
                MacTranslationKind.DNAT, Optional.of(OTHER_MAC), false, Verdict.ACCEPT),
            new Target.MacTranslation(
                MacTranslationKind.REDIRECT, Optional.empty(), false, Verdict.CONTINUE),
            new Target.MacTranslation(
                MacTranslationKind.REDIRECT, Optional.empty(), false, Verdict.ACCEPT),
            new Target.ArpReply(MAC, Verdict.DROP),
            new Target.ArpReply(OTHER_MAC, Verdict.ACCEPT))
        .addAll(translations())
        .add(
            Target.ExtensionTarget.of(
                "LOG", OptionUse.of("log-prefix", "x y"), OptionUse.of("log-uid")),
            Target.ExtensionTarget.of("NOSUCH"),
            new Target.OpaqueTarget("NFQUEUE", ImmutableList.of("--queue-num", "3")),
            VerdictMapTarget.of("machines", Selector.of(Field.OUT_INTERFACE)),
            new VerdictMapTarget(
                ImmutableList.of(Selector.of(Field.DESTINATION_PORT)),
                new VerdictMapTarget.Entries.Listed(
                    ImmutableMap.of(SetKey.of(Values.range(16, 17)), new Target.Goto("there")))),
            new StatementTarget(new NftStatement("queue to 18")))
        .build();
  }

  private static ImmutableList<Target> rejections() {
    ImmutableList.Builder<Target> rejections = ImmutableList.builder();
    for (Target.RejectReason reason : Target.RejectReason.values()) {
      rejections.add(new Target.Reject(reason));
    }
    return rejections.build();
  }

  private static ImmutableList<Target> translations() {
    Optional<AddressSpan> ipv4 = Optional.of(new AddressSpan(IPV4, Ipv4Address.parse("10.1.2.9")));
    Optional<AddressSpan> ipv6 = Optional.of(new AddressSpan(IPV6, IPV6));
    Optional<PortSpan> ports = Optional.of(new PortSpan(1024, 2048));
    ImmutableSet<TranslationFlag> flags = ImmutableSet.of(TranslationFlag.RANDOM);
    ImmutableSet<TranslationFlag> none = ImmutableSet.of();
    return ImmutableList.of(
        new AddressTranslation(TranslationKind.SNAT, ipv4, ports, flags),
        new AddressTranslation(TranslationKind.DNAT, ipv4, Optional.empty(), none),
        new AddressTranslation(TranslationKind.SNAT, ipv6, ports, none),
        new AddressTranslation(TranslationKind.DNAT, ipv6, Optional.empty(), flags),
        new AddressTranslation(TranslationKind.DNAT, Optional.empty(), ports, none),
        new AddressTranslation(TranslationKind.DNAT, Optional.empty(), Optional.empty(), none),
        new AddressTranslation(
            TranslationKind.MASQUERADE,
            Optional.empty(),
            ports,
            ImmutableSet.of(TranslationFlag.RANDOM_FULLY)),
        new AddressTranslation(TranslationKind.REDIRECT, Optional.empty(), ports, none),
        new AddressTranslation(
            TranslationKind.MASQUERADE, Optional.empty(), Optional.empty(), none));
  }
}
