package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import java.util.List;

/** Prepares the matches of a table of nftables. What only other tools have is not known there. */
final class NftTests implements Match.Visitor<Test> {

  private final RuleTable table;
  private final List<Match> before;

  /**
   * Prepares a match of a rule.
   *
   * @param table the table
   * @param before the matches before it in the rule
   */
  NftTests(RuleTable table, List<Match> before) {
    this.table = table;
    this.before = before;
  }

  @Override
  public Test visit(FieldMatch match) {
    return new FieldTest.OfValue(
        match, NftSources.source(table.family(), new Selector(match.field(), match.via()), before));
  }

  @Override
  public Test visit(LookupMatch match) {
    return new LookupTest(
        match, new PacketKey(table.family(), match.key(), before), table.elements(match));
  }

  @Override
  public Test visit(CommentMatch match) {
    return Tests.always(match);
  }

  @Override
  public Test visit(CounterMatch match) {
    return Tests.always(match);
  }

  @Override
  public Test visit(LogMatch match) {
    return Tests.always(match);
  }

  @Override
  public Test visit(StatementMatch match) {
    return match.statement().isPassedByAll() ? new StatementTest(match) : new Tests.Unknown(match);
  }

  @Override
  public Test visit(EitherPortMatch match) {
    return new Tests.Unknown(match);
  }

  @Override
  public Test visit(GratuitousArpMatch match) {
    return new Tests.Unknown(match);
  }

  @Override
  public Test visit(AmongMatch match) {
    return new Tests.Unknown(match);
  }

  @Override
  public Test visit(SetMatch match) {
    return new Tests.Unknown(match);
  }

  @Override
  public Test visit(ConnectionLimitMatch match) {
    return new Tests.Unknown(match);
  }

  @Override
  public Test visit(ExtensionMatch match) {
    return new Tests.Unknown(match);
  }

  @Override
  public Test visit(OpaqueMatch match) {
    return new Tests.Unknown(match);
  }
}
