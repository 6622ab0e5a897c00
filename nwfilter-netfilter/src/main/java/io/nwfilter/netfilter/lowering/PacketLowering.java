package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.resolve.ScopedRule;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Utf8Prefix;
import io.nwfilter.netfilter.addition.Additions;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.layout.PacketLayout;
import io.nwfilter.netfilter.layout.PacketSide;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers the rules of one IP layer to the table {@code filter} of iptables or ip6tables. Each rule
 * becomes up to three: for packets from the guest that are forwarded (FI), to the guest (FO), and
 * from the guest to the host (HI).
 */
public final class PacketLowering {

  private static final Match BRIDGED = FieldMatch.of(Field.IS_BRIDGED, 1);

  private final Family family;
  private final PacketLayout layout;
  private final ToolVersion tools;
  private final InterfaceName name;
  private final Origin origin;
  private final InstanceLowering instances;
  private final Additions additions;
  private final RuleLog log;
  private final Map<PacketSide, RuleSequence.Builder> chains = new EnumMap<>(PacketSide.class);

  private PacketLowering(
      Family family,
      PacketLayout layout,
      ToolVersion tools,
      InterfaceName name,
      Origin origin,
      Additions additions,
      DiagnosticSink sink) {
    this.family = family;
    this.layout = layout;
    this.tools = tools;
    this.name = name;
    this.origin = origin;
    this.instances = new InstanceLowering(sink);
    this.additions = additions;
    this.log = new RuleLog(additions.logging(), family, name);
  }

  /**
   * {@return what an interface's rules do to a host without rules}
   *
   * @param family {@link Family#IPV4} or {@link Family#IPV6}
   * @param layout what chains are called and where they are
   * @param tools which iptables and ip6tables load the rules
   * @param name the interface
   * @param origin where the interface is defined
   * @param rules its rules in resolved order; those of other families are skipped
   * @param additions what is added to libvirt's rules
   * @param sink takes the diagnostics
   * @param failures takes the rules that iptables would refuse
   */
  public static Change lower(
      Family family,
      PacketLayout layout,
      ToolVersion tools,
      InterfaceName name,
      Origin origin,
      List<ScopedRule> rules,
      Additions additions,
      DiagnosticSink sink,
      RuleFailures failures) {
    PacketLowering lowering =
        new PacketLowering(family, layout, tools, name, origin, additions, sink);
    ImmutableList<ScopedRule> own =
        rules.stream()
            .filter(rule -> family(rule.rule()).equals(Optional.of(family)))
            .collect(ImmutableList.toImmutableList());
    ImmutableList<ScopedRule> installed = InstalledRules.of(own, layout);
    reportLeftOut(own, installed.size(), sink);
    IcmpReplies replies = new IcmpReplies(installed);
    installed.forEach(rule -> failures.attempt(() -> lowering.add(rule, replies)));
    lowering.dropUndecided();
    return own.isEmpty() && !additions.drops(family) ? Change.none(family) : lowering.change();
  }

  /**
   * {@return what the default policy of an interface does to a host without rules while the guest's
   * address is not known: DHCP passes, without which it would stay unknown}
   *
   * @param family {@link Family#IPV4} or {@link Family#IPV6}, which has no DHCP here
   * @param layout what chains are called and where they are
   * @param interim the interim rules of the interface
   * @param additions what is added to libvirt's rules
   */
  static Change interim(
      Family family, PacketLayout layout, InterimRules interim, Additions additions) {
    if (!additions.drops(family)) {
      return Change.none(family);
    }
    PacketLowering lowering =
        new PacketLowering(
            family,
            layout,
            ToolVersion.V1_8_9, // the interim rules have no words that versions read differently
            interim.name(),
            interim.origin(),
            additions,
            new DiagnosticSink());
    for (PacketSide side : PacketSide.values()) {
      if (family == Family.IPV4 && additions.dropped().contains(SeenTraffic.by(family, side))) {
        lowering.chain(side).addAll(interim.dhcpPackets(side, layout.guestChain(side).accept()));
      }
    }
    lowering.dropUndecided();
    return lowering.change();
  }

  private static void reportLeftOut(List<ScopedRule> own, int installed, DiagnosticSink sink) {
    if (installed < own.size()) {
      int after = own.size() - installed - 1;
      sink.report(
          LoweringCode.RULES_LEFT_OUT,
          own.get(installed).origin(),
          "lists that advance together are not equally long: libvirt leaves out this rule"
              + (after == 0 ? "" : " and " + after + " after it"));
    }
  }

  /** Puts the default policy at the end of each chain whose traffic has one. */
  private void dropUndecided() {
    for (PacketSide side : PacketSide.values()) {
      if (sharedWith(side).isEmpty()
          && additions.dropped().contains(SeenTraffic.by(family, side))) {
        chain(side).addAll(log.dropsByDefault(origin));
      }
    }
  }

  private static Optional<Family> family(Rule rule) {
    return rule.protocol().map(protocol -> Family.of(protocol.layer()));
  }

  private void add(ScopedRule rule, IcmpReplies replies) {
    Protocol protocol = rule.rule().protocol().orElseThrow();
    boolean outgoing = rule.rule().direction() == Direction.OUT;
    ImmutableSet<DiagnosticCode> needless =
        replies.areMissing(rule)
            ? ImmutableSet.of()
            : ImmutableSet.of(LoweringCode.ICMP_ANSWER_SKIPPED);
    List<RuleInstance> all = rule.instances();
    for (PacketSide side : PacketSide.values()) {
      if (sharedWith(side).isEmpty()) {
        boolean swapped = (side == PacketSide.FORWARD_OUT) == outgoing;
        PacketLayout.GuestChain of = layout.guestChain(side);
        chain(side).addAll(instances.lower(all, needless, r -> lower(r, protocol, swapped, of)));
      }
    }
  }

  /** {@return a side before this one that has the very same rules, which are lowered only once} */
  private Optional<PacketSide> sharedWith(PacketSide side) {
    boolean same =
        side == PacketSide.HOST_IN
            && layout.guestChain(side).hasRulesOf(layout.guestChain(PacketSide.FORWARD_IN));
    return same ? Optional.of(PacketSide.FORWARD_IN) : Optional.empty();
  }

  private RuleSequence.Builder chain(PacketSide side) {
    return chains.computeIfAbsent(side, key -> RuleSequence.builder());
  }

  /** {@return the rule of one side, or none} */
  private ImmutableList<ChainRule> lower(
      RuleReport report, Protocol protocol, boolean swapped, PacketLayout.GuestChain chain) {
    Target target = target(report, chain.accept());
    Optional<Comment> comment = comment(report);
    Origin place = report.instance().scoped().origin();
    return PacketMatches.of(report, protocol, swapped, chain.states(), tools, comment)
        .map(matches -> log.with(report.instance().scoped(), new ChainRule(matches, target, place)))
        .orElse(ImmutableList.of());
  }

  private Target target(RuleReport report, Target accept) {
    return switch (report.instance().rule().action()) {
      case ACCEPT -> accept;
      case DROP -> Target.DROP;
      case REJECT -> Target.Reject.DEFAULT;
      case RETURN -> Target.RETURN;
      case CONTINUE -> {
        if (!tools.takesContinue()) {
          report.libvirtRefuses(
              LoweringCode.CONTINUE_FAILS,
              "iptables has no CONTINUE: libvirt fails to start the interface");
        }
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
          "of a comment, iptables keeps " + Comment.MAX_BYTES + " bytes: its end is cut off");
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

  private Change change() {
    String table = layout.table();
    ImmutableList.Builder<Edit> edits = ImmutableList.builder();
    layout.shared().forEach(chain -> edits.add(new Edit.MakeChain(table, chain.name())));
    layout
        .guest()
        .keySet()
        .forEach(side -> edits.add(new Edit.MakeChain(table, layout.chain(side, name))));
    layout
        .entries()
        .asMap()
        .forEach((hook, entered) -> edits.add(new Edit.Insert(table, hook, 1, jumps(entered))));
    for (PacketLayout.SharedChain chain : layout.shared()) {
      edits.add(new Edit.Append(table, chain.name(), ImmutableList.of(dispatch(chain))));
    }
    Map<PacketSide, List<ChainRule>> rules = new EnumMap<>(PacketSide.class);
    for (PacketSide side : layout.guest().keySet()) {
      List<ChainRule> own = sharedWith(side).map(rules::get).orElseGet(() -> chain(side).build());
      rules.put(side, own);
      if (!own.isEmpty()) {
        edits.add(new Edit.Append(table, layout.chain(side, name), own));
      }
    }
    return new Change(family, edits.build());
  }

  private static ImmutableList<ChainRule> jumps(Collection<String> chains) {
    return chains.stream()
        .map(chain -> ChainRule.of(new Target.Jump(chain)))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return the rule by which the interface's packets leave a chain that all share} */
  private ChainRule dispatch(PacketLayout.SharedChain chain) {
    ImmutableList.Builder<Match> matches = ImmutableList.builder();
    if (chain.bridged()) {
      matches.add(BRIDGED);
    }
    matches.add(FieldMatch.of(chain.port(), Values.single(chain.port(), Bits.ofName(name.name()))));
    Target target =
        chain
            .side()
            .<Target>map(side -> new Target.Goto(layout.chain(side, name)))
            .orElse(Target.ACCEPT);
    return new ChainRule(matches.build(), target, origin);
  }
}
