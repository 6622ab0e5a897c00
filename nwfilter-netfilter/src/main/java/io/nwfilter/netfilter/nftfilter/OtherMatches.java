package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.netfilter.diagnostic.NftFilterCode;
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
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;

/**
 * The matches of a rule as nftables has them: those of both layers that are not about fields. What
 * nftables has no statement for is refused by name.
 */
abstract class OtherMatches implements Match.Visitor<ImmutableList<Match>> {

  private final DiagnosticSink sink;
  private final Origin origin;
  private boolean refused;
  private boolean impossible;

  /**
   * Creates a translator of one rule.
   *
   * @param sink takes what nftables cannot ask
   * @param origin where the rule comes from
   */
  OtherMatches(DiagnosticSink sink, Origin origin) {
    this.sink = sink;
    this.origin = origin;
  }

  /**
   * {@return whether there is such a rule: nftables has all matches, and some packet meets them}
   */
  final boolean isPossible() {
    return !refused && !impossible;
  }

  /** {@return nothing to ask, for a match that all packets with the header meet, or none} */
  final ImmutableList<Match> all(FieldMatch match) {
    impossible |= match.negated();
    return ImmutableList.of();
  }

  /** {@return whether a match wants, or excludes, all values of its field} */
  static boolean isOfAll(FieldMatch match) {
    return match.values().cubes(match.field().width()).stream()
        .anyMatch(cube -> cube.mask().isZero());
  }

  final ImmutableList<Match> refuse(String what) {
    refused = true;
    sink.report(NftFilterCode.NFT_INEXPRESSIBLE, origin, "nftables cannot ask for " + what);
    return ImmutableList.of();
  }

  @Override
  public abstract ImmutableList<Match> visit(FieldMatch match);

  @Override
  public ImmutableList<Match> visit(ExtensionMatch match) {
    return LogStatements.of(match).orElseGet(() -> refuse(match.extension()));
  }

  @Override
  public ImmutableList<Match> visit(CommentMatch match) {
    return ImmutableList.of(match);
  }

  @Override
  public ImmutableList<Match> visit(EitherPortMatch match) {
    return refuse("ports of either end");
  }

  @Override
  public ImmutableList<Match> visit(GratuitousArpMatch match) {
    return refuse("gratuitous ARP: it cannot compare two addresses of a frame");
  }

  @Override
  public ImmutableList<Match> visit(AmongMatch match) {
    return refuse("lists of ebtables (among)");
  }

  @Override
  public ImmutableList<Match> visit(SetMatch match) {
    return refuse("members of the ipset '" + match.set() + "'");
  }

  @Override
  public ImmutableList<Match> visit(ConnectionLimitMatch match) {
    return refuse("the number of connections of an address (connlimit)");
  }

  @Override
  public ImmutableList<Match> visit(OpaqueMatch match) {
    return refuse("'" + match + "'");
  }

  @Override
  public ImmutableList<Match> visit(LookupMatch match) {
    return ImmutableList.of(match);
  }

  @Override
  public ImmutableList<Match> visit(CounterMatch match) {
    return ImmutableList.of(match);
  }

  @Override
  public ImmutableList<Match> visit(LogMatch match) {
    return ImmutableList.of(match);
  }

  @Override
  public ImmutableList<Match> visit(StatementMatch match) {
    return ImmutableList.of(match);
  }
}
