package io.nwfilter.netfilter.addition;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.value.IllegalValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * The pattern of the text before each line of a log. {@code %i} stands for the interface, {@code
 * %f} for the filter that has the rule ({@code default-drop} for a default policy, {@code
 * interim-rules} while an address is learned), {@code %a} for the action, such as {@code DROP}, and
 * {@code %%} for a percent sign.
 *
 * <p>The text is printable ASCII without quotation marks and backslashes, whatever filters are
 * named: other characters of their names become {@code _}, and names that are too long for the
 * kernel's limit are cut, not what follows them.
 *
 * @param pattern the pattern, printable ASCII without quotation marks, apostrophes and backslashes
 */
public record LogPrefix(String pattern) {

  /** The interface and the filter: {@code "%i %f: "}. */
  public static final LogPrefix DEFAULT = new LogPrefix("%i %f: ");

  private static final int LONGEST_ACTION = "CONTINUE".length();

  /** How many characters of a filter's name there must be room for. */
  private static final int LEAST_OF_FILTER = 4;

  /**
   * Checks the pattern.
   *
   * @param pattern the pattern
   * @throws IllegalValueException if it has other characters, or another letter after a percent
   *     sign
   */
  public LogPrefix {
    requireNonNull(pattern, "pattern");
    if (!pattern.chars().allMatch(LogPrefix::isLegal)) {
      throw new IllegalValueException(
          pattern, "a log prefix: printable ASCII without quotation marks, apostrophes and \\");
    }
    parts(pattern);
  }

  /** One piece of a pattern: a letter after a percent sign, or text. */
  private record Part(char letter, String text) {

    static final char TEXT = ' ';
  }

  private static ImmutableList<Part> parts(String pattern) {
    ImmutableList.Builder<Part> parts = ImmutableList.builder();
    int at = 0;
    while (at < pattern.length()) {
      int percent = pattern.indexOf('%', at);
      if (percent < 0) {
        parts.add(new Part(Part.TEXT, pattern.substring(at)));
        break;
      }
      parts.add(new Part(Part.TEXT, pattern.substring(at, percent)));
      char letter = percent + 1 < pattern.length() ? pattern.charAt(percent + 1) : Part.TEXT;
      switch (letter) {
        case 'i', 'f', 'a' -> parts.add(new Part(letter, ""));
        case '%' -> parts.add(new Part(Part.TEXT, "%"));
        default ->
            throw new IllegalValueException(
                pattern, "a log prefix: after % comes i (interface), f (filter), a (action) or %");
      }
      at = percent + 2;
    }
    return parts.build();
  }

  private static boolean isLegal(int c) {
    return c >= ' ' && c < 127 && c != '"' && c != '\'' && c != '\\';
  }

  /** Refuses a pattern whose text may be longer than a target takes. */
  void requireFits(LogTarget target) {
    int longest = 0;
    for (Part part : parts(pattern)) {
      longest +=
          switch (part.letter) {
            case 'i' -> InterfaceName.MAX_LENGTH;
            case 'f' -> LEAST_OF_FILTER;
            case 'a' -> LONGEST_ACTION;
            default -> part.text.length();
          };
    }
    if (longest > target.maxPrefix()) {
      throw new IllegalValueException(
          pattern,
          "a log prefix that fits: with an interface of "
              + InterfaceName.MAX_LENGTH
              + " characters and "
              + LEAST_OF_FILTER
              + " characters of the filter's name it may have "
              + longest
              + " characters, but there is room for "
              + target.maxPrefix());
    }
  }

  /**
   * {@return the text for one rule}
   *
   * @param name the interface
   * @param filter the name of the filter that has the rule, which is cut if there is not enough
   *     room
   * @param action the action in capital letters
   * @param target where the log goes, on which the room depends
   */
  public String text(InterfaceName name, String filter, String action, LogTarget target) {
    List<String> texts = new ArrayList<>();
    int room = target.maxPrefix();
    int filters = 0;
    for (Part part : parts(pattern)) {
      String text =
          switch (part.letter) {
            case 'i' -> name.name();
            case 'f' -> "";
            case 'a' -> action;
            default -> part.text;
          };
      filters += part.letter == 'f' ? 1 : 0;
      texts.add(text);
      room -= text.length();
    }
    String shown = filters == 0 ? "" : cut(printable(filter), Math.max(0, room / filters));
    StringBuilder out = new StringBuilder();
    List<Part> parts = parts(pattern);
    for (int i = 0; i < parts.size(); i++) {
      out.append(parts.get(i).letter == 'f' ? shown : texts.get(i));
    }
    return out.toString();
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  private static String printable(String name) {
    StringBuilder out = new StringBuilder();
    name.codePoints().forEach(c -> out.append(isLegal(c) ? (char) c : '_'));
    return out.toString();
  }
}
