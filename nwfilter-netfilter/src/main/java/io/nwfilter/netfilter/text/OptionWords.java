package io.nwfilter.netfilter.text;

import com.google.common.base.Joiner;
import io.nwfilter.netfilter.ruleset.OptionUse;
import java.util.List;
import java.util.stream.Collectors;

/** Appends options of extensions as listings of iptables print them. */
final class OptionWords {

  private static final Joiner BLANK = Joiner.on(' ');

  private final StringBuilder out;

  OptionWords(StringBuilder out) {
    this.out = out;
  }

  /** Appends the heading of an extension, if it has one. */
  void heading(Extension extension) {
    if (!extension.heading().isEmpty()) {
      out.append(' ').append(extension.heading());
    }
  }

  /**
   * Appends the options of an extension in the order in which listings have them.
   *
   * @throws InexpressibleException if one of them has too few words or too many
   */
  void append(Extension extension, List<OptionUse> options) {
    require(extension, options);
    extension
        .options()
        .forEach(
            (name, shape) -> {
              boolean given = false;
              for (OptionUse use : options) {
                if (use.name().equals(name)) {
                  append(use, shape);
                  given = true;
                }
              }
              if (!given && !shape.listing().absent().isEmpty()) {
                out.append(' ').append(shape.listing().absent());
              }
            });
  }

  static void require(Extension extension, List<OptionUse> options) {
    for (OptionUse use : options) {
      OptionShape shape = extension.options().get(use.name());
      if (shape != null) {
        shape.requireWords(use);
      }
    }
  }

  private void append(OptionUse use, OptionShape shape) {
    OptionListing listing = shape.listing();
    if (listing.hidden()
        || (!listing.unshown().isEmpty() && use.words().contains(listing.unshown()))) {
      return;
    }
    ListingLabel label = listing.label();
    out.append(' ').append(label.start(use.negated(), false));
    if (shape.text() && label.end().isEmpty()) {
      use.words().forEach(word -> Quoting.text(word, out));
    } else {
      out.append(use.words().stream().map(listing::shown).collect(Collectors.joining(" ")));
    }
    out.append(label.end());
  }

  /** Appends an option that usually asks for a field, but here with words that no field has. */
  void append(OptionUse use, ListingLabel label) {
    out.append(' ').append(label.start(use.negated(), false));
    BLANK.appendTo(out, use.words());
  }
}
