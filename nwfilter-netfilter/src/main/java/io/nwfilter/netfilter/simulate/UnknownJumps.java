package io.nwfilter.netfilter.simulate;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the chains that parts of a table name which are not known: packets may be led to them.
 *
 * @param table the table
 * @param changedSets the names of its maps whose elements packets may change
 */
record UnknownJumps(NftTable table, Set<String> changedSets) {

  private static final Splitter WORDS = Splitter.onPattern("[^\\w./-]+").omitEmptyStrings();

  ImmutableSet<String> chains() {
    List<String> texts = new ArrayList<>();
    table.others().forEach(other -> texts.add(other.text()));
    table.chains().values().stream()
        .flatMap(chain -> chain.chain().rules().stream())
        .forEach(rule -> addTexts(texts, rule));
    ImmutableSet.Builder<String> named = ImmutableSet.builder();
    for (String text : texts) {
      WORDS.splitToStream(text).filter(table.chains()::containsKey).forEach(named::add);
    }
    table.maps().entrySet().stream()
        .filter(map -> changedSets.contains(map.getKey()))
        .map(Map.Entry::getValue)
        .flatMap(map -> map.entries().values().stream())
        .flatMap(verdict -> ChainRule.of(verdict).entered().stream())
        .forEach(named::add);
    return named.build();
  }

  private static void addTexts(List<String> texts, ChainRule rule) {
    rule.matches().stream()
        .filter(StatementMatch.class::isInstance)
        .forEach(match -> texts.add(((StatementMatch) match).statement().text()));
    if (rule.target() instanceof StatementTarget unknown) {
      texts.add(unknown.statement().text());
    }
  }
}
