package io.nwfilter.netfilter.exchange;

/** The two ends of an exchange. */
public enum Role {
  /** The one that sends the first packet. */
  CLIENT,
  /** The one that replies. */
  SERVER;

  /** {@return the other end} */
  public Role other() {
    return this == CLIENT ? SERVER : CLIENT;
  }
}
