package io.nwfilter.netfilter.packet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/**
 * Sets of messages of ICMP and ICMPv6: the type is the upper octet of the field, the code the
 * lower.
 */
public final class IcmpValues {

  private static final int LAST = 255;

  private IcmpValues() {}

  /**
   * {@return the messages of one type}
   *
   * @param type the type, 0 to 255
   */
  public static Values ofType(int type) {
    return box(type, type, 0, LAST);
  }

  /**
   * {@return a single message}
   *
   * @param type its type, 0 to 255
   * @param code its code, 0 to 255
   */
  public static Values of(int type, int code) {
    return box(type, type, code, code);
  }

  /** {@return all messages} */
  public static Values all() {
    return box(0, LAST, 0, LAST);
  }

  /**
   * {@return all messages, as iptables understands the type 255 with a code: any type and any code}
   *
   * @param code the code, 0 to 255, which is remembered but matches nothing
   */
  public static Values allDespite(int code) {
    return new Values.Union(ImmutableList.of(all(), of(LAST, code)));
  }

  /**
   * {@return the messages with types and codes in two ranges}
   *
   * @param firstType the first type, 0 to 255
   * @param lastType the last type, not less than the first
   * @param firstCode the first code, 0 to 255
   * @param lastCode the last code, not less than the first
   * @throws IllegalArgumentException if a range is empty or not within 0..255
   */
  public static Values box(int firstType, int lastType, int firstCode, int lastCode) {
    check("type", firstType, lastType);
    check("code", firstCode, lastCode);
    boolean allCodes = firstCode == 0 && lastCode == LAST;
    if (firstType == lastType) {
      long type = (long) firstType << 8;
      return allCodes
          ? Values.masked(type, 0xff00)
          : Values.between(Field.ICMP_TYPE, type + firstCode, type + lastCode);
    }
    if (allCodes) {
      return Values.range((long) firstType << 8, ((long) lastType << 8) + LAST);
    }
    ImmutableList.Builder<Values> parts = ImmutableList.builder();
    for (int type = firstType; type <= lastType; type++) {
      parts.add(box(type, type, firstCode, lastCode));
    }
    return new Values.Union(parts.build());
  }

  private static void check(String name, int first, int last) {
    checkArgument(
        first >= 0 && first <= last && last <= LAST, "ICMP %s range %s..%s", name, first, last);
  }
}
