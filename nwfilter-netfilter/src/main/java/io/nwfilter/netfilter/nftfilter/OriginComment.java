package io.nwfilter.netfilter.nftfilter;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.value.Utf8Prefix;
import io.nwfilter.netfilter.ruleset.Comment;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Comments that say where rules come from: {@code FILE:LINE FILTER}. */
final class OriginComment {

  /** The longest comment that nft takes, in bytes. */
  private static final int MAX_BYTES = 128;

  private OriginComment() {}

  /**
   * {@return the comment of a rule; empty if there is nothing to say}
   *
   * @param origins where it comes from, perhaps several places
   * @param own the comments that the filter has
   */
  static Optional<CommentMatch> of(List<Origin> origins, List<Comment> own) {
    String text = origins.size() == 1 && own.isEmpty() ? text(origins.get(0)) : all(origins, own);
    String kept = Utf8Prefix.of(Diagnostic.printable(text).replace('"', '\''), MAX_BYTES);
    return kept.isEmpty() ? Optional.empty() : Optional.of(new CommentMatch(new Comment(kept)));
  }

  private static String all(List<Origin> origins, List<Comment> own) {
    Set<String> parts = new LinkedHashSet<>();
    origins.forEach(origin -> parts.add(text(origin)));
    own.forEach(comment -> parts.add(comment.text()));
    parts.remove("");
    return String.join("; ", parts);
  }

  private static String text(Origin origin) {
    if (origin.equals(Origin.NONE)) {
      return "";
    }
    StringBuilder text = new StringBuilder(origin.location().document());
    if (origin.location().line() > 0) {
      text.append(':').append(origin.location().line());
    }
    List<String> filters = origin.path().filters();
    String filter = filters.isEmpty() ? "" : filters.get(filters.size() - 1);
    if (!filter.isEmpty() && !text.toString().equals("stock:" + filter)) {
      text.append(' ').append(filter);
    }
    if (!origin.note().isEmpty()) {
      text.append(" (").append(origin.note()).append(')');
    }
    return text.toString();
  }
}
