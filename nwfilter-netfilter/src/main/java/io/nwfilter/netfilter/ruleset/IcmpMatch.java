package io.nwfilter.netfilter.ruleset;

/**
 * Asks for types and codes of ICMP (RFC 792) or ICMPv6 (RFC 4443).
 *
 * @param firstType the first type, 0 to 255
 * @param lastType the last type
 * @param firstCode the first code, 0 to 255
 * @param lastCode the last code
 * @param negated whether type or code must be outside
 */
public record IcmpMatch(int firstType, int lastType, int firstCode, int lastCode, boolean negated)
    implements Match {

  /**
   * Checks that both ranges lie within 0 to 255 and do not end before they start.
   *
   * @param firstType the first type, 0 to 255
   * @param lastType the last type
   * @param firstCode the first code, 0 to 255
   * @param lastCode the last code
   * @param negated whether type or code must be outside
   * @throws IllegalArgumentException if one of them does not
   */
  public IcmpMatch {
    check("type", firstType, lastType);
    check("code", firstCode, lastCode);
  }

  private static void check(String name, int first, int last) {
    if (first < 0 || first > last || last > 255) {
      throw new IllegalArgumentException("ICMP " + name + " range " + first + ".." + last);
    }
  }

  /** {@return whether every code of the types matches} */
  public boolean anyCode() {
    return firstCode == 0 && lastCode == 255;
  }

  @Override
  public void accept(Visitor visitor) {
    visitor.visit(this);
  }
}
