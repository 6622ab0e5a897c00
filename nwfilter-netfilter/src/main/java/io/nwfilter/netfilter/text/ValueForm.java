package io.nwfilter.netfilter.text;

import io.nwfilter.core.stock.ToolVersion;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.Optional;

/** How the argument of an option expresses a set of values. */
interface ValueForm {

  /** {@return how many words it has} */
  default int words() {
    return 1;
  }

  /** {@return whether an option of this form can be negated} */
  default boolean isNegatable() {
    return true;
  }

  /**
   * {@return whether a set can be expressed in this form}
   *
   * @param field the field
   * @param values the set
   */
  boolean takes(Field field, Values values);

  /**
   * Appends a set that it {@linkplain #takes takes}.
   *
   * @param field the field
   * @param values the set
   * @param spelling which words are used
   * @param out takes the words, with a blank between them
   */
  void write(Field field, Values values, Spelling spelling, StringBuilder out);

  /**
   * Reads a set.
   *
   * @param field the field
   * @param words as many words as the form has
   * @return the set; empty if the words are legal, but this model cannot hold what they ask for
   * @throws io.nwfilter.core.value.IllegalValueException if the words are not of this form
   */
  Optional<Values> read(Field field, List<String> words);

  /**
   * Reads a set as a version of the tool does.
   *
   * @param field the field
   * @param words as many words as the form has
   * @param tools the version
   * @return the set; empty if the words are legal, but this model cannot hold what they ask for
   * @throws io.nwfilter.core.value.IllegalValueException if the words are not of this form
   */
  default Optional<Values> read(Field field, List<String> words, ToolVersion tools) {
    return read(field, words);
  }
}
