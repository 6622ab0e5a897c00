package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The form in which the {@code -save} tools print rules after they were loaded, whatever the order
 * of their options was: first the options of the tool itself, then the extensions in the order in
 * which they were loaded, the options of each in one order, with defaults that are printed and
 * without those that are not. Options of extensions that are not known stay as they are.
 */
public final class SavedForm {

  private static final ImmutableList<String> PACKET_OPTIONS =
      ImmutableList.of("-s", "-d", "-i", "-o", "-p", "-f");
  private static final ImmutableList<String> FRAME_OPTIONS =
      ImmutableList.of("-p", "-s", "-d", "-i", "--logical-in", "-o", "--logical-out");

  private SavedForm() {}

  /**
   * {@return a ruleset with the same rules in the form in which they are printed}
   *
   * @param ruleset the rules
   */
  public static Ruleset of(Ruleset ruleset) {
    return of(ruleset, ToolVersion.V1_8_9);
  }

  /**
   * {@return a ruleset with the same rules in the form in which a version of the tools prints them}
   *
   * @param ruleset the rules
   * @param tools the version
   */
  public static Ruleset of(Ruleset ruleset, ToolVersion tools) {
    return new Ruleset(
        ruleset.family(),
        ImmutableMap.copyOf(
            Maps.transformValues(ruleset.tables(), table -> of(ruleset.family(), table, tools))));
  }

  private static Table of(Family family, Table table, ToolVersion tools) {
    return new Table(
        table.name(),
        ImmutableMap.copyOf(
            Maps.transformValues(
                table.chains(),
                chain ->
                    chain.withRules(
                        chain.rules().stream()
                            .map(rule -> of(family, rule, tools))
                            .collect(ImmutableList.toImmutableList())))));
  }

  /**
   * {@return a rule that does the same, in the form in which it is printed}
   *
   * @param family the family
   * @param rule the rule
   */
  public static ChainRule of(Family family, ChainRule rule) {
    return of(family, rule, ToolVersion.V1_8_9);
  }

  private static ChainRule of(Family family, ChainRule rule, ToolVersion tools) {
    if (rule.matches().isEmpty()
        && (rule.entered().isPresent() || rule.target() instanceof Target.Verdict)) {
      return rule; // which has no options
    }
    String line = SaveText.line(family, "x", rule);
    try (LineSource lines = new LineSource(TextSource.text(line, "rule").of(tools))) {
      lines.next();
      Tokenizer tokenizer = new Tokenizer(lines);
      List<Token> words = tokenizer.tokens(line);
      Arrangement arrangement = new Arrangement(family, tools, words.subList(2, words.size()));
      List<Token> arranged = tokenizer.tokens(arrangement.text());
      Set<String> chains = new HashSet<>();
      rule.entered().ifPresent(chains::add);
      return reader(family, lines)
          .read(arranged, 0, rule.counters(), rule.origin(), chains, new HashSet<>(), false);
    }
  }

  private static RuleReader reader(Family family, LineSource lines) {
    return switch (family) {
      case IPV4, IPV6 -> new PacketRuleReader(family, lines);
      case BRIDGE -> new FrameRuleReader(lines);
    };
  }

  /** The words of a rule by what they belong to. */
  private static final class Arrangement {

    private final Family family;
    private final ToolVersion tools;
    private final List<Token> words;
    private final List<SavedWords.Option> own = new ArrayList<>();

    /** The options of each use of an extension; of ebtables, by the extension's name. */
    private final Map<String, List<SavedWords.Option>> extensions = new LinkedHashMap<>();

    private final List<SavedWords.Option> ofTarget = new ArrayList<>();
    private String target = "";
    private String extension = "";
    private int uses;
    private int at;

    Arrangement(Family family, ToolVersion tools, List<Token> words) {
      this.family = family;
      this.tools = tools;
      this.words = words;
      while (at < words.size()) {
        read();
      }
    }

    private List<String> ownNames() {
      return family == Family.BRIDGE ? FRAME_OPTIONS : PACKET_OPTIONS;
    }

    private void read() {
      boolean negated = words.get(at).raw().equals("!") && isOption(at + 1);
      at += negated ? 1 : 0;
      String word = words.get(at++).raw();
      if (word.equals("-m")) {
        extension = words.get(at++).raw();
        uses++;
        extensions.put(key(), new ArrayList<>());
      } else if (word.equals("-j") || word.equals("-g")) {
        target = word + " " + words.get(at++).raw();
      } else {
        List<String> rest = new ArrayList<>();
        boolean text = RuleWords.isText(word);
        while (at < words.size() && ((text && rest.isEmpty()) || !ends(at))) {
          rest.add(words.get(at++).raw());
        }
        add(new SavedWords.Option(negated, word, rest));
      }
    }

    private String key() {
      return uses + " " + extension;
    }

    private boolean ends(int place) {
      return isOption(place) || (words.get(place).raw().equals("!") && isOption(place + 1));
    }

    private boolean isOption(int place) {
      if (place >= words.size()) {
        return false;
      }
      String word = words.get(place).raw();
      return word.matches("-[a-z]") || word.matches("--[a-z0-9].*");
    }

    private void add(SavedWords.Option option) {
      if (ownNames().contains(option.name())) {
        own.add(option);
        return;
      }
      String name = option.name().startsWith("--") ? option.name().substring(2) : option.name();
      SavedWords.Option plain = new SavedWords.Option(option.negated(), name, option.words());
      if (!target.isEmpty()) {
        ofTarget.add(plain);
      } else if (family == Family.BRIDGE) {
        extensions
            .computeIfAbsent(SavedFrameOptions.extensionOf(name), key -> new ArrayList<>())
            .add(plain);
      } else {
        extensions.computeIfAbsent(key(), key -> new ArrayList<>()).add(plain);
      }
    }

    /** {@return the rule's words in order, each with a blank before it} */
    String text() {
      StringBuilder out = new StringBuilder();
      SavedWords ofTool = new SavedWords(own);
      SavedOptions.own(family, ofTool);
      ofTool.sort(ownNames());
      ofTool.options().forEach(option -> append(option, "", out));
      extensions.forEach(
          (key, options) -> {
            SavedWords arranged = new SavedWords(options);
            if (family == Family.BRIDGE) {
              SavedFrameOptions.arrange(key, arranged);
            } else {
              String name = key.substring(key.indexOf(' ') + 1);
              out.append(" -m ").append(name);
              SavedOptions.match(family, tools, name, arranged);
            }
            arranged.options().forEach(option -> append(option, "--", out));
          });
      if (!target.isEmpty()) {
        SavedWords arranged = new SavedWords(ofTarget);
        if (family != Family.BRIDGE) {
          SavedOptions.target(target.substring(3), arranged);
        }
        out.append(' ').append(target);
        arranged.options().forEach(option -> append(option, "--", out));
      }
      return out.toString();
    }

    private static void append(SavedWords.Option option, String hyphens, StringBuilder out) {
      out.append(option.negated() ? " ! " : " ").append(hyphens).append(option.name());
      option.words().forEach(word -> out.append(' ').append(word));
    }
  }
}
