package io.nwfilter.netfilter.text;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads rules as ebtables(8) writes and reads them. Extensions load by themselves here. */
final class FrameRuleReader extends RuleReader {

  private static final Splitter COMMA = Splitter.on(',').omitEmptyStrings();

  /** ebtables-save 1.8.9 prints no blank after a range of types of IGMP. */
  private static final Pattern GLUED = Pattern.compile("([0-9]+(?::[0-9]+)?)(-[^0-9].*)");

  FrameRuleReader(LineSource lines) {
    super(Family.BRIDGE, lines);
  }

  @Override
  List<Match> matches() {
    List<Match> matches = newMatches();
    while (hasNext()) {
      boolean negated = takeNegation();
      Token token = hasNext() ? next() : tokens.get(tokens.size() - 1);
      switch (token.text()) {
        case "-j", "--jump" -> {
          requireFirstTarget(token);
          target = jump(wordAfter(token));
        }
        case "-c", "--set-counters" -> counters(token);
        default -> option(token, negated, matches);
      }
    }
    return unmet(matches).isEmpty() ? matches : inOrder(matches);
  }

  /** {@return the first match that needs another one, which does not come before it} */
  private Optional<FieldMatch> unmet(List<Match> matches) {
    RuleContext context = new RuleContext();
    for (Match match : matches) {
      if (match instanceof FieldMatch asked) {
        if (options.usual(asked, context).isEmpty()) {
          return Optional.of(asked);
        }
        context.add(asked);
      }
    }
    return Optional.empty();
  }

  /**
   * The tool also accepts the protocol after the options that need it, but prints it before them.
   */
  private List<Match> inOrder(List<Match> matches) {
    List<Match> ordered = new ArrayList<>(matches);
    ordered.sort(Comparator.comparing(match -> !isOn(match, Field.ETHER_TYPE)));
    protocolFirst(ordered);
    Optional<FieldMatch> unmet = unmet(ordered);
    if (unmet.isPresent()) {
      throw syntax(
          tokens.get(tokens.size() - 1),
          "the rule matches " + unmet.get() + ", but not the protocol that has it");
    }
    return ordered;
  }

  /** Puts the protocol before the first option of its extension, which is loaded there. */
  private void protocolFirst(List<Match> matches) {
    for (int at = 0; at < matches.size(); at++) {
      if (isOn(matches.get(at), Field.IP_PROTOCOL)) {
        int first = 0;
        while (first < at && !isOfPackets(matches.get(first))) {
          first++;
        }
        matches.add(first, matches.remove(at));
        return;
      }
    }
  }

  private boolean isOfPackets(Match match) {
    return match instanceof FieldMatch asked
        && options.rows().stream()
            .anyMatch(row -> row.field() == asked.field() && row.name().startsWith("--ip"));
  }

  private static boolean isOn(Match match, Field field) {
    return match instanceof FieldMatch asked && asked.field() == field;
  }

  private void option(Token token, boolean negated, List<Match> matches) {
    Optional<FieldOption> row = options.find("", token.text());
    String name = token.text().startsWith("--") ? token.text().substring(2) : "";
    if (row.isPresent()) {
      field(row.get(), token, negated, matches);
    } else if (token.is("--arp-gratuitous")) {
      matches.add(new GratuitousArpMatch(negated));
    } else if (token.is("--among-src")) {
      matches.add(among(Field.ETHERNET_SOURCE, token, negated));
    } else if (token.is("--among-dst")) {
      matches.add(among(Field.ETHERNET_DESTINATION, token, negated));
    } else if (ExtensionTable.frameExtension(name).isPresent()) {
      extension(ExtensionTable.frameExtension(name).get(), name, token, negated, matches);
    } else if (!name.isEmpty()) {
      opaque(name, token, negated, matches);
    } else {
      throw syntax(token, "'" + token.raw() + "' is not a known option");
    }
  }

  private void field(FieldOption row, Token token, boolean negated, List<Match> matches) {
    boolean inverted = negated != takeInnerNegation(row.form().words());
    if (row.field() == Field.IGMP_TYPE) {
      unglue();
    }
    ImmutableList<String> words = words(token, row.form().words());
    Optional<Values> values = values(row, token, words);
    if (values.isPresent()) {
      matches.add(match(row, values.get(), inverted));
      return;
    }
    String name = row.savedName().substring(2);
    String extension = ExtensionTable.frameExtension(name).orElseThrow();
    add(extension, legal(token, () -> new OptionUse(name, inverted, words)), matches);
  }

  private void unglue() {
    Matcher glued = GLUED.matcher(hasNext() ? peek().raw() : "");
    if (glued.matches()) {
      Token token = next();
      int column = token.column() + glued.end(1);
      Token first = new Token(glued.group(1), glued.group(1), token.column());
      Token second = new Token(glued.group(2), glued.group(2), column);
      tokens.set(at - 1, first);
      tokens.add(at, second);
      at--;
    }
  }

  private AmongMatch among(Field field, Token token, boolean negated) {
    boolean inverted = takeInnerNegation(1);
    String list = wordAfter(token).text();
    return legal(
        token,
        () -> {
          ImmutableList.Builder<AmongMatch.Member> members = ImmutableList.builder();
          for (String member : COMMA.split(list)) {
            int sign = member.indexOf('=');
            MacAddress mac = MacAddress.parse(sign < 0 ? member : member.substring(0, sign));
            Optional<Ipv4Address> ip =
                sign < 0
                    ? Optional.empty()
                    : Optional.of(Ipv4Address.parseDottedQuad(member.substring(sign + 1)))
                        .filter(address -> address.bits() != 0); // which means any
            members.add(new AmongMatch.Member(mac, ip));
          }
          return new AmongMatch(field, members.build(), negated != inverted);
        });
  }

  private void extension(
      String extension, String name, Token token, boolean negated, List<Match> matches) {
    OptionShape shape = ExtensionTable.option(family, extension, name).orElseThrow();
    boolean inverted = takeInnerNegation(shape.words());
    ImmutableList<String> words = words(token, shape.words());
    add(extension, legal(token, () -> new OptionUse(name, negated != inverted, words)), matches);
  }

  /** Options of one extension that follow each other are one match. */
  private static void add(String extension, OptionUse use, List<Match> matches) {
    int last = matches.size() - 1;
    if (last >= 0
        && matches.get(last) instanceof ExtensionMatch before
        && before.extension().equals(extension)) {
      ImmutableList<OptionUse> all =
          ImmutableList.<OptionUse>builder().addAll(before.options()).add(use).build();
      matches.set(last, new ExtensionMatch(extension, all, false));
    } else {
      matches.add(new ExtensionMatch(extension, ImmutableList.of(use), false));
    }
  }

  /** An option that is not known takes all words up to the next option. */
  private void opaque(String name, Token token, boolean negated, List<Match> matches) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    if (negated) {
      words.add("!");
    }
    words.add(token.raw());
    while (hasNext() && !peek().isOption() && !isNegatedOption()) {
      words.add(next().raw());
    }
    matches.add(legal(token, () -> new OpaqueMatch(name, words.build())));
  }

  private boolean isNegatedOption() {
    return peek().is("!") && at + 1 < tokens.size() && tokens.get(at + 1).isOption();
  }

  private Target jump(Token name) {
    for (Verdict verdict : Verdict.values()) {
      if (name.is(verdict.name())) {
        return verdict; // also if there is a chain named CONTINUE, which the tool does not enter
      }
    }
    if (chains.contains(name.text())) {
      return legal(name, () -> new Target.Jump(name.text()));
    }
    return switch (name.text()) {
      case "mark", "dnat", "snat", "redirect", "arpreply" -> known(name);
      default -> otherTarget(name, rawWords());
    };
  }

  private Target known(Token name) {
    targetNames.add(name.text());
    return switch (name.text()) {
      case "mark" -> mark(name);
      case "dnat" ->
          translation(name, Target.MacTranslationKind.DNAT, "--to-dst", "--to-destination");
      case "snat" -> translation(name, Target.MacTranslationKind.SNAT, "--to-src", "--to-source");
      case "redirect" -> translation(name, Target.MacTranslationKind.REDIRECT, "", "");
      default -> arpReply(name);
    };
  }

  private boolean takeOption(String option) {
    boolean found = hasNext() && peek().is(option);
    if (found) {
      at++;
    }
    return found;
  }

  private Verdict then(Token name, Verdict usual) {
    String option = "--" + name.text() + "-target";
    if (!takeOption(option)) {
      return usual;
    }
    Token word = wordAfter(name);
    return legal(word, () -> verdict(word.text()));
  }

  private static Verdict verdict(String text) {
    for (Verdict verdict : Verdict.values()) {
      if (text.equals(verdict.name())) {
        return verdict;
      }
    }
    throw new IllegalValueException(text, "ACCEPT, DROP, CONTINUE or RETURN");
  }

  /** {@return the verdict, if its option comes before the others, as it may} */
  private Optional<Verdict> early(Token name) {
    return hasNext() && peek().is("--" + name.text() + "-target")
        ? Optional.of(then(name, Verdict.ACCEPT))
        : Optional.empty();
  }

  private Target mark(Token name) {
    Optional<Verdict> early = early(name);
    for (Target.MarkOperation operation : Target.MarkOperation.values()) {
      if (takeOption("--mark-" + operation.word())) {
        Token word = wordAfter(name);
        long value = legal(word, () -> NumberForms.parse(Field.MARK, word.text()));
        Verdict then = early.orElseGet(() -> then(name, Verdict.ACCEPT));
        return new Target.FrameMark(operation, value, then);
      }
    }
    throw syntax(name, "the target mark needs --mark-set, --mark-or, --mark-and or --mark-xor");
  }

  private Target translation(
      Token name, Target.MacTranslationKind kind, String option, String longOption) {
    Optional<MacAddress> mac = Optional.empty();
    Optional<Verdict> early = early(name);
    if (!option.isEmpty()) {
      if (!takeOption(option) && !takeOption(longOption)) {
        throw syntax(name, "the target " + name.text() + " needs " + option);
      }
      Token word = wordAfter(name);
      mac = Optional.of(legal(word, () -> MacAddress.parse(word.text())));
    }
    boolean arp = takeOption("--snat-arp");
    Verdict then = early.orElseGet(() -> then(name, Verdict.ACCEPT));
    arp |= takeOption("--snat-arp");
    Optional<MacAddress> address = mac;
    boolean changesArp = arp;
    return legal(name, () -> new Target.MacTranslation(kind, address, changesArp, then));
  }

  private Target arpReply(Token name) {
    Optional<Verdict> early = early(name);
    if (!takeOption("--arpreply-mac")) {
      throw syntax(name, "the target arpreply needs --arpreply-mac");
    }
    Token word = wordAfter(name);
    MacAddress mac = legal(word, () -> MacAddress.parse(word.text()));
    return new Target.ArpReply(mac, early.orElseGet(() -> then(name, Verdict.DROP)));
  }
}
