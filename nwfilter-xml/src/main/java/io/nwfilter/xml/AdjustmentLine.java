package io.nwfilter.xml;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.Adjustment;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.RuleSelector;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a file of adjustments. */
final class AdjustmentLine {

  /** A word: what is in quotation marks may have blanks and colons. */
  private static final Pattern WORD = Pattern.compile("\\G\\s*((?:\"[^\"]*\"|[^\\s\":])+)");

  private static final Pattern COLON = Pattern.compile("\\G\\s*:\\s*");
  private static final Pattern EFFECT = Pattern.compile("(\\S+)\\s*(.*)", Pattern.DOTALL);
  private static final String ALL = "*";
  private static final String INCLUDE = "include=";
  private static final String WRAPPER = "<filter name='replacement'>";

  private static final String PRIORITY = "priority";
  private static final String REMOVE = "remove";
  private static final String REPLACE = "replace";
  private static final ImmutableList<String> EFFECTS = ImmutableList.of(PRIORITY, REMOVE, REPLACE);

  private final String line;
  private final String document;
  private final int number;
  private final Semantics semantics;
  private final DiagnosticSink sink;

  /** The words before the colon. */
  private final List<String> words = new ArrayList<>();

  /** Where what comes after the colon begins, from 0. */
  private int start;

  AdjustmentLine(
      String line, String document, int number, Semantics semantics, DiagnosticSink sink) {
    this.line = line;
    this.document = document;
    this.number = number;
    this.semantics = semantics;
    this.sink = sink;
  }

  /** {@return the adjustment; empty for a blank line or a comment} */
  Optional<Adjustment> read() {
    if (line.isBlank() || line.strip().startsWith("#")) {
      return Optional.empty();
    }
    split();
    try {
      return Optional.of(adjustment());
    } catch (IllegalArgumentException e) {
      throw illegal(0, String.valueOf(e.getMessage()));
    }
  }

  private void split() {
    Matcher word = WORD.matcher(line);
    int end = 0;
    while (word.find()) {
      words.add(word.group(1));
      end = word.end();
    }
    Matcher colon = COLON.matcher(line).region(end, line.length());
    if (words.isEmpty() || !colon.find()) {
      throw illegal(
          end, "not of the form FILTER CRITERIA: EFFECT, such as no-ip-spoofing rule=2: remove");
    }
    start = colon.end();
  }

  private Adjustment adjustment() {
    Matcher effect = EFFECT.matcher(line.substring(start).stripTrailing());
    String name = effect.matches() ? effect.group(1) : "";
    String value = effect.matches() ? effect.group(2) : "";
    return switch (name) {
      case PRIORITY -> priority(integer(value));
      case REMOVE -> {
        if (!value.isEmpty()) {
          throw illegal(start, "nothing follows remove");
        }
        yield replacement("");
      }
      case REPLACE -> {
        if (value.isEmpty()) {
          throw illegal(start, "after replace comes the name of a filter, or a <rule>");
        }
        yield replacement(value);
      }
      default ->
          throw illegal(
              start,
              "'"
                  + name
                  + "' is not one of "
                  + String.join(", ", EFFECTS)
                  + NearestName.question(name, EFFECTS));
    };
  }

  private int integer(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw illegal(start, "after priority comes a number from -1000 to 1000, not '" + value + "'");
    }
  }

  private Adjustment priority(int priority) {
    if (words.size() > 1) {
      return new Adjustment.RulePriority(selector(), priority, place(0));
    }
    if (words.get(0).equals(ALL)) {
      throw illegal(0, "the priority of all filters' chains cannot be one number");
    }
    return new Adjustment.ChainPriority(filterName(words.get(0)), priority, place(0));
  }

  private Adjustment replacement(String by) {
    if (words.size() == 2 && words.get(1).startsWith(INCLUDE)) {
      ImmutableList<String> others =
          by.isEmpty() ? ImmutableList.of() : ImmutableList.of(filterName(by));
      return new Adjustment.InclusionReplacement(
          filterName(words.get(0)),
          filterName(words.get(1).substring(INCLUDE.length())),
          others,
          place(0));
    }
    return new Adjustment.RuleReplacement(selector(), rules(by), place(0));
  }

  private RuleSelector selector() {
    if (words.size() == 1) {
      throw illegal(
          0, "a filter as a whole has only a priority: say which rules, or where it is included");
    }
    ImmutableList.Builder<String> criteria = ImmutableList.builder();
    if (!words.get(0).equals(ALL)) {
      criteria.add("filter=" + words.get(0));
    }
    return RuleSelector.of(criteria.addAll(words.subList(1, words.size())).build());
  }

  private static String filterName(String word) {
    String name = word.replace("\"", "");
    Filter.checkName(name);
    return name;
  }

  /** {@return the rules that are written after {@code replace}} */
  private List<Rule> rules(String xml) {
    if (xml.isEmpty()) {
      return ImmutableList.of();
    }
    int column = line.indexOf(xml, start);
    if (!xml.startsWith("<")) {
      throw illegal(column, "a rule is replaced by a <rule> in XML");
    }
    XmlSource source = XmlSource.text(WRAPPER + xml + "</filter>", document);
    Filter filter;
    try {
      ParseResult<Filter> result = LibvirtXml.readFilter(source, semantics);
      result.diagnostics().forEach(each -> sink.addAll(List.of(moved(each, column))));
      filter = result.value();
    } catch (DocumentException e) {
      throw new DocumentException(e.diagnostics().stream().map(d -> moved(d, column)).toList());
    }
    ImmutableList.Builder<Rule> rules = ImmutableList.builder();
    for (FilterEntry entry : filter.entries()) {
      if (!(entry instanceof Rule rule)) {
        throw illegal(column, "a rule can only be replaced by rules");
      }
      rules.add(rule);
    }
    if (filter.entries().isEmpty()) {
      throw illegal(column, "a rule is replaced by a <rule> in XML");
    }
    return rules.build();
  }

  /** {@return a diagnostic about a rule, at its place in this line} */
  private Diagnostic moved(Diagnostic of, int column) {
    int at = of.location().column() - 1 - WRAPPER.length() + column;
    return new Diagnostic(of.code(), of.message(), place(Math.min(at, line.length())));
  }

  private SourceLocation place(int index) {
    return new SourceLocation(document, number, Math.max(0, index) + 1);
  }

  private DocumentException illegal(int index, String message) {
    return new DocumentException(
        DocumentCode.ADJUSTMENT_SYNTAX, place(index), Diagnostic.printable(message));
  }
}
