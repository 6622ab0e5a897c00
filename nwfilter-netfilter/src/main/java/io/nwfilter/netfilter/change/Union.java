package io.nwfilter.netfilter.change;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.RuleSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts changes together that are made to a ruleset that none of them has changed before. */
final class Union implements Edit.Visitor<Union> {

  /** What all of them do to one chain. */
  private static final class Work {
    private final List<Edit.Insert> inserted = new ArrayList<>(1);
    private final List<Edit.Append> appended = new ArrayList<>(1);
  }

  private final Family family;
  private final Map<String, Map<String, Edit.MakeChain>> made = new LinkedHashMap<>();
  private final Map<String, Map<String, Work>> tables = new LinkedHashMap<>();

  Union(Family family) {
    this.family = family;
  }

  void add(Change change) {
    checkArgument(
        change.family() == family,
        "a change for %s among changes for %s",
        change.family().tool(),
        family.tool());
    change.edits().forEach(edit -> edit.accept(this));
  }

  Change change() {
    ImmutableList.Builder<Edit> edits = ImmutableList.builder();
    for (String table : Sets.union(made.keySet(), tables.keySet())) {
      edits.addAll(made.getOrDefault(table, Map.of()).values());
      tables
          .getOrDefault(table, Map.of())
          .forEach((chain, work) -> addRules(table, chain, work, edits));
    }
    return new Change(family, edits.build());
  }

  private static void addRules(
      String table, String chain, Work work, ImmutableList.Builder<Edit> edits) {
    if (work.inserted.size() == 1) {
      edits.add(work.inserted.get(0));
    } else if (!work.inserted.isEmpty()) {
      Set<ChainRule> rules = new LinkedHashSet<>();
      work.inserted.forEach(edit -> rules.addAll(edit.rules()));
      edits.add(new Edit.Insert(table, chain, 1, ImmutableList.copyOf(rules)));
    }
    if (work.appended.size() == 1) {
      edits.add(work.appended.get(0));
    } else if (!work.appended.isEmpty()) {
      RuleSequence.Builder rules = RuleSequence.builder();
      work.appended.forEach(edit -> rules.addAll(edit.rules()));
      edits.add(new Edit.Append(table, chain, rules.build()));
    }
  }

  private Work work(Edit edit, String chain) {
    return tables
        .computeIfAbsent(edit.table(), key -> new LinkedHashMap<>())
        .computeIfAbsent(chain, key -> new Work());
  }

  @Override
  public Union visit(Edit.UseTable edit) {
    throw unexpected(edit);
  }

  @Override
  public Union visit(Edit.MakeChain edit) {
    made.computeIfAbsent(edit.table(), key -> new LinkedHashMap<>())
        .putIfAbsent(edit.chain(), edit);
    return this;
  }

  @Override
  public Union visit(Edit.FlushChain edit) {
    throw unexpected(edit);
  }

  @Override
  public Union visit(Edit.SetPolicy edit) {
    throw unexpected(edit);
  }

  @Override
  public Union visit(Edit.Append edit) {
    work(edit, edit.chain()).appended.add(edit);
    return this;
  }

  @Override
  public Union visit(Edit.Insert edit) {
    checkArgument(edit.position() == 1, "%s is not an insertion at the start of a chain", edit);
    work(edit, edit.chain()).inserted.add(edit);
    return this;
  }

  @Override
  public Union visit(Edit.Delete edit) {
    throw unexpected(edit);
  }

  @Override
  public Union visit(Edit.DeleteChain edit) {
    throw unexpected(edit);
  }

  private static IllegalArgumentException unexpected(Edit edit) {
    return new IllegalArgumentException(edit + " depends on what other changes do");
  }
}
