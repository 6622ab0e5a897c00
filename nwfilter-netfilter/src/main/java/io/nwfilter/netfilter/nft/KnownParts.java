package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.text.TextException;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes of a table one that says what its parts mean which are kept word for word, so far as that
 * is known: of sets and maps with options that change nothing for packets, the elements; of
 * translations by maps, whereto they translate. Such a table is for packets, not for printing.
 */
final class KnownParts {

  private final NftTable table;
  private final Set<String> changed;
  private final Map<String, DataMap> data = new HashMap<>();
  private final List<NftSet> sets = new ArrayList<>();
  private final List<NftVerdictMap> maps = new ArrayList<>();
  private final List<NftObject> others = new ArrayList<>();

  private KnownParts(NftTable table, Set<String> changed) {
    this.table = table;
    this.changed = changed;
  }

  /**
   * {@return the table with its known parts}
   *
   * @param table the table as it is kept
   * @param changed the names of sets and maps that rules change
   */
  static NftTable of(NftTable table, Set<String> changed) {
    boolean any =
        table.others().stream().anyMatch(KnownParts::isSet)
            || table.chains().values().stream()
                .flatMap(chain -> chain.chain().rules().stream())
                .anyMatch(KnownParts::isTranslation);
    return any ? new KnownParts(table, changed).table() : table;
  }

  private static boolean isSet(NftObject other) {
    return other.kind().equals("set") || other.kind().equals("map");
  }

  private static boolean isTranslation(ChainRule rule) {
    return rule.target() instanceof StatementTarget target && target.statement().isTranslation();
  }

  private NftTable table() {
    for (NftObject other : table.others()) {
      if (!isSet(other) || !read(other)) {
        others.add(other);
      }
    }
    NftTable withSets;
    try {
      withSets = with(table, sets, maps, others);
    } catch (IllegalArgumentException e) {
      withSets = table; // a rule asks for other fields than those of the set, as far as is known
    }
    NftTable.Builder known = NftTable.builder(withSets.family(), withSets.name().name());
    withSets.comment().ifPresent(known::comment);
    withSets.flags().forEach(known::flag);
    withSets.sets().values().forEach(known::set);
    withSets.maps().values().forEach(known::map);
    withSets.others().forEach(known::other);
    for (NftChain chain : withSets.chains().values()) {
      known.chain(chain.withRules(chain.chain().rules().stream().map(this::rule).toList()));
    }
    return known.build();
  }

  private static NftTable with(
      NftTable table, List<NftSet> sets, List<NftVerdictMap> maps, List<NftObject> others) {
    NftTable.Builder known = NftTable.builder(table.family(), table.name().name());
    table.comment().ifPresent(known::comment);
    table.flags().forEach(known::flag);
    table.chains().values().forEach(known::chain);
    table.sets().values().forEach(known::set);
    table.maps().values().forEach(known::map);
    sets.forEach(known::set);
    maps.forEach(known::map);
    others.forEach(known::other);
    return known.build();
  }

  /** Reads a set or map; false if packets may still be led by what is not known of it. */
  private boolean read(NftObject other) {
    try {
      WordStream words = Lexer.words(TextSource.text(other.text(), other.name()));
      words.skip(1);
      NftName name = new NftName(words.next().text());
      if (other.kind().equals("set")) {
        Optional<NftSet> set = KeptSetReader.set(words, name);
        set.ifPresent(sets::add);
        return set.isPresent();
      }
      int start = words.position();
      Optional<NftVerdictMap> map = KeptSetReader.map(words, name);
      map.ifPresent(maps::add);
      if (map.isEmpty()) {
        words.back(start);
        KeptSetReader.data(words)
            .filter(known -> !changed.contains(other.name()))
            .ifPresent(known -> data.put(other.name(), known));
      }
      return map.isPresent();
    } catch (TextException | IllegalArgumentException e) {
      return false; // it is kept, and what it has is not known
    }
  }

  private ChainRule rule(ChainRule rule) {
    if (!isTranslation(rule)) {
      return rule;
    }
    String text = ((StatementTarget) rule.target()).statement().text();
    try {
      return MapTranslationParser.read(table.family(), rule, text, ImmutableMap.copyOf(data))
          .orElse(rule);
    } catch (TextException | IllegalArgumentException e) {
      return rule;
    }
  }
}
