package io.nwfilter.netfilter.nft;

import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.NftName;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.AddressTranslation;
import io.nwfilter.netfilter.ruleset.Target.TranslationFlag;
import io.nwfilter.netfilter.ruleset.Target.TranslationKind;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads translations to what a map has: {@code dnat to tcp dport map @hosts}, {@code snat to ip
 * saddr map { … }}, {@code dnat ip to tcp dport map @both}, {@code redirect to :tcp dport map { …
 * }}, an address before a colon and a map of ports, and a map of addresses before a colon and a
 * port.
 */
final class MapTranslationParser {

  /** What is before the map that has only ports. */
  private static final Pattern PORTS = Pattern.compile("( to )(\\S*):(?=[a-z])");

  private final NftFamily family;
  private final Map<String, DataMap> maps;
  private final WordStream words;
  private final Optional<AddressSpan> address;
  private final boolean ofPorts;

  private MapTranslationParser(NftFamily family, String text, Map<String, DataMap> maps) {
    this.family = family;
    this.maps = maps;
    Matcher ports = PORTS.matcher(text);
    this.ofPorts = ports.find();
    this.address =
        ofPorts && !ports.group(2).isEmpty()
            ? Optional.of(TranslationParser.addressesOf(ports.group(2)))
            : Optional.empty();
    this.words = Lexer.words(TextSource.text(ofPorts ? ports.replaceFirst("$1") : text, "rule"));
  }

  /**
   * {@return a rule that says whereto packets are translated; empty if that is not known}
   *
   * @param family the family of its table
   * @param rule the rule, whose target is a statement
   * @param text the statement
   * @param maps the maps of the table that are known
   */
  static Optional<ChainRule> read(
      NftFamily family, ChainRule rule, String text, Map<String, DataMap> maps) {
    return new MapTranslationParser(family, text, maps).read(rule);
  }

  private Optional<ChainRule> read(ChainRule rule) {
    TranslationKind kind = TranslationKind.valueOf(words.next().text().toUpperCase(Locale.ROOT));
    while (!words.peek().isEnd() && !words.peek().is("to")) {
      if (words.peek().is("prefix") || words.peek().is("interval")) {
        return Optional.empty();
      }
      words.next(); // ip, ip6, and addr . port
    }
    words.require("to");
    Established established = new Established(family);
    rule.matches().forEach(established::add);
    MatchParser parser = new MatchParser(family, words, established);
    Optional<List<Expression>> key = parser.key();
    if (key.isEmpty() || !words.take("map")) {
      return Optional.empty();
    }
    Optional<List<Selector>> selectors = MatchParser.selectors(key.get());
    Optional<DataMap> map = map(key.get());
    if (selectors.isEmpty() || map.isEmpty()) {
      return Optional.empty();
    }
    Optional<PortSpan> port = port();
    Map<SetKey, Target> entries = new LinkedHashMap<>();
    Set<TranslationFlag> flags = TranslationParser.flags(words);
    if (!words.peek().isEnd()) {
      return Optional.empty();
    }
    map.get()
        .entries()
        .forEach(
            (found, data) ->
                entries.put(
                    found,
                    AddressTranslation.of(
                        kind,
                        data.addresses().or(() -> address),
                        data.ports().or(() -> port),
                        flags)));
    return Optional.of(
        with(rule, parser.implied(key.get()), selectors.get(), entries, established));
  }

  private ChainRule with(
      ChainRule rule,
      List<Match> implied,
      List<Selector> key,
      Map<SetKey, Target> entries,
      Established established) {
    List<Match> matches = new ArrayList<>(rule.matches());
    matches.addAll(implied);
    if (entries.isEmpty()) {
      return counted(rule, new ChainRule(matches, Target.Verdict.CONTINUE, rule.origin()));
    }
    Target target = new VerdictMapTarget(key, new VerdictMapTarget.Entries.Listed(entries));
    implied.forEach(established::add);
    Optional<Header> needed =
        Established.neededBy(target).filter(header -> !established.has(header));
    needed.map(Established::presence).ifPresent(matches::add);
    return counted(rule, new ChainRule(matches, target, rule.origin()));
  }

  private static ChainRule counted(ChainRule rule, ChainRule known) {
    return rule.counters().map(known::withCounters).orElse(known);
  }

  /** {@return the map that comes next, if all of it is of ports or of addresses, as is asked} */
  private Optional<DataMap> map(List<Expression> key) {
    Optional<NftName> name = MatchParser.name(words);
    Optional<DataMap> map =
        name.isPresent()
            ? name.map(NftName::name).map(maps::get)
            : ElementsParser.values(words, key, DataMap.Data::read).map(DataMap::new);
    return map.filter(
        known ->
            known.entries().values().stream()
                .allMatch(data -> data.addresses().isEmpty() == ofPorts));
  }

  /** {@return the port after a map of addresses and a colon} */
  private Optional<PortSpan> port() {
    String text = words.peek().text();
    if (!text.startsWith(":")) {
      return Optional.empty();
    }
    words.next();
    return Optional.of(TranslationParser.portsOf(text.substring(1)));
  }
}
