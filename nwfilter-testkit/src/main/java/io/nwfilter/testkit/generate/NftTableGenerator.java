package io.nwfilter.testkit.generate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.nft.KeyType;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftSet;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.nft.NftVerdictMap;
import io.nwfilter.netfilter.nft.SetFlag;
import io.nwfilter.netfilter.nft.SetType;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Reject;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes tables of nftables by chance, in the form in which nft lists them. */
final class NftTableGenerator {

  private static final Selector IIF = Selector.of(Field.IN_INTERFACE).via("iif");
  private static final SetKey LOOPBACK =
      SetKey.of(Values.single(Field.IN_INTERFACE, Bits.ofName("lo")));

  private final NftFamily family;
  private final Random random;
  private final NftMatchGenerator matches;

  NftTableGenerator(NftFamily family, Random random) {
    this.family = family;
    this.random = random;
    this.matches = new NftMatchGenerator(family, random);
  }

  NftTable table() {
    NftTable.Builder table =
        NftTable.builder(family, "t" + random.nextInt(1 << 30))
            .set(NftSet.of("ports", SetType.of(KeyType.PORT), ports()))
            .set(NftSet.of("hosts", hostsType(), hosts()))
            .map(machines());
    if (random.nextBoolean()) {
      table.comment(new Comment("made by chance: é, '{;}'"));
    }
    if (random.nextInt(8) == 0) {
      table.dormant(true);
    }
    Hook hook = pick(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT);
    int priority = random.nextInt(700) - 350;
    table.base("called", new BaseHook(hook, priority), pick(Verdict.ACCEPT, Verdict.DROP), rules());
    table.user(
        "inner", ImmutableList.of(ChainRule.of(pick(Verdict.values()), CounterMatch.COUNTER)));
    table.user("vnet0-ipv4-in.1/2", ImmutableList.of());
    return table.build();
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private List<SetKey> ports() {
    List<SetKey> ports = new ArrayList<>();
    for (int i = random.nextInt(9); i > 0; i--) {
      ports.add(SetKey.of(Values.single(Field.SOURCE_PORT, random.nextInt(1 << 16))));
    }
    return ports;
  }

  private Field source() {
    return family == NftFamily.IP6 ? Field.IPV6_SOURCE : Field.IPV4_SOURCE;
  }

  private SetType hostsType() {
    KeyType address = family == NftFamily.IP6 ? KeyType.IPV6_ADDRESS : KeyType.IPV4_ADDRESS;
    return SetType.of(address, KeyType.PORT).with(SetFlag.INTERVAL);
  }

  private List<SetKey> hosts() {
    List<SetKey> hosts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      // Hosts that differ in their first bits, as ranges of a concatenation must not overlap.
      Bits start = Bits.of(i).low() == 0 ? Bits.ZERO : first(i);
      Values network = Values.prefix(source(), start, 4 + random.nextInt(20));
      int port = 1 + random.nextInt(60_000);
      hosts.add(SetKey.of(network, Values.between(Field.SOURCE_PORT, port, port + i - 1)));
    }
    return hosts;
  }

  private Bits first(int number) {
    return family == NftFamily.IP6
        ? new Bits((long) number << 60, 0)
        : Bits.of((long) number << 28);
  }

  private NftVerdictMap machines() {
    Target verdict =
        pick(Verdict.ACCEPT, Verdict.DROP, new Target.Jump("inner"), new Target.Goto("inner"));
    return NftVerdictMap.of(
        "machines", SetType.of(KeyType.INTERFACE_INDEX), ImmutableMap.of(LOOPBACK, verdict));
  }

  private List<ChainRule> rules() {
    List<ChainRule> rules = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      rules.add(rule());
    }
    return rules;
  }

  private ChainRule rule() {
    List<List<Match>> groups = new ArrayList<>(matches.groups());
    if (random.nextInt(3) == 0) {
      groups.add(List.of(lookup(choices(groups))));
    }
    Collections.shuffle(groups, random);
    beforeIcmp(groups);
    List<Match> all = new ArrayList<>();
    groups.forEach(all::addAll);
    if (random.nextBoolean()) {
      all.add(random.nextInt(all.size() + 1) == 0 ? 0 : all.size(), CounterMatch.COUNTER);
    }
    if (random.nextInt(4) == 0) {
      all.add(LogMatch.of(OptionUse.of("prefix", "seen: ")));
    }
    Target target = target();
    if (random.nextBoolean()) {
      all.add(new CommentMatch(new Comment("why, it's # " + random.nextInt(100))));
    }
    boolean nothing = all.stream().allMatch(CommentMatch.class::isInstance);
    return new ChainRule(
        all, target == Verdict.CONTINUE && nothing ? Verdict.DROP : target, Origin.NONE);
  }

  /** Puts what asks for the frame's header before a type of ICMP, where nft lists it. */
  private static void beforeIcmp(List<List<Match>> groups) {
    List<List<Match>> ofFrame =
        groups.stream().filter(group -> asksFor(group, Header.ETHERNET)).toList();
    groups.removeAll(ofFrame);
    int icmp =
        Iterables.indexOf(
            groups, group -> asksFor(group, Header.ICMP) || asksFor(group, Header.ICMPV6));
    groups.addAll(Math.max(icmp, 0), ofFrame);
  }

  private static boolean asksFor(List<Match> group, Header header) {
    return group.stream()
        .anyMatch(match -> match instanceof FieldMatch asked && asked.field().header() == header);
  }

  /**
   * {@return how many kinds of lookups there may be} nft lists a match on a protocol where a port
   * is asked for, and refuses addresses of one version of IP where another one is asked for.
   */
  private int choices(List<List<Match>> groups) {
    boolean protocol =
        groups.stream()
            .flatMap(List::stream)
            .anyMatch(
                match -> match instanceof FieldMatch asked && asked.field() == Field.IP_PROTOCOL);
    return protocol ? 1 : family == NftFamily.INET || family == NftFamily.BRIDGE ? 2 : 3;
  }

  private Match lookup(int choices) {
    Selector host = Selector.of(source());
    Selector port = Selector.of(Field.DESTINATION_PORT);
    return switch (random.nextInt(choices)) {
      case 2 -> negated(LookupMatch.in("hosts", host, port));
      case 1 -> negated(LookupMatch.in("ports", Selector.of(Field.SOURCE_PORT)));
      default ->
          new LookupMatch(
              ImmutableList.of(IIF, Selector.of(Field.MARK)),
              new LookupMatch.Elements.Listed(
                  Set.of(
                      SetKey.of(
                          LOOPBACK.parts().get(0),
                          Values.single(Field.MARK, random.nextInt(1 << 20))))),
              random.nextBoolean());
    };
  }

  private Match negated(LookupMatch match) {
    return new LookupMatch(match.key(), match.set(), random.nextBoolean());
  }

  private Target target() {
    return switch (random.nextInt(8)) {
      case 0 -> new Target.Jump("inner");
      case 1 -> new Target.Goto("vnet0-ipv4-in.1/2");
      case 2 -> VerdictMapTarget.of("machines", IIF);
      case 3 ->
          new VerdictMapTarget(
              ImmutableList.of(Selector.of(Field.MARK)),
              new VerdictMapTarget.Entries.Listed(
                  ImmutableMap.of(
                      SetKey.of(Values.single(Field.MARK, random.nextInt(99))),
                      Verdict.DROP,
                      SetKey.of(Values.single(Field.MARK, 99 + random.nextInt(99))),
                      new Target.Jump("inner"))));
      case 4 -> family == NftFamily.BRIDGE ? Verdict.RETURN : new Reject(Reject.DEFAULT.reason());
      case 5 -> {
        long mask = Integer.toUnsignedLong(random.nextInt());
        yield new Target.SetMark(random.nextInt() & mask, mask | 1);
      }
      default -> pick(Verdict.values());
    };
  }
}
