package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values.Masked;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.List;

/** What the matches of a rule have established so far, as later options depend on it. */
final class RuleContext {

  /** A field of which nothing is established. */
  static final long UNKNOWN = -1;

  private long protocol;
  private long etherType;

  RuleContext() {
    clear();
  }

  void clear() {
    protocol = UNKNOWN;
    etherType = UNKNOWN;
  }

  /** Notes a match that a rule has. */
  void add(FieldMatch match) {
    if (!match.negated()) {
      note(match);
    }
  }

  /** Notes what a match names, as extensions see it: whether it is negated or not. */
  void note(FieldMatch match) {
    Field field = match.field();
    if ((field == Field.IP_PROTOCOL || field == Field.ETHER_TYPE)
        && match.values() instanceof Masked masked
        && masked.mask().equals(Bits.ones(field.width()))) {
      if (field == Field.IP_PROTOCOL) {
        protocol = masked.value().low();
      } else {
        etherType = masked.value().low();
      }
    }
  }

  /**
   * {@return what all matches of a rule name, as extensions see it: they do not ask whether the
   * protocol that they need is negated (iptables 1.8.9 takes and prints {@code ! -p tcp -m tcp
   * --dport 22})}
   */
  static RuleContext ofAll(List<Match> matches) {
    RuleContext all = new RuleContext();
    for (Match match : matches) {
      if (match instanceof FieldMatch field) {
        all.note(field);
      }
    }
    return all;
  }

  /** {@return the one value that a field must have, or {@link #UNKNOWN}} */
  long value(Field field) {
    return switch (field) {
      case IP_PROTOCOL -> protocol;
      case ETHER_TYPE -> etherType;
      default -> UNKNOWN;
    };
  }
}
