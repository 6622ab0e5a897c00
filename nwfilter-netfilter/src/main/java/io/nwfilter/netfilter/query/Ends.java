package io.nwfilter.netfilter.query;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Surroundings;

/** How queries say where packets arrive. */
final class Ends {

  /** What can be written. */
  static final ImmutableList<String> EXPECTED =
      ImmutableList.of("host", Surroundings.OUTSIDE, "the name of a port such as vnet0");

  private static final String HOST = "host";

  private Ends() {}

  static End read(String text) {
    checkArgument(text.matches("[A-Za-z0-9_.:+@-]+"), "where packets arrive is missing");
    return switch (text) {
      case HOST -> End.HOST;
      case Surroundings.OUTSIDE -> End.network(Surroundings.OUTSIDE);
      default -> End.port(text);
    };
  }

  /** {@return the text that {@link #read} reads} */
  static String print(End end) {
    return end.kind() == End.Kind.HOST ? HOST : end.name();
  }
}
