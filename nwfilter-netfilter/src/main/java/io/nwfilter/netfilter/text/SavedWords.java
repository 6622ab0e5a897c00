package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The options of one extension in a rule, while they are put into the form that the {@code -save}
 * tools print.
 */
final class SavedWords {

  /**
   * An option.
   *
   * @param negated whether there is an exclamation mark before it
   * @param name its name, without the hyphens
   * @param words what follows, as it is written
   */
  record Option(boolean negated, String name, List<String> words) {

    static Option of(String name, String... words) {
      return new Option(false, name, ImmutableList.copyOf(words));
    }

    String word() {
      return words.isEmpty() ? "" : words.get(0);
    }

    /** {@return the option with another last word} */
    Option withLast(UnaryOperator<String> rewriting) {
      int last = words.size() - 1;
      return words.isEmpty()
          ? this
          : new Option(
              negated,
              name,
              ImmutableList.<String>builder()
                  .addAll(words.subList(0, last))
                  .add(rewriting.apply(words.get(last)))
                  .build());
    }
  }

  private final List<Option> options;

  SavedWords(List<Option> options) {
    this.options = new ArrayList<>(options);
  }

  List<Option> options() {
    return options;
  }

  Optional<Option> find(String name) {
    return options.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  boolean has(String... names) {
    return List.of(names).stream().anyMatch(name -> find(name).isPresent());
  }

  void add(String name, String... words) {
    options.add(Option.of(name, words));
  }

  void remove(String name) {
    options.removeIf(option -> option.name().equals(name));
  }

  /** Takes an option away that says what is so anyway. */
  void removeDefault(String name, String word) {
    options.removeIf(
        option -> option.name().equals(name) && !option.negated() && option.word().equals(word));
  }

  /** Changes the last word of an option, if it is there. */
  void rewrite(String name, UnaryOperator<String> rewriting) {
    options.replaceAll(option -> option.name().equals(name) ? option.withLast(rewriting) : option);
  }

  /** Names an option differently, if it is there. */
  void rename(String name, String other) {
    options.replaceAll(
        option ->
            option.name().equals(name)
                ? new Option(option.negated(), other, option.words())
                : option);
  }

  /** Sorts the options by their names, unless one is not among these. */
  void sort(List<String> names) {
    if (options.stream().allMatch(option -> names.contains(option.name()))) {
      options.sort(Comparator.comparingInt(option -> names.indexOf(option.name())));
    }
  }
}
