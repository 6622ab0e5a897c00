package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.PhysdevMatch;
import io.nwfilter.netfilter.ruleset.Placement;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Optional;

/**
 * Lowers the rules of one IP layer to the table {@code filter} of iptables or ip6tables. Each rule
 * becomes up to three: for packets from the guest that are forwarded (FI), to the guest (FO), and
 * from the guest to the host (HI).
 */
public final class PacketLowering {

  private final Family family;
  private final ChainNames names;
  private final DiagnosticSink sink;
  private final ImmutableList.Builder<ChainRule> forwardIn = ImmutableList.builder();
  private final ImmutableList.Builder<ChainRule> forwardOut = ImmutableList.builder();

  private PacketLowering(Family family, InterfaceName interfaceName, DiagnosticSink sink) {
    this.family = family;
    this.names = new ChainNames(interfaceName);
    this.sink = sink;
  }

  /**
   * {@return the ruleset of an interface}
   *
   * @param family {@link Family#IPV4} or {@link Family#IPV6}
   * @param interfaceName the interface
   * @param rules its rules in resolved order; those of other families are passed over
   * @param sink takes what there is to say
   * @throws LoweringException if iptables would refuse a rule
   */
  public static Ruleset lower(
      Family family,
      InterfaceName interfaceName,
      ImmutableList<ScopedRule> rules,
      DiagnosticSink sink) {
    PacketLowering lowering = new PacketLowering(family, interfaceName, sink);
    boolean any = false;
    for (ScopedRule rule : rules) {
      Protocol protocol = rule.rule().protocol().orElse(null);
      if (protocol != null && Family.of(protocol.layer()) == family) {
        any = true;
        for (RuleInstance instance : rule.instances()) {
          lowering.add(instance, protocol);
        }
      }
    }
    return any ? lowering.build() : Ruleset.empty(family);
  }

  private void add(RuleInstance instance, Protocol protocol) {
    RuleReport report = new RuleReport(instance, sink);
    if (instance.rule().action() == Action.CONTINUE) {
      throw report.refuse(
          DiagnosticCode.CONTINUE_FAILS,
          "iptables has no CONTINUE: libvirt fails to start the interface");
    }
    Optional<Comment> comment = comment(instance, report);
    boolean outgoing = instance.rule().direction() == Direction.OUT;
    PacketMatches.of(instance, protocol, !outgoing, report)
        .ifPresent(
            matches ->
                forwardIn.add(new ChainRule(matches, target(instance, Target.RETURN), comment)));
    PacketMatches.of(instance, protocol, outgoing, report)
        .ifPresent(
            matches ->
                forwardOut.add(new ChainRule(matches, target(instance, Target.ACCEPT), comment)));
  }

  private static Target target(RuleInstance instance, Target accept) {
    return switch (instance.rule().action()) {
      case ACCEPT -> accept;
      case DROP -> Target.DROP;
      case REJECT -> new Target.Reject();
      case RETURN -> Target.RETURN;
      case CONTINUE -> throw new AssertionError("refused before");
    };
  }

  private static Optional<Comment> comment(RuleInstance instance, RuleReport report) {
    if (instance.hasUnsubstituted(Attributes.COMMENT)) {
      throw report.refuse(
          DiagnosticCode.VARIABLE_UNUSABLE,
          "a variable in a comment makes libvirt fail to start the interface");
    }
    String text = instance.value(Attributes.COMMENT);
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Comment(text));
    } catch (IllegalValueException e) {
      throw report.refuse(DiagnosticCode.UNPRINTABLE, String.valueOf(e.getMessage()));
    }
  }

  private Ruleset build() {
    InterfaceName name = names.interfaceName();
    Match in = new PhysdevMatch(Field.IN_INTERFACE, name, false);
    Match out = new PhysdevMatch(Field.OUT_INTERFACE, name, true);
    ImmutableList<ChainRule> fromGuest = forwardIn.build();
    ImmutableList<Chain> chains =
        ImmutableList.of(
            new Chain("INPUT", Placement.HEAD, jumps(ChainNames.HOST_IN)),
            new Chain(
                "FORWARD",
                Placement.HEAD,
                jumps(ChainNames.IN, ChainNames.OUT, ChainNames.IN_POST)),
            base(ChainNames.IN, new Target.Goto(names.forwardIn()), in),
            base(ChainNames.OUT, new Target.Goto(names.forwardOut()), out),
            base(ChainNames.IN_POST, Target.ACCEPT, in),
            base(ChainNames.HOST_IN, new Target.Goto(names.hostIn()), in),
            new Chain(names.forwardIn(), Placement.OWN, fromGuest),
            new Chain(names.forwardOut(), Placement.OWN, forwardOut.build()),
            new Chain(names.hostIn(), Placement.OWN, fromGuest));
    return new Ruleset(family, ImmutableList.of(new Table(Table.FILTER, chains)));
  }

  private static ImmutableList<ChainRule> jumps(String... chains) {
    ImmutableList.Builder<ChainRule> jumps = ImmutableList.builder();
    for (String chain : chains) {
      jumps.add(ChainRule.of(new Target.Jump(chain)));
    }
    return jumps.build();
  }

  private static Chain base(String name, Target target, Match match) {
    return new Chain(name, Placement.SHARED, ImmutableList.of(ChainRule.of(target, match)));
  }
}
