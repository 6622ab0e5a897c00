package io.nwfilter.netfilter.ruleset;

/**
 * Asks nothing: it carries a comment (iptables-extensions(8), comment), at its place among the
 * rule's matches.
 *
 * @param comment the comment
 */
public record CommentMatch(Comment comment) implements Match {

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
