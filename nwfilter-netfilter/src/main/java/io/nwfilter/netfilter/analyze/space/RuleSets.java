package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.EVERYTHING;

import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ConntrackOptions;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.TransportOptions;
import io.nwfilter.netfilter.simulate.NftTags;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says which packets meet a match, and so which meet all matches of a rule. */
public interface RuleSets extends Match.Visitor<Integer> {

  /** {@return the packets that have a connection} */
  int connected();

  /** {@return the family of the rules} */
  Family family();

  /** {@return the packets that have octets which are compared with both ports} */
  int withPorts();

  /**
   * {@return the first matches of a chain; empty if it is short, rules of it lead elsewhere, or
   * there are too many cases}
   *
   * @param chain the chain
   */
  Optional<FirstMatches> firstMatches(Chain chain);

  /**
   * {@return the same, for what one rule asks: what is not known has the same reply wherever the
   * same rule asks the same}
   *
   * @param chain the chain of the rule
   * @param rule its place in the chain, from 0
   */
  RuleSets inRule(Chain chain, int rule);

  /** {@return the packets whose octets meet a match on a port or on the flags of TCP} */
  int ofOctets(FieldMatch match);

  /** {@return the table of nftables that the rules are of; empty if it is another one} */
  Optional<RuleTable> nft();

  /** {@return the packets in frames with a tag} */
  int tagged();

  /** {@return the packets that meet a match of nftables, as it is after others of its rule} */
  private int afterOthers(List<Match> matches, int index, Diagrams diagrams) {
    Match match = matches.get(index);
    List<Match> before = matches.subList(0, index);
    int met = match.accept(this);
    return NftTags.fields(match).anyMatch(f -> NftTags.areHidden(family(), f, before))
        ? diagrams.without(met, tagged())
        : met;
  }

  /** {@return the packets that meet a match, as it is among the others of its rule} */
  private int one(List<Match> matches, int index, Diagrams diagrams) {
    return switch (TransportOptions.form(family(), matches, index)) {
      case OF_HEADER -> matches.get(index).accept(this);
      case OF_OCTETS -> ofOctets((FieldMatch) matches.get(index));
      case NOTHING -> EVERYTHING;
      case NOT_BOTH -> {
        List<FieldMatch> pair = TransportOptions.pair(family(), matches, index);
        int either = diagrams.or(ofOctets(pair.get(0)), ofOctets(pair.get(1)));
        yield diagrams.and(withPorts(), either);
      }
    };
  }

  /** {@return the packets that meet all matches of a rule} */
  default int all(List<Match> matches, Diagrams diagrams) {
    List<Integer> met = new ArrayList<>(matches.size());
    for (int i = 0; i < matches.size(); i++) {
      if (nft().isPresent()) {
        met.add(afterOthers(matches, i, diagrams));
        continue;
      }
      int one = one(matches, i, diagrams);
      if (ConntrackOptions.areSkippedWithoutConnection(matches, i)) {
        one = diagrams.choose(connected(), one, EVERYTHING);
      }
      met.add(one);
    }
    return diagrams.intersection(met);
  }
}
