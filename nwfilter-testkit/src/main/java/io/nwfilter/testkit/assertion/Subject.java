package io.nwfilter.testkit.assertion;

import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.CompiledRules;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an assertion is about, as failures tell it.
 *
 * @param description what the test says; empty if nothing
 * @param compiled what was compiled; empty if that is not known
 * @param place where it is; empty if that goes without saying
 */
record Subject(String description, String compiled, String place) {

  static final Subject UNKNOWN = new Subject("", "", "");

  static Subject of(CompiledRules rules) {
    String parts =
        Stream.concat(
                rules.networks().stream().map(Subject::network),
                rules.interfaces().stream().map(Subject::filter))
            .collect(Collectors.joining(", "));
    return new Subject("", parts.isEmpty() ? "nothing" : parts, "");
  }

  private static String network(CompiledNetwork network) {
    return "network '" + network.name() + "'";
  }

  private static String filter(CompiledInterface one) {
    String filter = "'" + one.binding().filterRef().filter() + "' on " + one.name().name();
    return one.interim() ? filter + " (until its address is known)" : filter;
  }

  Subject describedAs(String text) {
    return new Subject(text, compiled, place);
  }

  Subject at(String where) {
    return new Subject(description, compiled, place.isEmpty() ? where : place + ", " + where);
  }
}
