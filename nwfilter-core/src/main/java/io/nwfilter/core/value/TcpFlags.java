package io.nwfilter.core.value;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.EnumSet;
import java.util.Set;

/**
 * The value of the attribute {@code flags} of TCP: which control bits are looked at, and which of
 * them must be set.
 *
 * @param mask the bits that are looked at
 * @param set the bits that must be set; the others of the mask must be clear
 */
public record TcpFlags(Set<TcpFlag> mask, Set<TcpFlag> set) {

  private static final CharMatcher BLANKS = CharMatcher.anyOf(" \t\r\n");
  private static final Splitter NAMES = Splitter.on(',').trimResults(BLANKS).omitEmptyStrings();

  /**
   * Brings both sets into their canonical order.
   *
   * @param mask the bits that are looked at
   * @param set the bits that must be set
   */
  public TcpFlags {
    mask = Sets.immutableEnumSet(mask);
    set = Sets.immutableEnumSet(set);
  }

  /**
   * {@return the flags that a text of the form {@code MASK/SET} means} Each side is a list
   * separated by commas, {@code ALL} or {@code NONE}, in any case and with blanks around; an empty
   * side is {@code NONE}.
   *
   * @param text the text, such as {@code SYN,ACK/SYN}
   * @throws IllegalValueException if it has a different form
   */
  public static TcpFlags parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw illegal(text);
    }
    return new TcpFlags(side(text, 0, slash), side(text, slash + 1, text.length()));
  }

  /**
   * {@return the flags that libvirt reads from a text that has blanks between names}
   *
   * @param text a text of the form {@code MASK/SET} with commas or blanks between names
   * @throws IllegalValueException if it has a different form
   */
  public static TcpFlags parseBlanks(String text) {
    return parse(BLANKS.replaceFrom(text, ','));
  }

  private static ImmutableSet<TcpFlag> side(String text, int start, int end) {
    Set<TcpFlag> flags = EnumSet.noneOf(TcpFlag.class);
    String side = text.substring(start, end);
    for (String name : NAMES.split(side)) {
      switch (Ascii.toUpperCase(name)) {
        case "NONE" -> {}
        case "ALL" -> flags.addAll(EnumSet.allOf(TcpFlag.class));
        default -> flags.add(flag(name, text));
      }
    }
    return ImmutableSet.copyOf(flags);
  }

  private static TcpFlag flag(String name, String text) {
    try {
      return TcpFlag.valueOf(Ascii.toUpperCase(name));
    } catch (IllegalArgumentException e) {
      throw illegal(text);
    }
  }

  private static IllegalValueException illegal(String text) {
    return new IllegalValueException(
        text,
        "MASK/FLAGS, each a list of SYN, ACK, URG, PSH, FIN and RST, or ALL or NONE, such as"
            + " SYN,ACK/SYN");
  }

  /**
   * {@return one side's text: {@code ALL}, {@code NONE} or the flags separated by commas}
   *
   * @param flags the flags of that side
   */
  public static String side(Set<TcpFlag> flags) {
    if (flags.isEmpty()) {
      return "NONE";
    }
    return flags.size() == TcpFlag.values().length ? "ALL" : Joiner.on(',').join(flags);
  }

  /** {@return the canonical text {@code MASK/SET}} */
  @Override
  public String toString() {
    return side(mask) + "/" + side(set);
  }
}
