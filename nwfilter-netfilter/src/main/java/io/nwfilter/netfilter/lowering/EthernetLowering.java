package io.nwfilter.netfilter.lowering;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.ChainProtocol;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.netfilter.addition.Additions;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import io.nwfilter.netfilter.layout.FrameLayout;
import io.nwfilter.netfilter.layout.FrameSide;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lowers the rules of the Ethernet layer to the table {@code nat} of ebtables: a root chain for
 * each direction, entered from the base chains, and below it a chain for each chain that has rules.
 */
public final class EthernetLowering {

  private static final ImmutableMap<ChainProtocol, ImmutableList<Match>> ENTRIES =
      Maps.toMap(
          EnumSet.allOf(ChainProtocol.class),
          protocol -> onlyMatch(protocol).map(ImmutableList::of).orElse(ImmutableList.of()));

  private final Origin origin;
  private final List<ScopedRule> rules;
  private final DiagnosticSink sink;
  private final RuleFailures failures;
  private final InstanceLowering instances;
  private final Additions additions;
  private final RuleLog log;
  private final FrameChange change;

  private EthernetLowering(
      FrameLayout layout,
      InterfaceName name,
      Origin origin,
      List<ScopedRule> rules,
      Additions additions,
      DiagnosticSink sink,
      RuleFailures failures) {
    this.failures = failures;
    this.origin = origin;
    this.rules = rules;
    this.sink = sink;
    this.instances = new InstanceLowering(sink);
    this.additions = additions;
    this.log = new RuleLog(additions.logging(), Family.BRIDGE, name);
    this.change = new FrameChange(layout, name, origin);
  }

  /**
   * {@return what an interface's rules do to a host without rules}
   *
   * @param layout what chains are called and where they are
   * @param name the interface
   * @param origin where the interface is defined
   * @param rules its rules in resolved order; those of other layers are skipped
   * @param additions what is added to libvirt's rules
   * @param sink takes the diagnostics
   * @param failures takes the rules that ebtables would refuse
   */
  public static Change lower(
      FrameLayout layout,
      InterfaceName name,
      Origin origin,
      List<ScopedRule> rules,
      Additions additions,
      DiagnosticSink sink,
      RuleFailures failures) {
    ImmutableList<ScopedRule> own =
        rules.stream()
            .filter(rule -> rule.rule().layer() == Layer.ETHERNET)
            .collect(ImmutableList.toImmutableList());
    ChainCreation.check(own, sink, failures);
    EthernetLowering lowering =
        new EthernetLowering(layout, name, origin, own, additions, sink, failures);
    lowering.addChains(FrameSide.FROM_GUEST);
    lowering.addChains(FrameSide.TO_GUEST);
    return lowering.change.build();
  }

  /** {@return whether rules of a direction are on a side} */
  static boolean isOn(FrameSide side, Direction direction) {
    return switch (direction) {
      case IN -> side == FrameSide.TO_GUEST;
      case OUT -> side == FrameSide.FROM_GUEST;
      case INOUT -> true;
    };
  }

  private void addChains(FrameSide side) {
    boolean drops = additions.dropped().contains(SeenTraffic.by(side));
    RootChain root = new RootChain(drops ? log.dropsByDefault(origin) : ImmutableList.of(), sink);
    for (ScopedRule rule : rules) {
      if (isOn(side, rule.rule().direction())) {
        failures.attempt(() -> add(rule, side, root));
      }
    }
    if (root.isEmpty()) {
      return;
    }
    change.enter(side);
    change.add(side, ChainName.ROOT, root.rulesAndJumps(chain -> jump(side, chain)));
    root.forEachSubChain((chain, chainRules) -> change.add(side, chain, chainRules));
  }

  private void add(ScopedRule rule, FrameSide side, RootChain root) {
    requireLegalName(change.chain(side, rule.chain()), rule);
    root.add(rule, instances.lower(rule.instances(), r -> lower(r, side)));
  }

  /** The name of a chain below the root chain may be too long for ebtables to jump to. */
  private static void requireLegalName(String name, ScopedRule rule) {
    if (name.length() > Chain.MAX_NAME) {
      throw new LoweringException(
          LoweringCode.REFUSED_BY_NETFILTER,
          rule.instances().get(0),
          String.format(
              Locale.ROOT,
              "the chain would be named %s, which has %d characters, but ebtables accepts at most"
                  + " %d: give the chain or the interface a shorter name",
              name,
              name.length(),
              Chain.MAX_NAME));
    }
  }

  private ChainRule jump(FrameSide side, ChainName chain) {
    Target target = new Target.Jump(change.chain(side, chain));
    return new ChainRule(entry(chain.protocol()), target, origin);
  }

  /** {@return what a frame must meet to enter a chain} */
  static ImmutableList<Match> entry(ChainProtocol protocol) {
    return requireNonNull(ENTRIES.get(protocol));
  }

  private static Optional<Match> onlyMatch(ChainProtocol protocol) {
    return switch (protocol) {
      case ROOT, MAC -> Optional.empty();
      case VLAN -> ProtocolMatches.of(Protocol.VLAN);
      case STP -> Optional.of(EthernetMatches.BRIDGE_GROUP);
      case ARP -> ProtocolMatches.of(Protocol.ARP);
      case RARP -> ProtocolMatches.of(Protocol.RARP);
      case IPV4 -> ProtocolMatches.of(Protocol.IP);
      case IPV6 -> ProtocolMatches.of(Protocol.IPV6);
    };
  }

  private ImmutableList<ChainRule> lower(RuleReport report, FrameSide side) {
    RuleInstance instance = report.instance();
    Origin from = instance.scoped().origin();
    String comment = instance.value(Attributes.COMMENT);
    if (comment != null) {
      report.warn(
          LoweringCode.COMMENT_NOT_RENDERED,
          "the comment does not reach the kernel, because ebtables has no comments");
      from = from.withNote(comment); // for what does have comments
    }
    Target target = target(instance, report);
    boolean swapped =
        side == FrameSide.FROM_GUEST && instance.rule().direction() == Direction.INOUT;
    ImmutableList.Builder<ChainRule> rules = ImmutableList.builder();
    for (ImmutableList<Match> matches : EthernetMatches.of(instance, swapped, report)) {
      rules.addAll(log.with(instance.scoped(), new ChainRule(matches, target, from)));
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
            "the Ethernet layer cannot reject: the frame is dropped without telling the sender");
        yield Target.DROP;
      }
    };
  }
}
