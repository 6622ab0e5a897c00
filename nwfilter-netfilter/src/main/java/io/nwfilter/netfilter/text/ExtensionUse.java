package io.nwfilter.netfilter.text;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpsetFlags;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.IpsetName;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.SetMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** An extension that a rule of iptables loads, with the options of it that were read so far. */
final class ExtensionUse {

  /**
   * An option.
   *
   * @param use the option as it was read
   * @param match what it asks of a field; empty if no match on a field can ask that
   */
  private record Use(OptionUse use, Optional<FieldMatch> match) {}

  /** Options that change what the other options of their extension ask for. */
  private static final ImmutableSet<String> QUALIFIERS =
      ImmutableSet.of("limit-iface-in", "limit-iface-out", "suppl-groups");

  private final Family family;
  private final String extension;
  private final Token option;
  private final List<Use> uses = new ArrayList<>(2);
  private final List<String> raw = new ArrayList<>(4);
  private boolean opaque;

  /**
   * Creates a use without options.
   *
   * @param option the word of the rule that loads the extension
   */
  ExtensionUse(Family family, String extension, Token option) {
    this.family = family;
    this.extension = extension;
    this.option = option;
    this.opaque = !ExtensionTable.isKnown(family, extension);
  }

  String extension() {
    return extension;
  }

  /** {@return the word of the rule that loads the extension} */
  Token option() {
    return option;
  }

  /** {@return whether its options are kept word for word} */
  boolean isOpaque() {
    return opaque;
  }

  /** Gives up on understanding its options. */
  void makeOpaque() {
    opaque = true;
  }

  void addRaw(List<String> words) {
    raw.addAll(words);
  }

  void add(OptionUse use) {
    uses.add(new Use(use, Optional.empty()));
  }

  void add(OptionUse use, FieldMatch match) {
    uses.add(new Use(use, Optional.of(match)));
  }

  /**
   * Adds the matches that it makes.
   *
   * @throws IllegalValueException if no match can have its name, or a word of its options
   */
  void addTo(MatchCollector matches) {
    if (opaque) {
      matches.addAlone(new OpaqueMatch(extension, ImmutableList.copyOf(raw)));
      return;
    }
    Optional<Match> special =
        switch (extension) {
          case "comment" -> comment();
          case "set" -> set();
          case "connlimit" -> connectionLimit();
          default -> Optional.empty();
        };
    if (special.isPresent()) {
      matches.addAlone(special.get());
    } else {
      addOptions(matches);
    }
  }

  private void addOptions(MatchCollector matches) {
    boolean qualified = uses.stream().anyMatch(use -> QUALIFIERS.contains(use.use().name()));
    List<OptionUse> plain = new ArrayList<>();
    matches.begin(extension);
    for (Use use : uses) {
      Optional<EitherPortMatch> ports = qualified ? Optional.empty() : eitherPort(use.use());
      if (ports.isPresent() || (use.match().isPresent() && !qualified)) {
        flush(plain, matches);
        use.match().ifPresent(matches::add);
        ports.ifPresent(matches::add);
      } else {
        plain.add(use.use());
      }
    }
    if (uses.isEmpty()) {
      matches.add(new ExtensionMatch(extension, ImmutableList.of(), false));
    }
    flush(plain, matches);
  }

  private void flush(List<OptionUse> plain, MatchCollector matches) {
    if (!plain.isEmpty()) {
      matches.add(new ExtensionMatch(extension, ImmutableList.copyOf(plain), false));
      plain.clear();
    }
  }

  private Optional<EitherPortMatch> eitherPort(OptionUse use) {
    if (!extension.equals("multiport") || !use.name().equals("ports")) {
      return Optional.empty();
    }
    Optional<Values> ports = NumberForms.LIST.read(Field.SOURCE_PORT, use.words());
    return ports.map(values -> new EitherPortMatch(values, use.negated(), false));
  }

  private Optional<OptionUse> only(String name) {
    return uses.size() == 1 && uses.get(0).use().name().equals(name)
        ? Optional.of(uses.get(0).use())
        : Optional.empty();
  }

  /** A comment with characters that compiled rules never have stays an option. */
  private Optional<Match> comment() {
    try {
      return only("comment")
          .filter(use -> !use.negated())
          .map(use -> new CommentMatch(new Comment(use.words().get(0))));
    } catch (IllegalValueException e) {
      return Optional.empty();
    }
  }

  private Optional<Match> set() {
    try {
      return only("match-set")
          .map(
              use ->
                  new SetMatch(
                      new IpsetName(use.words().get(0)),
                      IpsetFlags.parse(use.words().get(1)),
                      use.negated()));
    } catch (IllegalValueException e) {
      return Optional.empty();
    }
  }

  private Optional<Match> connectionLimit() {
    Optional<OptionUse> above = Optional.empty();
    boolean negated = false;
    boolean destination = false;
    OptionalInt mask = OptionalInt.empty();
    for (Use use : uses) {
      OptionUse option = use.use();
      switch (option.name()) {
        case "connlimit-above", "connlimit-upto" -> {
          above = Optional.of(option);
          negated = option.negated() != option.name().equals("connlimit-upto");
        }
        case "connlimit-mask" -> mask = mask(option.words().get(0));
        case "connlimit-daddr" -> destination = true;
        case "connlimit-saddr" -> destination = false;
        default -> {
          return Optional.empty();
        }
      }
    }
    if (above.isEmpty()) {
      return Optional.empty();
    }
    long limit = NumberForms.parse(Field.MARK, above.get().words().get(0)); // any of 32 bits
    return Optional.of(new ConnectionLimitMatch(destination, limit, mask, negated));
  }

  /** {@return the length of a mask; empty if it is all of an address} */
  private OptionalInt mask(String text) {
    int width = family == Family.IPV6 ? 128 : 32;
    long length = NumberForms.parse(Field.IGMP_TYPE, text); // any of 8 bits
    if (length > width) {
      throw new IllegalValueException(text, "a prefix length from 0 to " + width);
    }
    return length == width ? OptionalInt.empty() : OptionalInt.of((int) length);
  }
}
