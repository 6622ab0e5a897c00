package io.nwfilter.netfilter.nft;

import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table while it is read. What is declared again is added to what is there, as nft does: rules to
 * their chain, elements to their set.
 */
final class TableDraft {

  private final NftFamily family;
  private final NftName name;
  private final int position;
  private Optional<Comment> comment = Optional.empty();
  private final Set<TableFlag> flags = EnumSet.noneOf(TableFlag.class);
  private final Map<String, NftChain> chains = new LinkedHashMap<>();
  private final Map<String, List<ChainRule>> rules = new HashMap<>();
  private final Map<String, NftSet> sets = new LinkedHashMap<>();
  private final Map<String, Set<SetKey>> elements = new HashMap<>();
  private final Map<String, NftVerdictMap> maps = new LinkedHashMap<>();
  private final Map<String, Map<SetKey, Target>> entries = new HashMap<>();
  private final List<NftObject> others = new ArrayList<>();

  /**
   * Begins a table.
   *
   * @param family its family
   * @param name its name
   * @param position where it is declared first
   */
  TableDraft(NftFamily family, NftName name, int position) {
    this.family = family;
    this.name = name;
    this.position = position;
  }

  NftFamily family() {
    return family;
  }

  int position() {
    return position;
  }

  void comment(Comment text) {
    comment = Optional.of(text);
  }

  void flag(TableFlag flag) {
    flags.add(flag);
  }

  void other(NftObject other) {
    others.add(other);
  }

  void chain(NftChain chain) {
    chains.merge(chain.name(), chain, TableDraft::together);
    rules.computeIfAbsent(chain.name(), name -> new ArrayList<>()).addAll(chain.chain().rules());
  }

  /** {@return the chain of a name, if it has been declared; its rules are {@link #rules}} */
  Optional<NftChain> chain(String chain) {
    return Optional.ofNullable(chains.get(chain));
  }

  /** {@return whether a chain of a name has been declared that is kept word for word} */
  boolean isKeptChain(String chain) {
    return others.stream()
        .anyMatch(other -> other.kind().equals("chain") && other.name().equals(chain));
  }

  private static NftChain together(NftChain old, NftChain more) {
    NftChain placed = more.chain().isBase() ? more : old;
    return new NftChain(placed.chain(), more.comment().or(old::comment));
  }

  /**
   * {@return the rules of a chain that has been declared, to which others may be added}
   *
   * @throws IllegalArgumentException if there is no chain of that name
   */
  List<ChainRule> rules(String chain) {
    List<ChainRule> known = rules.get(chain);
    if (known == null) {
      throw new IllegalArgumentException("there is no chain '" + chain + "'");
    }
    return known;
  }

  /** Deletes all rules. */
  void flush() {
    rules.values().forEach(List::clear);
  }

  void set(NftSet set) {
    sets.putIfAbsent(set.name().name(), set);
    elements
        .computeIfAbsent(set.name().name(), name -> new LinkedHashSet<>())
        .addAll(set.elements());
  }

  void map(NftVerdictMap map) {
    maps.putIfAbsent(map.name().name(), map);
    entries.computeIfAbsent(map.name().name(), name -> new LinkedHashMap<>()).putAll(map.entries());
  }

  /** {@return the set of a name, if it has been declared and is modelled} */
  Optional<NftSet> set(String set) {
    return Optional.ofNullable(sets.get(set));
  }

  /** {@return the verdict map of a name, if it has been declared} */
  Optional<NftVerdictMap> map(String map) {
    return Optional.ofNullable(maps.get(map));
  }

  /** {@return whether a set or map of a name has been declared that is kept word for word} */
  boolean isKept(String name) {
    return others.stream().anyMatch(other -> KeptElements.isOf(other, name));
  }

  /** Adds elements to a set or map that is kept word for word. */
  void addKept(String name, String more) {
    others.replaceAll(
        other -> KeptElements.isOf(other, name) ? KeptElements.add(other, more) : other);
  }

  /** Deletes the elements of a set or map. */
  void flushElements(String named) {
    others.replaceAll(other -> KeptElements.isOf(other, named) ? KeptElements.flush(other) : other);
    elements.getOrDefault(named, new HashSet<>()).clear();
    entries.getOrDefault(named, new HashMap<>()).clear();
  }

  /**
   * {@return the table}
   *
   * @throws IllegalArgumentException if the kernel could not have such a table
   */
  NftTable build() {
    NftTable.Builder table = new NftTable.Builder(family, name);
    flags.forEach(table::flag);
    comment.ifPresent(table::comment);
    chains.forEach((chain, known) -> table.chain(known.withRules(rules(chain))));
    sets.values().forEach(known -> table.set(whole(known)));
    maps.values().forEach(known -> table.map(whole(known)));
    others.forEach(table::other);
    return table.build();
  }

  private NftSet whole(NftSet known) {
    return new NftSet(
        known.name(),
        known.type(),
        elements.getOrDefault(known.name().name(), Set.of()),
        known.comment());
  }

  private NftVerdictMap whole(NftVerdictMap known) {
    return new NftVerdictMap(
        known.name(),
        known.type(),
        entries.getOrDefault(known.name().name(), Map.of()),
        known.comment());
  }

  /** Keeps a set or map word for word from now on, which may get elements that are not modelled. */
  void keep(String named) {
    NftSet set = sets.remove(named);
    if (set != null) {
      others.add(new NftObject("set", named, NftScript.block(whole(set))));
    }
    NftVerdictMap map = maps.remove(named);
    if (map != null) {
      others.add(new NftObject("map", named, NftScript.block(whole(map))));
    }
    elements.remove(named);
    entries.remove(named);
  }
}
