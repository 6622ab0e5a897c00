package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.IcmpValues;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.BaseChains;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Map;
import java.util.Optional;

/** Writes a rule in both spellings, and reads it again. */
final class RoundTrip {

  /** A chain that rules may jump to. */
  private static final String THERE = "there";

  private RoundTrip() {}

  /**
   * {@return what no option asks for, if the rule cannot be written}
   *
   * @throws AssertionError if what was written reads back as another rule, or if only one of the
   *     spellings can be written
   */
  static Optional<String> refusal(Family family, ChainRule rule) {
    Optional<String> restore = refusal(() -> readRestore(family, rule), rule);
    Optional<String> save = refusal(() -> readSave(family, rule), rule);
    assertEquals(restore, save, rule::toString);
    return restore;
  }

  /** A way to write a rule and read it again. */
  private interface Way {
    ChainRule rule();
  }

  private static Optional<String> refusal(Way way, ChainRule rule) {
    ChainRule read;
    try {
      read = way.rule();
    } catch (InexpressibleException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (TextException e) {
      throw new AssertionError("cannot be read: " + rule, e);
    }
    assertEquals(rule, read);
    return Optional.empty();
  }

  static ChainRule rule(Target target, Match... matches) {
    return ChainRule.of(target, matches);
  }

  /** {@return the restore text of a rule, without its table and chain} */
  static String restoreText(Family family, ChainRule rule) {
    String text = RestoreText.write(change(family, rule));
    return cut(text, "*filter\n-A FORWARD", "\nCOMMIT\n");
  }

  /** {@return the save text of a rule, without its table and chain} */
  static String saveText(Family family, ChainRule rule) {
    String text = SaveText.write(ruleset(family, rule));
    int start = text.indexOf("-A FORWARD");
    return cut(text.substring(start), "-A FORWARD", "\nCOMMIT\n");
  }

  /** {@return the rule that the options of a line are read as} */
  static ChainRule read(Family family, String options) {
    String text = "*filter\n-A FORWARD " + options + "\nCOMMIT\n";
    return onlyRule(RestoreText.read(family, TextSource.text(text, "text")));
  }

  private static String cut(String text, String head, String tail) {
    assertEquals(head, text.substring(0, head.length()));
    assertEquals(tail, text.substring(text.length() - tail.length()));
    return text.substring(head.length(), text.length() - tail.length()).strip();
  }

  private static ChainRule readRestore(Family family, ChainRule rule) {
    String text = RestoreText.write(change(family, rule));
    return onlyRule(RestoreText.read(family, TextSource.text(text, "text").of(tools(rule))));
  }

  /** To tools before 1.8.11, the ICMP type 255 is any type whatever the code. */
  private static ToolVersion tools(ChainRule rule) {
    boolean exact =
        rule.matches().stream()
            .anyMatch(
                match ->
                    match instanceof FieldMatch asked
                        && asked.field() == Field.ICMP_TYPE
                        && asked.values() instanceof Values.Masked message
                        && message.equals(IcmpValues.of(255, (int) message.value().low() & 0xff)));
    return exact ? ToolVersion.V1_8_11 : ToolVersion.V1_8_9;
  }

  private static ChainRule onlyRule(Change change) {
    Edit.Append append = (Edit.Append) Iterables.getLast(change.edits());
    return Iterables.getOnlyElement(append.rules());
  }

  private static Change change(Family family, ChainRule rule) {
    return new Change(
        family, ImmutableList.of(new Edit.Append("filter", "FORWARD", ImmutableList.of(rule))));
  }

  private static ChainRule readSave(Family family, ChainRule rule) {
    Ruleset ruleset = ruleset(family, rule);
    TextSource written = TextSource.text(SaveText.write(ruleset), "text").of(tools(rule));
    Ruleset read = SaveText.read(family, written);
    return Iterables.getOnlyElement(read.chain("filter", "FORWARD").rules());
  }

  private static Ruleset ruleset(Family family, ChainRule rule) {
    Table table = Map.copyOf(BaseChains.of(family)).get(Table.FILTER);
    if (table == null) {
      throw new AssertionError("no table filter");
    }
    Chain forward = table.chain("FORWARD").orElseThrow().withRules(ImmutableList.of(rule));
    Table changed =
        new Table(
            Table.FILTER, ImmutableMap.of("FORWARD", forward, THERE, Chain.user(family, THERE)));
    return new Ruleset(family, ImmutableMap.of(Table.FILTER, changed));
  }
}
