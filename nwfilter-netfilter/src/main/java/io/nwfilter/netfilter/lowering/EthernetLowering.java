package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.InterfaceMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NumberMatch;
import io.nwfilter.netfilter.ruleset.Placement;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Locale;
import java.util.Optional;

/**
 * Lowers the rules of the Ethernet layer to the table {@code nat} of ebtables: a root chain for
 * each direction, entered from the kernel's chains, and below it a chain for each chain that has
 * rules.
 */
public final class EthernetLowering {

  private final ChainNames names;
  private final ImmutableList<ScopedRule> rules;
  private final DiagnosticSink sink;
  private final InstanceLowering instances;

  private EthernetLowering(
      InterfaceName interfaceName, ImmutableList<ScopedRule> rules, DiagnosticSink sink) {
    this.names = new ChainNames(interfaceName);
    this.rules = rules;
    this.sink = sink;
    this.instances = new InstanceLowering(sink);
  }

  /**
   * {@return the ruleset of an interface}
   *
   * @param interfaceName the interface
   * @param rules its rules in resolved order; those of other layers are passed over
   * @param sink takes what there is to say
   * @throws LoweringException if ebtables would refuse a rule
   */
  public static Ruleset lower(
      InterfaceName interfaceName, ImmutableList<ScopedRule> rules, DiagnosticSink sink) {
    ImmutableList<ScopedRule> own =
        rules.stream()
            .filter(rule -> layer(rule.rule()) == Layer.ETHERNET)
            .collect(ImmutableList.toImmutableList());
    if (own.isEmpty()) {
      return Ruleset.empty(Family.BRIDGE);
    }
    EthernetLowering lowering = new EthernetLowering(interfaceName, own, sink);
    ImmutableList.Builder<Chain> chains = ImmutableList.builder();
    lowering.addChains(FrameDirection.FROM_GUEST, chains);
    lowering.addChains(FrameDirection.TO_GUEST, chains);
    return new Ruleset(Family.BRIDGE, ImmutableList.of(new Table(Table.NAT, chains.build())));
  }

  private static Layer layer(Rule rule) {
    return rule.protocol().map(Protocol::layer).orElse(Layer.ETHERNET);
  }

  private void addChains(FrameDirection direction, ImmutableList.Builder<Chain> chains) {
    RootChain root = new RootChain(sink);
    for (ScopedRule rule : rules) {
      if (direction.takes(rule.rule().direction())) {
        requireLegalName(names.ethernet(direction, rule.chain()), rule);
        root.add(rule, instances.lower(rule.instances(), r -> lower(r, direction)));
      }
    }
    if (root.isEmpty()) {
      return;
    }
    String rootName = names.ethernet(direction, ChainName.ROOT);
    Match onInterface = new InterfaceMatch(direction.interfaceField(), names.interfaceName());
    chains.add(
        new Chain(
            direction.hook(),
            Placement.TAIL,
            ImmutableList.of(ChainRule.of(new Target.Jump(rootName), onInterface))));
    chains.add(
        new Chain(rootName, Placement.OWN, root.rulesAndJumps(chain -> jump(direction, chain))));
    root.forEachSubChain(
        (chain, chainRules) ->
            chains.add(new Chain(names.ethernet(direction, chain), Placement.OWN, chainRules)));
  }

  /** The name of a chain below the root chain may be too long for ebtables to jump to. */
  private static void requireLegalName(String name, ScopedRule rule) {
    if (name.length() > Chain.MAX_NAME) {
      throw new LoweringException(
          LoweringCode.REFUSED_BY_NETFILTER,
          rule.instances().get(0),
          String.format(
              Locale.ROOT,
              "the chain would be named %s, which has %d characters; ebtables takes at most %d:"
                  + " give the chain or the interface a shorter name",
              name,
              name.length(),
              Chain.MAX_NAME));
    }
  }

  private ChainRule jump(FrameDirection direction, ChainName chain) {
    Target target = new Target.Jump(names.ethernet(direction, chain));
    return entry(chain).map(m -> ChainRule.of(target, m)).orElseGet(() -> ChainRule.of(target));
  }

  /** {@return what a frame must meet to enter a chain} */
  private static Optional<Match> entry(ChainName chain) {
    return switch (chain.protocol()) {
      case ROOT, MAC -> Optional.empty();
      case VLAN -> etherType(Protocol.VLAN);
      case STP -> Optional.of(EthernetMatches.BRIDGE_GROUP);
      case ARP -> etherType(Protocol.ARP);
      case RARP -> etherType(Protocol.RARP);
      case IPV4 -> etherType(Protocol.IP);
      case IPV6 -> etherType(Protocol.IPV6);
    };
  }

  private static Optional<Match> etherType(Protocol protocol) {
    return Optional.of(NumberMatch.of(Field.ETHER_TYPE, protocol.number().getAsInt()));
  }

  private static ImmutableList<ChainRule> lower(RuleReport report, FrameDirection direction) {
    RuleInstance instance = report.instance();
    if (instance.rule().conditions().containsKey(Attributes.COMMENT)) {
      report.warn(
          LoweringCode.COMMENT_NOT_RENDERED,
          "the comment does not reach the kernel: ebtables has none");
    }
    Target target = target(instance, report);
    boolean swapped = direction.swaps(instance.rule().direction());
    ImmutableList.Builder<ChainRule> rules = ImmutableList.builder();
    for (ImmutableList<Match> matches : EthernetMatches.of(instance, swapped, report)) {
      rules.add(new ChainRule(matches, target, Optional.empty()));
    }
    return rules.build();
  }

  private static Target target(RuleInstance instance, RuleReport report) {
    return switch (instance.rule().action()) {
      case ACCEPT -> Target.ACCEPT;
      case DROP -> Target.DROP;
      case RETURN -> Target.RETURN;
      case CONTINUE -> Target.Verdict.CONTINUE;
      case REJECT -> {
        report.leavesOut(
            LoweringCode.REJECT_IS_DROP,
            "the Ethernet layer cannot reject: the frame is dropped, and the sender not told");
        yield Target.DROP;
      }
    };
  }
}
