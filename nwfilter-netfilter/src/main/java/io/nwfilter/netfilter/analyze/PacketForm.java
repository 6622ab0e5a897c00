package io.nwfilter.netfilter.analyze;

/** A form that few senders give packets, and that queries do not tell from others. */
public enum PacketForm {
  /** A fragment of IP other than the first. */
  LATER_FRAGMENT("later fragments"),
  /** A frame that ends before the headers that it announces, such as UDP without ports. */
  CUT_OFF("cut off"),
  /** A frame with more than one tag. */
  SEVERAL_TAGS("with several tags"),
  /** A packet of IP that may not be forwarded any more. */
  NO_HOPS_LEFT("without hops left");

  private final String words;

  PacketForm(String words) {
    this.words = words;
  }

  /** {@return what packets are like in this form, as a part of a sentence} */
  @Override
  public String toString() {
    return words;
  }
}
