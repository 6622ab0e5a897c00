package io.nwfilter.netfilter.nft;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.SetMark;
import java.util.List;
import java.util.Optional;

/** Reads changes of a packet's mark. */
final class MarkParser {

  private static final List<String> SET = List.of("meta", "mark", "set");
  private static final List<String> MARK = List.of("meta", "mark");
  private static final long ALL_BITS = 0xffff_ffffL;

  private MarkParser() {}

  /** {@return the change that comes next, empty if it is not known} */
  static Optional<Target> read(WordStream words) {
    if (!words.startsWith(SET)) {
      return Optional.empty();
    }
    words.skip(SET.size());
    if (!words.startsWith(MARK)) {
      return number(words).map(value -> new SetMark(value, ALL_BITS));
    }
    words.skip(MARK.size());
    long cleared = 0;
    boolean changed = false;
    if (words.take("&")) {
      Optional<Long> kept = number(words);
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      cleared = ~kept.get() & ALL_BITS;
      changed = true;
    }
    boolean inverted = words.peek().is("^");
    if (!inverted && !words.peek().is("|")) {
      return changed ? Optional.of(new SetMark(0, cleared)) : Optional.empty();
    }
    words.next();
    long mask = cleared;
    return number(words).map(value -> new SetMark(value, inverted ? mask : mask | value));
  }

  private static Optional<Long> number(WordStream words) {
    return ValueText.MARK.read(words.next(), Field.MARK.width()).map(Bits::low);
  }
}
