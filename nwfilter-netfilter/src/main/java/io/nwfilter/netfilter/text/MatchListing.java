package io.nwfilter.netfilter.text;

import com.google.common.base.Joiner;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values.Range;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints the matches of a rule as {@code iptables -L -n -v} does: some of them in columns, the
 * others one after the other, each with a blank before it.
 */
final class MatchListing implements Match.Visitor<StringBuilder> {

  private final Family family;
  private final OptionTable options;
  private final StringBuilder out;
  private final OptionWords words;
  private final RuleContext context = new RuleContext();
  private List<Match> rule = List.of();
  private final Map<ListingColumn, String> columns = new EnumMap<>(ListingColumn.class);
  private String loaded = "";

  /**
   * Creates a printer.
   *
   * @param out takes the matches that have no column
   */
  MatchListing(Family family, StringBuilder out) {
    this.family = family;
    this.options = OptionTable.of(family);
    this.out = out;
    this.words = new OptionWords(out);
  }

  /** Prints the matches of a rule. */
  void append(List<Match> matches) {
    context.clear();
    rule = matches;
    columns.clear();
    loaded = "";
    matches.forEach(match -> match.accept(this));
  }

  /** {@return what the last rule has in a column, or null} */
  @Nullable String column(ListingColumn column) {
    return columns.get(column);
  }

  /** Prints the heading of an extension where its options begin. */
  private void load(String extension, boolean fresh) {
    if (fresh || !extension.equals(loaded)) {
      ExtensionTable.match(family, extension).ifPresent(words::heading);
      loaded = extension;
    }
  }

  @Override
  public StringBuilder visit(FieldMatch match) {
    FieldOption row = options.rowOf(match, context, rule);
    context.add(match);
    boolean negated = match.negated() != row.inverted();
    if (row.listing() instanceof ListingLabel label) {
      load(row.extension(), match.fresh());
      out.append(' ').append(label.start(negated, match.values() instanceof Range));
      row.form().write(match.field(), match.values(), Spelling.LISTING, out);
      return out.append(label.end());
    }
    return inColumn((ListingColumn) row.listing(), row, match, negated);
  }

  private StringBuilder inColumn(
      ListingColumn column, FieldOption row, FieldMatch match, boolean negated) {
    StringBuilder text = new StringBuilder(24);
    if (row.form().words() > 0) {
      row.form().write(match.field(), match.values(), Spelling.LISTING, text);
    }
    if (columns.containsKey(column)) { // no tool takes such a rule, but nothing must get lost
      out.append(negated ? " ! " : " ").append(row.name());
      return text.isEmpty() ? out : out.append(' ').append(text);
    }
    // The one option without a value is printed itself, without its hyphen if it is negated.
    String shown = text.isEmpty() ? row.name().substring(negated ? 1 : 0) : text.toString();
    columns.put(column, negated ? "!" + shown : shown);
    return out;
  }

  @Override
  public StringBuilder visit(EitherPortMatch match) {
    if (!NumberForms.LIST.takes(Field.SOURCE_PORT, match.ports())) {
      throw InexpressibleException.of(family, match);
    }
    load("multiport", match.fresh());
    out.append(' ').append(label("multiport", "ports").start(match.negated(), false));
    NumberForms.LIST.write(Field.SOURCE_PORT, match.ports(), Spelling.LISTING, out);
    return out;
  }

  @Override
  public StringBuilder visit(GratuitousArpMatch match) {
    throw InexpressibleException.of(family, match);
  }

  @Override
  public StringBuilder visit(AmongMatch match) {
    throw InexpressibleException.of(family, match);
  }

  @Override
  public StringBuilder visit(SetMatch match) {
    loaded = "";
    out.append(' ').append(label("set", "match-set").start(match.negated(), false));
    out.append(match.set().name()).append(' ');
    Joiner.on(',').appendTo(out, match.flags().ends());
    return out;
  }

  @Override
  public StringBuilder visit(ConnectionLimitMatch match) {
    int width = family == Family.IPV6 ? 128 : 32;
    loaded = "";
    out.append(" #conn ").append(match.destination() ? "dst/" : "src/");
    out.append(match.prefixLength().orElse(width));
    return out.append(match.negated() ? " <= " : " > ").append(match.above());
  }

  @Override
  public StringBuilder visit(CommentMatch match) {
    loaded = "";
    ListingLabel label = label("comment", "comment");
    return out.append(' ').append(label.text()).append(match.comment().text()).append(label.end());
  }

  @Override
  public StringBuilder visit(ExtensionMatch match) {
    Extension extension =
        ExtensionTable.match(family, match.extension())
            .orElseThrow(() -> InexpressibleException.of(family, match));
    OptionWords.require(extension, match.options());
    load(match.extension(), match.fresh());
    for (OptionUse use : match.options()) {
      if (!extension.options().containsKey(use.name())) {
        words.append(use, fieldLabel(match, use));
      }
    }
    boolean rates = match.extension().equals("hashlimit");
    words.append(extension, rates ? HashlimitRate.listed(match.options()) : match.options());
    return out;
  }

  /** {@return the label of an option that asks for a field, though not with these words} */
  private ListingLabel fieldLabel(ExtensionMatch match, OptionUse use) {
    Optional<FieldOption> row = options.find(match.extension(), "--" + use.name());
    if (row.isPresent() && row.get().listing() instanceof ListingLabel label) {
      OptionShape.of(use.name(), row.get().form().words()).requireWords(use);
      return label;
    }
    throw InexpressibleException.of(family, match);
  }

  private ListingLabel label(String extension, String option) {
    return ExtensionTable.option(family, extension, option).orElseThrow().listing().label();
  }

  @Override
  public StringBuilder visit(OpaqueMatch match) {
    loaded = "";
    out.append(" -m ").append(match.extension());
    match.words().forEach(word -> out.append(' ').append(word));
    return out;
  }

  @Override
  public StringBuilder visit(LookupMatch match) {
    throw InexpressibleException.of(family, match);
  }

  @Override
  public StringBuilder visit(CounterMatch match) {
    throw InexpressibleException.of(family, match);
  }

  @Override
  public StringBuilder visit(LogMatch match) {
    throw InexpressibleException.of(family, match);
  }

  @Override
  public StringBuilder visit(StatementMatch match) {
    throw InexpressibleException.of(family, match);
  }
}
