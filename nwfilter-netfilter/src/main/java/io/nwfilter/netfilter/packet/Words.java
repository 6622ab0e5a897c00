package io.nwfilter.netfilter.packet;

import io.nwfilter.core.diagnostic.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** The words of a packet's text, taken one after the other. */
final class Words {

  /** Longer texts are refused; the longest frame in hexadecimal fits. */
  private static final int MAX_LENGTH = 4 * Packet.MAX_LENGTH;

  private final String text;
  private final List<Word> words = new ArrayList<>();
  private int next;

  /**
   * A word and where it is.
   *
   * @param text the word
   * @param start its first character's place
   */
  record Word(String text, int start) {

    boolean is(String other) {
      return text.equals(other);
    }
  }

  Words(String text) {
    // A caret is below the right character only if each character is one column wide.
    this.text = text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
    if (text.length() > MAX_LENGTH) {
      throw new PacketTextException(
          "a text of " + text.length() + " characters is longer than " + MAX_LENGTH, "", 0, 0);
    }
    split();
  }

  private void split() {
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == ' ') {
        at++;
        continue;
      }
      int end = text.charAt(at) == '"' ? text.indexOf('"', at + 1) + 1 : text.indexOf(' ', at);
      if (end == 0) {
        throw new PacketTextException("the quotation does not end", text, at, 1);
      }
      end = end < 0 ? text.length() : end;
      words.add(new Word(text.substring(at, end), at));
      at = end;
    }
  }

  boolean hasNext() {
    return next < words.size();
  }

  /** {@return the next word, without taking it; an empty one at the end} */
  Word peek() {
    return hasNext() ? words.get(next) : new Word("", text.length());
  }

  /** Takes the next word. */
  Word take(String expected) {
    if (!hasNext()) {
      throw wrong(peek(), expected + " is missing at the end");
    }
    return words.get(next++);
  }

  /** {@return whether the next word is a given one, which is taken then} */
  boolean takeIf(String wanted) {
    boolean is = hasNext() && peek().is(wanted);
    next += is ? 1 : 0;
    return is;
  }

  /** Takes a word that must be a given one. */
  void expect(String wanted) {
    Word word = take("'" + wanted + "'");
    if (!word.is(wanted)) {
      throw wrong(word, "'" + wanted + "' is expected, not '" + word.text() + "'");
    }
  }

  /** Takes a word and reads it, with the place of the word in the exception if that fails. */
  <T> T read(String expected, Function<String, T> reader) {
    return read(take(expected), reader);
  }

  <T> T read(Word word, Function<String, T> reader) {
    try {
      return reader.apply(word.text());
    } catch (PacketTextException e) { // of a packet in quotation marks
      throw e.within(text, word.start() + 1);
    } catch (IllegalArgumentException e) {
      throw wrong(word, String.valueOf(e.getMessage()));
    }
  }

  PacketTextException unknown(Word word, Collection<String> known, String what) {
    String nearest =
        NearestName.of(word.text(), known).map(name -> "; did you mean '" + name + "'?").orElse("");
    return wrong(word, "'" + word.text() + "' is not " + what + nearest);
  }

  PacketTextException wrong(Word word, String problem) {
    return new PacketTextException(problem, text, word.start(), word.text().length());
  }

  /** {@return an exception about two words and what is between them} */
  PacketTextException wrong(Word first, Word last, String problem) {
    int end = last.start() + last.text().length();
    return new PacketTextException(problem, text, first.start(), end - first.start());
  }

  /** {@return an exception about the whole text} */
  PacketTextException wrong(String problem) {
    return new PacketTextException(problem, text, 0, text.length());
  }
}
