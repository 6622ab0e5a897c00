package io.nwfilter.netfilter.nft;

import static io.nwfilter.netfilter.nft.Expressions.WITH_PORTS;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.text.InexpressibleException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes rules as nft lists them, each statement with a blank before it. */
final class RuleText implements Match.Visitor<String> {

  private final NftFamily family;
  private final Established established;
  private final ChainRule rule;
  private boolean counted;

  /** Whether a statement asks whether octets of the packet are not some value. */
  private boolean excludes;

  /** Whether one asks whether types or codes of ICMP are not some value. */
  private boolean excludesMessages;

  private RuleText(NftFamily family, ChainRule rule) {
    this.family = family;
    this.rule = rule;
    this.established = new Established(family);
  }

  /**
   * {@return a rule as a line}
   *
   * @throws InexpressibleException if nft has no statement for a part of it
   */
  static String write(NftFamily family, ChainRule rule) {
    return new RuleText(family, rule).write();
  }

  private String write() {
    StringBuilder line = new StringBuilder();
    List<Match> matches = rule.matches();
    for (int i = 0; i < matches.size(); i++) {
      Match match = matches.get(i);
      boolean implied =
          i + 1 < matches.size()
              ? isImplied(match, matches.get(i + 1)) || areImplied(i)
              : isImplied(match, rule.target());
      if (!implied) {
        append(line, match.accept(this));
      }
      established.add(match);
    }
    append(line, rule.target().accept(new TargetText(family, established, line.isEmpty())));
    for (Match match : matches) {
      if (match instanceof CommentMatch comment) {
        append(line, Quoted.comment(comment.comment()));
      }
    }
    return line.toString();
  }

  /** {@return whether nft asks for all matches from one on before it translates by a map} */
  private boolean areImplied(int first) {
    List<Match> matches = rule.matches();
    return rule.target() instanceof VerdictMapTarget map
        && map.translation().isPresent()
        && matches.subList(first, matches.size()).stream()
            .allMatch(match -> isImplied(match, rule.target()));
  }

  private static void append(StringBuilder line, String statement) {
    if (!statement.isEmpty()) {
      line.append(line.isEmpty() ? "" : " ").append(statement);
    }
  }

  /** {@return whether nft asks for a match before the next one without a word} */
  private boolean isImplied(Match match, Match next) {
    if (!(match instanceof FieldMatch asked) || asked.negated() || asked.via().isPresent()) {
      return false;
    }
    if (Established.isPresence(match)) {
      Header header = asked.field().header();
      return next instanceof FieldMatch field
          && Expressions.of(field.field(), field.extension()).stream()
              .filter(expression -> !expression.isOfOctets())
              .anyMatch(expression -> expression.needed().filter(header::equals).isPresent());
    }
    return isProtocol(asked) && isProtocolOf(asked, fields(next));
  }

  /** {@return whether nft asks for a match before the target without a word} */
  private boolean isImplied(Match match, Target target) {
    boolean rejection =
        target instanceof Target.Reject reject
            && reject.reason() != Target.RejectReason.TCP_RESET
            && family != NftFamily.IP
            && family != NftFamily.IP6;
    return (rejection && Established.isPresence(match))
        || Established.neededBy(target)
            .filter(header -> match.equals(Established.presence(header)))
            .isPresent()
        || (match instanceof FieldMatch asked
            && isProtocol(asked)
            && isProtocolOf(asked, keyFields(target)));
  }

  /** {@return whether a match asks for a single protocol} */
  private static boolean isProtocol(FieldMatch asked) {
    return asked.field() == Field.IP_PROTOCOL
        && !asked.negated()
        && asked.via().isEmpty()
        && asked.values() instanceof Masked masked
        && masked.isSingle(Field.IP_PROTOCOL.width());
  }

  /** {@return whether nft asks for a protocol before it takes one of some fields} */
  private static boolean isProtocolOf(FieldMatch asked, List<Field> fields) {
    int protocol = (int) ((Masked) asked.values()).value().low();
    return fields.stream().anyMatch(field -> isOf(field, protocol));
  }

  private static List<Field> keyFields(Target target) {
    return target instanceof VerdictMapTarget map
        ? map.key().stream().map(Selector::field).toList()
        : List.of();
  }

  private static List<Field> fields(Match match) {
    if (match instanceof FieldMatch asked) {
      boolean ofOctets =
          Expressions.of(asked.field(), asked.extension()).stream()
              .anyMatch(Expression::isOfOctets);
      return ofOctets ? List.of() : List.of(asked.field());
    }
    return match instanceof LookupMatch lookup
        ? lookup.key().stream().map(Selector::field).toList()
        : List.of();
  }

  private static boolean isOf(Field field, int protocol) {
    return switch (field) {
      case SOURCE_PORT, DESTINATION_PORT -> WITH_PORTS.containsKey(protocol);
      default ->
          Expressions.of(field, null).stream()
              .anyMatch(expression -> expression.protocol() == protocol);
    };
  }

  private ExpressionChoice choice() {
    return new ExpressionChoice(established);
  }

  @Override
  public String visit(FieldMatch asked) {
    FieldMatch match = TranslationStatus.listed(asked);
    boolean both = family == NftFamily.INET || family == NftFamily.BRIDGE;
    if (both && Established.isPresence(match)) {
      return presence(match.field().header());
    }
    String via = match.extension();
    if (via == null
        && isIcmp(match.field())
        && match.values() instanceof Masked message
        && message.isSingle(16)) {
      return typeAndCode(match, message);
    }
    Expression expression = choice().of(match.field(), via, match.values());
    if (match.negated() && isIcmp(match.field()) && !expression.isOfOctets()) {
      if (excludesMessages) {
        throw refusal(match); // nft has no mask for a part of a field
      }
      excludesMessages = true;
    } else if (match.negated() && expression.isMerged() && isSingle(match)) {
      boolean first = !excludes;
      excludes = true;
      if (!first) {
        return masked(expression, (Masked) match.values());
      }
    }
    return expression + new ValuesText(expression, match.negated()).write(match.values());
  }

  private static boolean isSingle(FieldMatch match) {
    return match.values() instanceof Masked masked && masked.isSingle(match.field().width());
  }

  /**
   * {@return a negated comparison that stays one} nft 1.0.6 makes a single one of two that look at
   * neighbouring octets, which holds unless both values are there, not only if neither is; it does
   * not do so with a mask, which it does not list.
   */
  private static String masked(Expression expression, Masked single) {
    return expression
        + " & "
        + expression.text().write(single.mask())
        + " != "
        + expression.text().write(single.value());
  }

  private static boolean isIcmp(Field field) {
    return field == Field.ICMP_TYPE || field == Field.ICMPV6_TYPE;
  }

  private static String typeAndCode(FieldMatch match, Masked both) {
    if (match.negated()) {
      throw refusal(match);
    }
    List<Expression> expressions = Expressions.of(match.field(), null);
    return expressions.stream()
        .map(
            expression ->
                expression
                    + " "
                    + ValuesText.element(
                        expression,
                        new Masked(both.value().and(expression.mask()), expression.mask())))
        .collect(Collectors.joining(" "));
  }

  private String presence(Header header) {
    boolean ipv4 = header == Header.IPV4;
    return family == NftFamily.INET
        ? "meta nfproto " + (ipv4 ? "ipv4" : "ipv6")
        : "meta protocol " + (ipv4 ? "ip" : "ip6");
  }

  @Override
  public String visit(LookupMatch match) {
    List<Expression> key = key(match.key());
    String set =
        match.set() instanceof LookupMatch.Elements.Listed listed
            ? "{ "
                + listed.elements().stream()
                    .map(element -> element(key, element))
                    .collect(Collectors.joining(", "))
                + " }"
            : match.set().toString();
    return selectors(key) + (match.negated() ? " != " : " ") + set;
  }

  private List<Expression> key(List<Selector> key) {
    return key(key, established);
  }

  /** {@return the expressions that take the parts of a key from packets} */
  static List<Expression> key(List<Selector> key, Established established) {
    ExpressionChoice choice = new ExpressionChoice(established);
    return key.stream()
        .map(selector -> choice.of(selector.field(), selector.via().orElse(null)))
        .toList();
  }

  /** {@return expressions as a concatenation} */
  static String selectors(List<Expression> key) {
    return key.stream().map(Expression::toString).collect(Collectors.joining(" . "));
  }

  /** {@return an element of a set of expressions} */
  static String element(List<Expression> key, SetKey element) {
    List<String> parts = new ArrayList<>(key.size());
    for (int i = 0; i < key.size(); i++) {
      parts.add(ValuesText.element(key.get(i), element.parts().get(i)));
    }
    return String.join(" . ", parts);
  }

  @Override
  public String visit(CounterMatch match) {
    boolean first = !counted;
    counted = true;
    return rule.counters()
        .filter(counters -> first)
        .map(
            counters ->
                "counter packets "
                    + Long.toUnsignedString(counters.packets())
                    + " bytes "
                    + Long.toUnsignedString(counters.bytes()))
        .orElse("counter");
  }

  @Override
  public String visit(LogMatch match) {
    StringBuilder text = new StringBuilder("log");
    for (OptionUse option : match.options()) {
      if (option.words().size() != 1 || option.negated()) {
        throw refusal(match);
      }
      String word = option.words().get(0);
      text.append(' ').append(option.name()).append(' ');
      switch (option.name()) {
        case "prefix" -> text.append(Quoted.text(word));
        case "level", "flags", "group", "snaplen", "queue-threshold" -> {
          if (!word.matches("[a-z0-9]+([ ,][a-z0-9]+)*")) {
            throw refusal(match);
          }
          text.append(word);
        }
        default -> throw refusal(match);
      }
    }
    return text.toString();
  }

  /** A comment is written after the verdict. */
  @Override
  public String visit(CommentMatch match) {
    return "";
  }

  @Override
  public String visit(StatementMatch match) {
    return match.statement().text();
  }

  @Override
  public String visit(EitherPortMatch match) {
    throw refusal(match);
  }

  @Override
  public String visit(GratuitousArpMatch match) {
    throw refusal(match);
  }

  @Override
  public String visit(AmongMatch match) {
    throw refusal(match);
  }

  @Override
  public String visit(SetMatch match) {
    throw refusal(match);
  }

  @Override
  public String visit(ConnectionLimitMatch match) {
    throw refusal(match);
  }

  @Override
  public String visit(ExtensionMatch match) {
    throw refusal(match);
  }

  @Override
  public String visit(OpaqueMatch match) {
    throw refusal(match);
  }

  private static InexpressibleException refusal(Match match) {
    return new InexpressibleException("nft has no statement for " + match);
  }
}
