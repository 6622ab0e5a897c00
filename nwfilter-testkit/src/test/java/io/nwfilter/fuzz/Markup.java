package io.nwfilter.fuzz;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Where the elements and attributes of a text stand, found by looking for angle brackets and quotes
 * only: a text that was mutated before may be anything.
 *
 * @param text the text
 * @param elements the elements whose end is found
 * @param attributes the attributes of their start tags
 */
record Markup(String text, List<Span> elements, List<Attribute> attributes) {

  /**
   * A part of the text.
   *
   * @param start its first character
   * @param end the character behind it
   * @param nameEnd where the element's name ends
   */
  record Span(int start, int nameEnd, int end) {}

  /**
   * An attribute in a start tag.
   *
   * @param start where its name begins
   * @param nameEnd where its name ends
   * @param valueStart where its value begins, behind the quote
   * @param valueEnd where its value ends, at the quote
   */
  record Attribute(int start, int nameEnd, int valueStart, int valueEnd) {}

  static Markup of(String text) {
    List<Span> elements = new ArrayList<>();
    List<Attribute> attributes = new ArrayList<>();
    Deque<Span> open = new ArrayDeque<>();
    int at = text.indexOf('<');
    while (at >= 0) {
      int end = text.indexOf('>', at);
      if (end < 0) {
        break;
      }
      if (text.startsWith("</", at)) {
        if (!open.isEmpty()) {
          Span start = open.pop();
          elements.add(new Span(start.start(), start.nameEnd(), end + 1));
        }
      } else if (at + 1 < end && Character.isLetter(text.charAt(at + 1))) {
        int nameEnd = nameEnd(text, at + 1);
        addAttributes(text, nameEnd, end, attributes);
        Span span = new Span(at, nameEnd, end + 1);
        if (text.charAt(end - 1) == '/') {
          elements.add(span);
        } else {
          open.push(span);
        }
      }
      at = text.indexOf('<', end);
    }
    return new Markup(text, elements, attributes);
  }

  private static void addAttributes(String text, int from, int end, List<Attribute> attributes) {
    int at = from;
    while (true) {
      int equals = text.indexOf('=', at);
      if (equals < 0 || equals + 1 >= end) {
        return;
      }
      int close = text.indexOf(text.charAt(equals + 1), equals + 2);
      if (close < 0 || close >= end) {
        return;
      }
      int start = equals;
      while (start > from && !Character.isWhitespace(text.charAt(start - 1))) {
        start--;
      }
      attributes.add(new Attribute(start, equals, equals + 2, close));
      at = close + 1;
    }
  }

  private static int nameEnd(String text, int from) {
    int end = from;
    while (end < text.length() && "/> \t\n\r".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  Optional<Span> anyElement(RandomGenerator random) {
    return any(elements, random);
  }

  Optional<Attribute> anyAttribute(RandomGenerator random) {
    return any(attributes, random);
  }

  private static <T> Optional<T> any(List<T> list, RandomGenerator random) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
  }

  String cut(Span span) {
    return text.substring(span.start(), span.end());
  }

  /** {@return the text with another one in the place of a part} */
  String replace(int start, int end, String other) {
    return text.substring(0, start) + other + text.substring(end);
  }
}
