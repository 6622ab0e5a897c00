package io.nwfilter.core.filter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Value;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Chooses rules by what they are: those that meet all criteria.
 *
 * <pre>{@code
 * RuleSelector.parse("filter=clean-traffic direction=out protocol=mac")
 * RuleSelector.parse("filter=no-ip-spoofing rule=2")
 * RuleSelector.parse("action=drop comment=\"two words\"")
 * }</pre>
 *
 * @param criteria what the rules must be, at least one
 */
public record RuleSelector(Map<Criterion, String> criteria) {

  /** The protocol of rules that match every frame. */
  public static final String NO_PROTOCOL = "none";

  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\"|\".*)+");

  /** What rules are chosen by. */
  public enum Criterion {
    /** The name of the filter that they are in. */
    FILTER,
    /** Their number among the rules of their filter, from 1; references do not count. */
    RULE,
    /** What they do. */
    ACTION,
    /** Where the packets go, as the rule says it. */
    DIRECTION,
    /** The protocol element; {@value RuleSelector#NO_PROTOCOL} for rules without one. */
    PROTOCOL,
    /** The priority as it is written, or the default. */
    PRIORITY,
    /** The whole comment. */
    COMMENT;

    /**
     * Returns the criterion of a word.
     *
     * @param word the word, in small letters
     * @return the criterion; empty if none has that word
     */
    public static Optional<Criterion> of(String word) {
      return Arrays.stream(values()).filter(each -> each.toString().equals(word)).findFirst();
    }

    /** {@return the word for it} */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks that the values are legal.
   *
   * @param criteria what the rules must be
   * @throws IllegalValueException if a value is not legal for its criterion
   * @throws IllegalArgumentException if there are no criteria
   */
  public RuleSelector {
    Map<Criterion, String> ordered = new EnumMap<>(Criterion.class);
    ordered.putAll(requireNonNull(criteria, "criteria"));
    criteria = ImmutableMap.copyOf(ordered);
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException(
          "what rules are chosen by is missing: " + words(Criterion.values()));
    }
    criteria.forEach(RuleSelector::check);
  }

  /**
   * {@return the rule of a number in a filter}
   *
   * @param filter the filter's name
   * @param number its number among the rules of the filter, from 1
   * @throws IllegalArgumentException if that is less than 1
   */
  public static RuleSelector of(String filter, int number) {
    return new RuleSelector(
        ImmutableMap.of(Criterion.FILTER, filter, Criterion.RULE, Integer.toString(number)));
  }

  /**
   * {@return the selector that a text means}
   *
   * @param text criteria separated by blanks, each a word, an equals sign and a value, which may be
   *     in quotation marks
   * @throws IllegalArgumentException if there are none, or one is not legal or appears twice; the
   *     message suggests the word that is nearest to an unknown one
   */
  public static RuleSelector parse(String text) {
    return of(
        WORD.matcher(requireNonNull(text, "text")).results().map(MatchResult::group).toList());
  }

  /**
   * {@return the selector that some words mean}
   *
   * @param words criteria, each a word, an equals sign and a value, which may be in quotation marks
   * @throws IllegalArgumentException as {@link #parse} does
   */
  public static RuleSelector of(List<String> words) {
    Map<Criterion, String> criteria = new EnumMap<>(Criterion.class);
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new IllegalValueException(
            word, "a criterion of the form NAME=VALUE; names are " + words(Criterion.values()));
      }
      String name = word.substring(0, equals);
      Criterion criterion = Criterion.of(name).orElseThrow(() -> unknown(name, Criterion.values()));
      if (criteria.put(criterion, unquoted(word.substring(equals + 1))) != null) {
        throw new IllegalArgumentException(criterion + "= appears twice");
      }
    }
    return new RuleSelector(criteria);
  }

  private static String unquoted(String word) {
    if (word.chars().filter(c -> c == '"').count() % 2 != 0) {
      throw new IllegalValueException(word, "closed: a quotation mark is missing");
    }
    return word.replace("\"", "");
  }

  private static void check(Criterion criterion, String value) {
    switch (criterion) {
      case FILTER -> Filter.checkName(value);
      case RULE -> {
        if (number(value) < 1) {
          throw new IllegalValueException(value, "the number of a rule, which are counted from 1");
        }
      }
      case ACTION -> known(value, Action.values());
      case DIRECTION -> known(value, Direction.values());
      case PROTOCOL -> {
        if (!value.equals(NO_PROTOCOL)) {
          known(value, Protocol.values());
        }
      }
      case PRIORITY -> number(value);
      case COMMENT -> {}
    }
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalValueException(value, "a number");
    }
  }

  private static void known(String value, Object[] all) {
    if (Arrays.stream(all).noneMatch(each -> each.toString().equals(value))) {
      throw unknown(value, all);
    }
  }

  private static IllegalValueException unknown(String word, Object[] known) {
    return new IllegalValueException(
        word,
        "one of "
            + words(known)
            + NearestName.question(word, Arrays.stream(known).map(Object::toString).toList()));
  }

  private static String words(Object[] known) {
    return String.join(", ", Arrays.stream(known).map(Object::toString).toList());
  }

  /**
   * {@return whether a rule meets all criteria}
   *
   * @param filter the filter that it is in
   * @param rule the rule, one of the filter's entries
   */
  public boolean selects(Filter filter, Rule rule) {
    return meetsOthers(filter, rule)
        && number().map(number -> isNumber(number, filter, rule)).orElse(true);
  }

  /** {@return whether a rule of a known number meets all criteria} */
  boolean selects(Filter filter, Rule rule, int number) {
    return meetsOthers(filter, rule) && number().orElse(number) == number;
  }

  /**
   * {@return whether a rule of a filter meets all criteria}
   *
   * @param filter the filter
   */
  public boolean selectsAny(Filter filter) {
    int number = 0;
    for (FilterEntry entry : filter.entries()) {
      if (entry instanceof Rule rule && selects(filter, rule, ++number)) {
        return true;
      }
    }
    return false;
  }

  /** {@return the name of the filter that the rules must be in, if there is one} */
  Optional<String> filter() {
    return Optional.ofNullable(criteria.get(Criterion.FILTER));
  }

  private Optional<Integer> number() {
    return Optional.ofNullable(criteria.get(Criterion.RULE)).map(Integer::valueOf);
  }

  /** {@return whether a rule meets all criteria but that of its number} */
  private boolean meetsOthers(Filter filter, Rule rule) {
    return criteria.entrySet().stream()
        .allMatch(each -> meets(each.getKey(), each.getValue(), filter, rule));
  }

  private static boolean meets(Criterion criterion, String value, Filter filter, Rule rule) {
    return switch (criterion) {
      case FILTER -> filter.name().equals(value);
      case RULE -> true;
      case ACTION -> rule.action().toString().equals(value);
      case DIRECTION -> rule.direction().toString().equals(value);
      case PROTOCOL -> rule.protocol().map(Protocol::toString).orElse(NO_PROTOCOL).equals(value);
      case PRIORITY -> rule.priority() == Integer.parseInt(value);
      case COMMENT -> comment(rule).equals(Optional.of(value));
    };
  }

  private static Optional<String> comment(Rule rule) {
    return rule.condition(Attributes.COMMENT)
        .filter(condition -> condition.value() instanceof Value.Literal<String>)
        .map(condition -> ((Value.Literal<String>) condition.value()).value());
  }

  /** Equal rules are told apart: what counts is which one it is. */
  @SuppressWarnings("ReferenceEquality") // see above
  private static boolean isNumber(int number, Filter filter, Rule rule) {
    int counted = 0;
    for (FilterEntry entry : filter.entries()) {
      if (entry instanceof Rule && ++counted == number) {
        return entry == rule;
      }
    }
    return false;
  }

  /** {@return the form that {@link #parse} takes} */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    criteria.forEach(
        (criterion, value) -> {
          boolean quoted = value.isEmpty() || value.chars().anyMatch(Character::isWhitespace);
          out.append(out.isEmpty() ? "" : " ").append(criterion).append('=');
          out.append(quoted ? "\"" + value + "\"" : value);
        });
    return out.toString();
  }
}
