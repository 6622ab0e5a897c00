package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Target.Verdict;

/** Writes edits, one after the other, in the blocks of their tables. */
final class ChangeWriter implements Edit.Visitor<StringBuilder> {

  private final Family family;
  private final BlockWriter blocks;
  private final StringBuilder out;

  ChangeWriter(Family family, BlockWriter blocks) {
    this.family = family;
    this.blocks = blocks;
    this.out = blocks.out;
  }

  void write(Change change) {
    for (Edit edit : change.edits()) {
      blocks.table(edit.table());
      edit.accept(this);
    }
    blocks.commit();
  }

  @Override
  public StringBuilder visit(Edit.UseTable edit) {
    return out;
  }

  /** The policy of a chain that others jump to means nothing here, but the syntax wants one. */
  @Override
  public StringBuilder visit(Edit.MakeChain edit) {
    if (isBase(edit.table(), edit.chain())) {
      throw new InexpressibleException(
          family.tool()
              + " already has the base chain '"
              + edit.chain()
              + "' and cannot create it");
    }
    blocks.declare(edit.chain());
    out.append(':').append(edit.chain());
    out.append(family == Family.BRIDGE ? " ACCEPT\n" : " - [0:0]\n");
    return out;
  }

  @Override
  public StringBuilder visit(Edit.FlushChain edit) {
    out.append("-F ").append(edit.chain()).append('\n');
    return out;
  }

  @Override
  public StringBuilder visit(Edit.SetPolicy edit) {
    if (family == Family.BRIDGE) {
      out.append("-P ").append(edit.chain()).append(' ').append(edit.policy()).append('\n');
    } else if (edit.policy() == Verdict.RETURN) {
      throw new InexpressibleException(family.tool() + " cannot set the policy RETURN");
    } else if (!isBase(edit.table(), edit.chain())) {
      throw new InexpressibleException(
          family.tool() + " has policies only for base chains, not for '" + edit.chain() + "'");
    } else {
      out.append(':').append(edit.chain()).append(' ').append(edit.policy());
      out.append(" [").append(edit.counters().orElse(Counters.ZERO)).append("]\n");
    }
    return out;
  }

  private boolean isBase(String table, String chain) {
    return BaseChains.find(family, table, chain).isPresent();
  }

  @Override
  public StringBuilder visit(Edit.Append edit) {
    for (ChainRule rule : edit.rules()) {
      blocks.origin(rule);
      out.append("-A ").append(edit.chain());
      blocks.rule(rule);
    }
    return out;
  }

  @Override
  public StringBuilder visit(Edit.Insert edit) {
    int position = edit.position();
    for (ChainRule rule : edit.rules()) {
      blocks.origin(rule);
      out.append("-I ").append(edit.chain()).append(' ').append(position++);
      blocks.rule(rule);
    }
    return out;
  }

  @Override
  public StringBuilder visit(Edit.Delete edit) {
    for (int i = 0; i < edit.count(); i++) {
      out.append("-D ").append(edit.chain()).append(' ').append(edit.position()).append('\n');
    }
    return out;
  }

  @Override
  public StringBuilder visit(Edit.DeleteChain edit) {
    out.append("-X ").append(edit.chain()).append('\n');
    return out;
  }
}
