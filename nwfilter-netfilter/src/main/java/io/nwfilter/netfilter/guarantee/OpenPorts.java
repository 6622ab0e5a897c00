package io.nwfilter.netfilter.guarantee;

import com.google.common.base.Splitter;

/** The ports in names of guarantees, such as {@code only-tcp-ports-open=22,80}. */
final class OpenPorts {

  private OpenPorts() {}

  /** {@return the numbers after the equals sign of a name} */
  static int[] named(String name) {
    try {
      return Splitter.on(',')
          .trimResults()
          .splitToStream(name.substring(name.indexOf('=') + 1))
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + name + "' has something other than ports", e);
    }
  }
}
