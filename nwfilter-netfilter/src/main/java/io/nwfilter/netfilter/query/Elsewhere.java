package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.LayerType;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where words of queries come, for those who have written one somewhere else. */
final class Elsewhere {

  private static final ImmutableSet<String> SIGNS = ImmutableSet.of("=", "!=", "in");

  private Elsewhere() {}

  /**
   * {@return where a word comes, such as {@code it comes directly after 'tcp'}; an empty text if it
   * is not a word of queries, or one that may be in many places}
   */
  static String of(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (word.isEmpty() || Character.isDigit(word.charAt(0))) {
      return "";
    } else if (PacketDirection.BY_WORD.containsKey(word)) {
      return "it is a direction, which a query starts with";
    } else if (word.equals("at")) {
      return "it comes directly after the direction";
    } else if (SIGNS.contains(word)) {
      return "it comes between a word and its values, as in 'dport " + word + " 22'";
    }
    Set<String> kinds = new LinkedHashSet<>();
    for (Map.Entry<String, LayerType> kind : Kind.BY_WORD.entrySet()) {
      Term detail = Terms.detail(kind.getValue());
      if (detail != null && detail.notation().isMeantBy(word)) {
        kinds.add(kind.getKey());
      }
    }
    Set<String> terms =
        Terms.BY_WORD.entrySet().stream()
            .filter(term -> term.getValue().notation().expected().contains(word))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    String after = kinds.isEmpty() ? "" : "it comes directly after " + quoted(kinds);
    String value = terms.isEmpty() ? "" : "is a value of " + quoted(terms);
    return after.isEmpty() || value.isEmpty()
        ? (value.isEmpty() ? after : "it " + value)
        : after + ", or " + value;
  }

  private static String quoted(Set<String> words) {
    return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" or "));
  }
}
