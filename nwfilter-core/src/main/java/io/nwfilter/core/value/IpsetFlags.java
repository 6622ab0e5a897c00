package io.nwfilter.core.value;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;

/**
 * The value of the attribute {@code ipsetflags}: for each dimension of an ipset, which end of the
 * packet is looked up (ipset(8)).
 *
 * @param ends one to six ends, one for each dimension
 */
public record IpsetFlags(List<End> ends) {

  private static final int MAX = 6;

  /** An end of a packet. */
  public enum End {
    /** The source address or port. */
    SRC,
    /** The destination address or port. */
    DST;

    /** {@return the other end} */
    public End flipped() {
      return this == SRC ? DST : SRC;
    }

    /** {@return the name that iptables knows} */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the number of ends.
   *
   * @param ends one to six ends
   */
  public IpsetFlags {
    ends = ImmutableList.copyOf(requireNonNull(ends, "ends"));
    if (ends.isEmpty() || ends.size() > MAX) {
      throw new IllegalArgumentException(ends.size() + " ipset flags are outside 1..6");
    }
  }

  /**
   * {@return the flags that a text such as {@code src,dst} means} Case does not matter.
   *
   * @param text one to six times {@code src} or {@code dst}, separated by commas
   * @throws IllegalValueException if it has a different form
   */
  public static IpsetFlags parse(String text) {
    ImmutableList.Builder<End> ends = ImmutableList.builder();
    String[] names = text.split(",", -1);
    for (String name : names) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "src" -> ends.add(End.SRC);
        case "dst" -> ends.add(End.DST);
        default -> throw illegal(text);
      }
    }
    if (names.length > MAX) {
      throw illegal(text);
    }
    return new IpsetFlags(ends.build());
  }

  /**
   * {@return the flags that libvirt reads from a text that ends in a comma: it stops after the
   * sixth name and the comma}
   *
   * @param text six names, each followed by a comma
   * @throws IllegalValueException if it has a different form
   */
  public static IpsetFlags parseSix(String text) {
    IpsetFlags flags = parse(text.endsWith(",") ? text.substring(0, text.length() - 1) : text);
    if (flags.ends.size() < MAX) {
      throw illegal(text);
    }
    return flags;
  }

  private static IllegalValueException illegal(String text) {
    return new IllegalValueException(text, "one to six times src or dst, separated by commas");
  }

  /** {@return the flags with every end replaced by the other one} */
  public IpsetFlags flipped() {
    return new IpsetFlags(ends.stream().map(End::flipped).collect(ImmutableList.toImmutableList()));
  }

  /** {@return the canonical text} */
  @Override
  public String toString() {
    return Joiner.on(',').join(ends);
  }
}
