package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads rules as iptables(8) and iptables-extensions(8) write and read them. */
final class PacketRuleReader extends RuleReader {

  private static final ImmutableMap<Long, String> PROTOCOL_EXTENSIONS =
      ImmutableMap.of(1L, "icmp", 6L, "tcp", 17L, "udp", 33L, "dccp", 58L, "icmp6", 132L, "sctp");

  /** The flags that {@code --syn} stands for. */
  private static final ImmutableList<String> SYN = ImmutableList.of("FIN,SYN,RST,ACK", "SYN");

  /** Matches of the tool itself, and extensions, in the order of the rule. */
  private final List<Consumer<MatchCollector>> parts = new ArrayList<>();

  /** What the rule has named so far, from which the tool knows which extension an option is of. */
  private final RuleContext named = new RuleContext();

  /** The last use of each known extension in the rule, the latest at the end. */
  private final List<ExtensionUse> known = new ArrayList<>();

  private @Nullable ExtensionUse last;

  PacketRuleReader(Family family, LineSource lines) {
    super(family, lines);
  }

  @Override
  List<Match> matches() {
    parts.clear();
    known.clear();
    last = null;
    named.clear();
    while (hasNext()) {
      boolean negated = takeNegation();
      Token token = hasNext() ? next() : tokens.get(tokens.size() - 1);
      read(token, negated);
    }
    MatchCollector matches = new MatchCollector(options);
    parts.forEach(part -> part.accept(matches));
    legal(tokens.get(tokens.size() - 1), () -> requireNeeds(matches.matches()));
    return matches.matches();
  }

  /**
   * Refuses a match whose option needs a protocol that the rule does not have, as the tool does.
   */
  private void requireNeeds(List<Match> matches) {
    RuleContext before = new RuleContext();
    for (Match match : matches) {
      if (match instanceof FieldMatch asked) {
        options.rowOf(asked, before, matches);
        before.add(asked);
      }
    }
  }

  private void read(Token token, boolean negated) {
    switch (token.text()) {
      case "-m", "--match", "-j", "--jump", "-g", "--goto", "-c", "--set-counters" -> {
        if (negated) {
          throw syntax(token, "'" + token.raw() + "' cannot be negated");
        }
        ofRule(token);
      }
      default -> option(token, negated);
    }
  }

  /** Reads an option of the rule itself that asks for nothing. */
  private void ofRule(Token token) {
    switch (token.text()) {
      case "-m", "--match" -> load(wordAfter(token), token);
      case "-c", "--set-counters" -> counters(token);
      case "-j", "--jump" -> {
        requireFirstTarget(token);
        target = jump(wordAfter(token));
      }
      default -> {
        requireFirstTarget(token);
        target = goTo(wordAfter(token));
      }
    }
  }

  private void load(Token name, Token option) {
    ExtensionUse use = new ExtensionUse(family, name.text(), option);
    add(use);
    if (use.isOpaque()) {
      use.addRaw(rawWords());
    }
  }

  private void option(Token token, boolean negated) {
    Optional<FieldOption> own = options.find("", token.text());
    if (own.isPresent()) {
      FieldMatch match = fieldMatch(own.get(), token, negated).orElseThrow(() -> unknown(token));
      named.note(match);
      parts.add(matches -> matches.addOwn(match));
      return;
    }
    ExtensionUse use = extensionOf(token);
    if (use == null) {
      use = lastExtension(token);
      use.makeOpaque();
    }
    int start = at - 1;
    if (!use.isOpaque()) {
      extensionOption(use, token, negated);
    } else {
      at = start;
      if (negated) {
        use.addRaw(List.of("!"));
      }
      use.addRaw(List.of(next().raw()));
      use.addRaw(rawWords());
      return;
    }
    if (negated) {
      use.addRaw(List.of("!"));
    }
    use.addRaw(tokens.subList(start, at).stream().map(Token::raw).toList());
  }

  private void add(ExtensionUse use) {
    parts.add(matches -> legal(use.option(), () -> use.addTo(matches)));
    last = use;
    if (ExtensionTable.isKnown(family, use.extension())) {
      known.removeIf(before -> before.extension().equals(use.extension()));
      known.add(use);
    }
  }

  private TextException unknown(Token token) {
    return syntax(token, "'" + token.raw() + "' is not a known option");
  }

  /** {@return the last extension, whose options are kept word for word if one is not known} */
  private ExtensionUse lastExtension(Token token) {
    if (last == null || !token.isOption() || isAbbreviatedTarget(token)) {
      throw unknown(token);
    }
    return last;
  }

  /** {@return the extension that an option belongs to, which that of the protocol need not name} */
  private @Nullable ExtensionUse extensionOf(Token token) {
    for (int i = known.size() - 1; i >= 0; i--) {
      if (knows(known.get(i).extension(), token)) {
        return known.get(i);
      }
    }
    String implied = PROTOCOL_EXTENSIONS.get(named.value(Field.IP_PROTOCOL));
    if (implied != null && knows(implied, token)) {
      ExtensionUse use = new ExtensionUse(family, implied, token);
      add(use);
      return use;
    }
    return null;
  }

  /**
   * An option of the protocol's extension may come after those of an extension or target that is
   * not known.
   */
  @Override
  boolean isOfRule(int place) {
    String implied = PROTOCOL_EXTENSIONS.get(named.value(Field.IP_PROTOCOL));
    Token token = tokens.get(place);
    if (token.is("!") && place + 1 < tokens.size()) {
      token = tokens.get(place + 1);
    }
    return super.isOfRule(place) || (implied != null && knows(implied, token));
  }

  private boolean knows(String extension, Token token) {
    return token.text().startsWith("--")
        && (options.find(extension, token.text()).isPresent()
            || ExtensionTable.option(family, extension, token.text().substring(2)).isPresent()
            || isSyn(extension, token));
  }

  private static boolean isSyn(String extension, Token token) {
    return extension.equals("tcp") && token.is("--syn");
  }

  private void extensionOption(ExtensionUse use, Token token, boolean negated) {
    if (isSyn(use.extension(), token)) {
      FieldOption flags = options.find("tcp", "--tcp-flags").orElseThrow();
      addField(use, flags, token, SYN, negated);
      return;
    }
    Optional<FieldOption> row = options.find(use.extension(), token.text());
    if (row.isPresent()) {
      int count = row.get().form().words();
      boolean inverted = takeInnerNegation(count);
      ImmutableList<String> words = words(token, count);
      addField(use, row.get(), token, words, negated != inverted);
      return;
    }
    String name = token.text().substring(2);
    OptionShape shape = ExtensionTable.option(family, use.extension(), name).orElseThrow();
    boolean inverted = takeInnerNegation(shape.words());
    ImmutableList<String> words = words(token, shape.words());
    use.add(legal(token, () -> new OptionUse(name, negated != inverted, words)));
  }

  private void addField(
      ExtensionUse use, FieldOption row, Token token, List<String> words, boolean negated) {
    String name = row.savedName().substring(2);
    if (negated && !row.form().isNegatable()) {
      throw syntax(token, "'" + token.raw() + "' cannot be negated");
    }
    OptionUse option = legal(token, () -> new OptionUse(name, negated, words));
    Optional<Values> values = values(row, token, words);
    if (values.isPresent()) {
      use.add(option, match(row, values.get(), negated));
    } else {
      use.add(option);
    }
  }

  private Optional<FieldMatch> fieldMatch(FieldOption row, Token token, boolean negated) {
    int count = row.form().words();
    boolean inverted = takeInnerNegation(count);
    ImmutableList<String> words = words(token, count);
    return values(row, token, words).map(found -> match(row, found, negated != inverted));
  }

  private Target goTo(Token name) {
    if (declaredOnly && !chains.contains(name.text())) {
      throw new TextException(
          TextCode.UNKNOWN_CHAIN,
          "'" + name.text() + "' is not a chain that has been declared before this line",
          lines.location(name.column()));
    }
    return legal(name, () -> new Target.Goto(name.text()));
  }

  private Target jump(Token name) {
    if (chains.contains(name.text())) {
      return legal(name, () -> new Target.Jump(name.text()));
    }
    return switch (name.text()) {
      case "ACCEPT" -> Target.ACCEPT;
      case "DROP" -> Target.DROP;
      case "RETURN" -> Target.RETURN;
      default -> targetWithOptions(name);
    };
  }

  private Target targetWithOptions(Token name) {
    int start = at;
    Optional<Target> known = new TargetReader(this, name).read();
    if (known.isPresent()) {
      targetNames.add(name.text());
      return known.get();
    }
    at = start;
    return otherTarget(name, rawWords());
  }
}
