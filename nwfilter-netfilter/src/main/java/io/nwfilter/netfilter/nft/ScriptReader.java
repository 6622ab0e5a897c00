package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads commands one after the other (nft(8), "Scripting", "Tables", "Chains", "Rules"), of which a
 * listing has only declarations of tables with a block each. The result is what they make of a
 * kernel without tables.
 */
final class ScriptReader {

  /** Words of families, without which a command is about IPv4. */
  private static final Set<String> FAMILIES =
      ImmutableSet.of("ip", "ip6", "inet", "bridge", "arp", "netdev");

  /** Commands of nft that scripts may have, and that are not read. */
  private static final Set<String> OTHER_COMMANDS =
      ImmutableSet.of(
          "replace", "rename", "list", "reset", "get", "export", "import", "monitor", "describe");

  private static final Set<String> COMMANDS =
      ImmutableSet.of("table", "add", "create", "insert", "delete", "destroy", "flush");

  private final WordStream words;
  private final Map<String, TableDraft> tables = new LinkedHashMap<>();
  private final Map<String, List<NftObject>> others = new LinkedHashMap<>();

  private ScriptReader(WordStream words) {
    this.words = words;
  }

  /** {@return whether a word names a family} */
  static boolean isFamily(String word) {
    return FAMILIES.contains(word);
  }

  /** {@return whether a word begins a command that is read} */
  static boolean isCommand(String word) {
    return COMMANDS.contains(word);
  }

  /** {@return the tables that commands make} */
  static NftRuleset read(WordStream words) {
    return new ScriptReader(words).read();
  }

  private NftRuleset read() {
    words.skipEnds();
    while (!words.isAtEnd()) {
      int start = words.position();
      try {
        command();
      } catch (IllegalArgumentException e) {
        words.back(Math.max(start, words.position() - 1));
        throw words.refused(e);
      }
      words.skipEnds();
    }
    ImmutableList.Builder<NftTable> built = ImmutableList.builder();
    for (TableDraft draft : tables.values()) {
      words.back(draft.position());
      try {
        built.add(draft.build());
      } catch (IllegalArgumentException e) {
        throw words.refused(e);
      }
    }
    return new NftRuleset(built.build(), others.values().stream().flatMap(List::stream).toList());
  }

  private void command() {
    int start = words.position();
    String verb = words.peek().is("table") ? "add" : words.next().text();
    String object = words.peek().text();
    switch (verb) {
      case "add", "create" -> {
        switch (object) {
          case "table" -> declare();
          case "chain" -> chain();
          case "rule" -> rule(/* first= */ false);
          case "set", "map" -> set(object);
          case "element" -> elements();
          case "counter", "quota", "limit", "secmark", "synproxy", "flowtable", "ct" -> part();
          default -> throw unknown(start);
        }
      }
      case "insert" -> {
        if (!object.equals("rule")) {
          throw unknown(start);
        }
        rule(/* first= */ true);
      }
      case "delete", "destroy" -> {
        if (!object.equals("table")) {
          throw unknown(start);
        }
        delete();
      }
      case "flush" -> flush(start, object);
      default -> throw unknown(start);
    }
  }

  private RuntimeException unknown(int start) {
    words.back(start);
    if (words.peek().is("include")) {
      return words.syntax(
          "'include' is not read: give what 'nft list ruleset' prints, or one file");
    }
    boolean known = isCommand(words.peek().text()) || OTHER_COMMANDS.contains(words.peek().text());
    return words.syntax(
        known
            ? "'" + words.peek() + " " + words.peek(1) + "' is not a command that is read here"
            : "a table is expected, not " + WordStream.shown(words.peek()));
  }

  /** {@return the family that comes next, {@code ip} if none does} */
  private String family() {
    boolean given = FAMILIES.contains(words.peek().text()) && !isEndOfName(words.peek(1));
    boolean omitted = isEndOfName(words.peek(1));
    return given || !omitted ? words.next().text() : NftFamily.IP.word();
  }

  /** {@return the family of a command about a part of a table, {@code ip} if none comes next} */
  private String familyOfPart() {
    return FAMILIES.contains(words.peek().text()) ? words.next().text() : NftFamily.IP.word();
  }

  private static boolean isEndOfName(Word word) {
    return word.isEnd() || word.is("{");
  }

  private void declare() {
    int start = words.position();
    words.next();
    String word = family();
    Optional<NftFamily> family = NftFamily.of(word);
    String name = words.next().text();
    if (family.isPresent()) {
      TableDraft table =
          tables.computeIfAbsent(
              word + " " + name, key -> new TableDraft(family.get(), new NftName(name), start));
      if (!words.peek().isEnd()) {
        words.require("{");
        TableReader.parts(words, table);
      }
    } else if (words.peek().is("{")) {
      words.back(start);
      others
          .computeIfAbsent(word + " " + name, key -> new ArrayList<>())
          .add(Blocks.other(words, 2));
    }
  }

  private void delete() {
    words.next();
    String key = family() + " " + words.next().text();
    tables.remove(key);
    others.remove(key);
  }

  /**
   * {@return the table that a command names}
   *
   * @throws IllegalArgumentException if it was not declared before, or is not modelled
   */
  private TableDraft table() {
    String key = familyOfPart() + " " + words.next().text();
    TableDraft table = tables.get(key);
    if (table == null) {
      throw new IllegalArgumentException("there is no table '" + key + "'");
    }
    return table;
  }

  private void chain() {
    words.next();
    TableDraft table = table();
    String name = words.next().text();
    if (words.peek().isEnd()) {
      table.chain(NftChain.user(name, List.of()));
    } else {
      table.chain(
          ChainReader.read(table, name, words).orElseThrow(() -> notModelled("chain", name)));
    }
  }

  private static IllegalArgumentException notModelled(String kind, String name) {
    return new IllegalArgumentException(
        kind + " '" + name + "' is not known, and is only kept in the block of its table");
  }

  private void rule(boolean first) {
    words.next();
    TableDraft table = table();
    String chain = words.next().text();
    List<ChainRule> rules = table.rules(chain);
    String place = words.peek().text();
    if (place.equals("handle") || place.equals("position")) {
      throw new IllegalArgumentException("'" + place + "' is the place of a rule in a kernel");
    }
    int at = place.equals("index") ? index(first, rules.size()) : first ? 0 : rules.size();
    rules.add(at, RuleParser.read(table.family(), words));
  }

  /** {@return where a rule comes that is before or after one by its number, from 0} */
  private int index(boolean before, int rules) {
    words.next();
    Integer number = Ints.tryParse(words.next().text());
    if (number == null || number < 0 || number >= rules) {
      throw new IllegalArgumentException("there is no rule at that index of the chain");
    }
    return before ? number : number + 1;
  }

  private void set(String kind) {
    words.next();
    TableDraft table = table();
    NftName name = new NftName(words.next().text());
    if (kind.equals("set")) {
      table.set(SetReader.set(words, name).orElseThrow(() -> notModelled(kind, name.name())));
    } else {
      table.map(SetReader.map(words, name).orElseThrow(() -> notModelled(kind, name.name())));
    }
  }

  private void part() {
    String kind = Blocks.kind(words);
    TableDraft table = table();
    table.other(Blocks.part(words, kind, words.next().text()));
  }

  private void elements() {
    words.next();
    TableDraft table = table();
    String name = words.next().text();
    Optional<NftSet> set = table.set(name);
    Optional<NftVerdictMap> map = table.map(name);
    if (set.isEmpty() && map.isEmpty() && table.isKept(name)) {
      keptElements(table, name);
      return;
    }
    SetType type =
        set.map(NftSet::type)
            .or(() -> map.map(NftVerdictMap::type))
            .orElseThrow(() -> notModelled("set", name));
    int start = words.position();
    Optional<ImmutableMap<SetKey, Target>> read =
        ElementsParser.read(
            words,
            type.key().stream().map(Expressions::ofType).toList(),
            /* map= */ map.isPresent());
    if (read.isEmpty()) {
      words.back(start);
      table.keep(name);
      keptElements(table, name);
      return;
    }
    ImmutableMap<SetKey, Target> elements = read.get();
    set.ifPresent(known -> table.set(NftSet.of(name, type, elements.keySet().asList())));
    map.ifPresent(known -> table.map(NftVerdictMap.of(name, type, elements)));
  }

  /** Adds elements to a set or map that is kept word for word. */
  private void keptElements(TableDraft table, String name) {
    words.require("{");
    int start = words.position();
    int depth = 1;
    while (depth > 0) {
      if (words.isAtEnd() || words.peek().isEnd()) {
        throw words.syntax("'}' is expected, not " + WordStream.shown(words.peek()));
      }
      Word word = words.next();
      depth += word.is("{") ? 1 : word.is("}") ? -1 : 0;
    }
    words.back(words.position() - 1);
    table.addKept(name, words.textFrom(start));
    words.next();
  }

  private void flush(int start, String object) {
    words.next();
    switch (object) {
      case "ruleset" -> {
        boolean all = words.peek().isEnd();
        String family = all ? "" : words.next().text() + " ";
        tables.keySet().removeIf(key -> key.startsWith(family));
        others.keySet().removeIf(key -> key.startsWith(family));
      }
      case "table" -> {
        Optional.ofNullable(tables.get(family() + " " + words.next().text()))
            .ifPresent(TableDraft::flush);
      }
      case "chain" -> {
        TableDraft table = table();
        table.rules(words.next().text()).clear();
      }
      case "set", "map" -> {
        TableDraft table = table();
        table.flushElements(words.next().text());
      }
      default -> throw unknown(start);
    }
  }
}
