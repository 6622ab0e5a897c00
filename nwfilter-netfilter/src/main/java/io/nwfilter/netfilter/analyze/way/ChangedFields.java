package io.nwfilter.netfilter.analyze.way;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NftStatement;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which fields a target may change before the next rule is tried. */
public final class ChangedFields implements Target.Visitor<Set<Field>> {

  private static final ImmutableSet<Field> NONE = ImmutableSet.of();
  private static final ImmutableSet<Field> ANY = ImmutableSet.copyOf(EnumSet.allOf(Field.class));

  private static final ImmutableSet<Field> STATE = ImmutableSet.of(Field.CONNECTION_STATE);

  /** A destination that is translated is somewhere else on the link, too. */
  private static final ImmutableSet<Field> DESTINATION =
      ImmutableSet.<Field>builder()
          .addAll(Translations.DESTINATION)
          .add(Field.ETHERNET_DESTINATION, Field.PACKET_TYPE)
          .build();

  /** Targets after which packets go on, with something changed that is known. */
  private static final ImmutableSet<String> CHANGING =
      ImmutableSet.of("CT", "NOTRACK", "CONNMARK", "TCPMSS");

  private ChangedFields() {}

  /** {@return which fields a target may change} */
  public static Set<Field> of(Target target) {
    return target.accept(new ChangedFields());
  }

  /** {@return which fields a rule may change before the next one is tried} */
  public static Set<Field> of(ChainRule rule) {
    Set<Field> ofMatches = ofMatches(rule);
    Set<Field> ofTarget = of(rule.target());
    return ofMatches.isEmpty() ? ofTarget : Sets.union(ofMatches, ofTarget);
  }

  /** {@return what targets of a table may change for later rules of it} */
  public static Set<Field> inTable(RuleTable table) {
    Set<Field> changing = EnumSet.noneOf(Field.class);
    for (Chain chain : table.chains().values()) {
      for (ChainRule rule : chain.rules()) {
        if (!Translations.isTranslation(rule.target())) {
          changing.addAll(of(rule));
        }
      }
    }
    return changing;
  }

  /** {@return the names of the sets that targets change} */
  public static Set<String> sets(Collection<RuleTable> tables) {
    return tables.stream()
        .flatMap(table -> table.chains().values().stream())
        .flatMap(chain -> chain.rules().stream())
        .map(ChainRule::target)
        .filter(target -> target instanceof Target.OpaqueTarget)
        .flatMap(target -> ((Target.OpaqueTarget) target).changedSets().stream())
        .flatMap(List::stream)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** {@return which fields statements of nftables may change that are not a rule's last} */
  static Set<Field> ofMatches(ChainRule rule) {
    Set<Field> changed = NONE;
    for (Match match : rule.matches()) {
      if (match instanceof StatementMatch unknown && !unknown.statement().isOnlyAsking()) {
        changed = Sets.union(changed, of(unknown.statement())).immutableCopy();
      }
    }
    return changed;
  }

  private static Set<Field> of(NftStatement statement) {
    return statement.changedFields().orElse(ANY);
  }

  @Override
  public Set<Field> visit(Target.Verdict verdict) {
    return NONE;
  }

  @Override
  public Set<Field> visit(Target.Reject target) {
    return NONE;
  }

  @Override
  public Set<Field> visit(Target.Jump target) {
    return NONE;
  }

  @Override
  public Set<Field> visit(Target.Goto target) {
    return NONE;
  }

  @Override
  public Set<Field> visit(Target.AddressTranslation target) {
    return Translations.isOfSource(target) ? Translations.SOURCE : DESTINATION;
  }

  @Override
  public Set<Field> visit(Target.SetMark target) {
    return ImmutableSet.of(Field.MARK);
  }

  @Override
  public Set<Field> visit(Target.FrameMark target) {
    return ImmutableSet.of(Field.MARK);
  }

  @Override
  public Set<Field> visit(Target.MacTranslation target) {
    return ImmutableSet.of(
        Field.ETHERNET_SOURCE, Field.ETHERNET_DESTINATION, Field.ARP_SENDER_MAC, Field.PACKET_TYPE);
  }

  @Override
  public Set<Field> visit(Target.ArpReply target) {
    return NONE;
  }

  @Override
  public Set<Field> visit(Target.ExtensionTarget target) {
    return switch (target.name()) {
      case "CT", "NOTRACK" -> target.isWithoutTracking() ? STATE : NONE;
      case "CONNMARK" -> ImmutableSet.of(Field.MARK, Field.CONNECTION_MARK);
      default -> isKnown(target) ? NONE : ANY;
    };
  }

  /** {@return whether it matters to a packet if a target is met} */
  public static boolean hasEffect(Target target) {
    boolean goesOn =
        target == Target.Verdict.CONTINUE
            || (target instanceof Target.ExtensionTarget extension && isKnown(extension))
            || (target instanceof Target.OpaqueTarget opaque && isKnown(opaque))
            || (target instanceof StatementTarget statement
                && statement.statement().isPassedByAll());
    return !goesOn || !of(target).isEmpty();
  }

  /** {@return whether packets go on after a target, which changes only what {@link #of} returns} */
  static boolean isKnown(Target.ExtensionTarget target) {
    return target.isUnchanging() || CHANGING.contains(target.name());
  }

  /** {@return whether packets go on after a target, unchanged} */
  static boolean isKnown(Target.OpaqueTarget target) {
    return target.isUnchanging() || target.changedSets().isPresent();
  }

  @Override
  public Set<Field> visit(Target.OpaqueTarget target) {
    if (Translations.isTranslation(target)) {
      return Sets.union(Translations.SOURCE, DESTINATION);
    }
    return isKnown(target) ? NONE : ANY;
  }

  @Override
  public Set<Field> visit(VerdictMapTarget target) {
    return target.translation().map(this::visit).orElse(NONE);
  }

  @Override
  public Set<Field> visit(StatementTarget target) {
    if (target.statement().isTranslation()) {
      return target.statement().isTranslationOfSource() ? Translations.SOURCE : DESTINATION;
    }
    return of(target.statement());
  }
}
