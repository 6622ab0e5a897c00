package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Utf8Prefix;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Field;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.PhysdevMatch;
import io.nwfilter.netfilter.ruleset.Placement;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;
import java.util.Optional;

/**
 * Lowers the rules of one IP layer to the table {@code filter} of iptables or ip6tables. Each rule
 * becomes up to three: for packets from the guest that are forwarded (FI), to the guest (FO), and
 * from the guest to the host (HI).
 */
public final class PacketLowering {

  private final Family family;
  private final ChainNames names;
  private final InstanceLowering instances;
  private final RuleSequence.Builder forwardIn = RuleSequence.builder();
  private final RuleSequence.Builder forwardOut = RuleSequence.builder();

  private PacketLowering(Family family, InterfaceName interfaceName, DiagnosticSink sink) {
    this.family = family;
    this.names = new ChainNames(interfaceName);
    this.instances = new InstanceLowering(sink);
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
        lowering.add(rule, protocol);
      }
    }
    return any ? lowering.build() : Ruleset.empty(family);
  }

  private void add(ScopedRule rule, Protocol protocol) {
    boolean outgoing = rule.rule().direction() == Direction.OUT;
    List<RuleInstance> all = rule.instances();
    forwardIn.addAll(
        instances.lower(all, report -> lower(report, protocol, !outgoing, Target.RETURN)));
    forwardOut.addAll(
        instances.lower(all, report -> lower(report, protocol, outgoing, Target.ACCEPT)));
  }

  /** {@return the rule of one side, or none} */
  private static ImmutableList<ChainRule> lower(
      RuleReport report, Protocol protocol, boolean swapped, Target accept) {
    Target target = target(report, accept);
    Optional<Comment> comment = comment(report);
    return PacketMatches.of(report.instance(), protocol, swapped, report)
        .map(matches -> ImmutableList.of(new ChainRule(matches, target, comment)))
        .orElse(ImmutableList.of());
  }

  private static Target target(RuleReport report, Target accept) {
    return switch (report.instance().rule().action()) {
      case ACCEPT -> accept;
      case DROP -> Target.DROP;
      case REJECT -> new Target.Reject();
      case RETURN -> Target.RETURN;
      case CONTINUE -> {
        report.libvirtRefuses(
            LoweringCode.CONTINUE_FAILS,
            "iptables has no CONTINUE: libvirt fails to start the interface");
        yield Target.Verdict.CONTINUE;
      }
    };
  }

  private static Optional<Comment> comment(RuleReport report) {
    if (report.isVariable(Attributes.COMMENT)) {
      report.libvirtRefuses(
          LoweringCode.VARIABLE_UNUSABLE,
          "a variable in a comment makes libvirt fail to start the interface");
    }
    String text = report.instance().value(Attributes.COMMENT);
    if (text == null) {
      return Optional.empty();
    }
    String kept = Utf8Prefix.of(text, Comment.MAX_BYTES);
    if (kept.length() < text.length()) {
      report.leavesOut(
          FilterCode.COMMENT_TRUNCATED,
          "of a comment iptables keeps " + Comment.MAX_BYTES + " bytes: its end is cut off");
    }
    try {
      return Optional.of(new Comment(kept));
    } catch (IllegalValueException e) {
      throw report.refuse(
          text.chars().anyMatch(Character::isISOControl)
              ? LoweringCode.COMMENT_NEWLINE
              : FilterCode.UNPRINTABLE,
          String.valueOf(e.getMessage()));
    }
  }

  private Ruleset build() {
    InterfaceName name = names.interfaceName();
    Match in = new PhysdevMatch(Field.IN_INTERFACE, name, false);
    Match out = new PhysdevMatch(Field.OUT_INTERFACE, name, true);
    List<ChainRule> fromGuest = forwardIn.build();
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
