package io.nwfilter.testkit.release;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.testkit.networks.NetworkDefinitions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The definitions of filters and networks that each release is asked to print. */
final class DocumentCases {

  /**
   * What 11.3.0 and 12.8.0 refuse and is taken here: {@code <bootp>} without a file, of which 9.0.0
   * keeps nothing.
   */
  static final ImmutableSet<String> LOST = ImmutableSet.of("network dhcp-bootpserveronly");

  /** Lines of values that daemons choose at random. */
  private static final Pattern CHOSEN =
      Pattern.compile("(?m)^  <(?:uuid>|mac address=')([-:0-9a-f]{17,36})(?:</uuid>|'/>)\\n");

  private static final Pattern CUT = Pattern.compile("\ufffd+'");

  private DocumentCases() {}

  /** {@return all of them, by the names of their sections} */
  static ImmutableMap<String, String> all() {
    Map<String, String> documents = new LinkedHashMap<>();
    for (FilterCase filterCase : FilterCases.all()) {
      int number = 1;
      for (String filter : filterCase.filters()) {
        documents.put("filter " + number++ + " of " + filterCase.name(), filter);
      }
    }
    NetworkDefinitions.all()
        .forEach((name, document) -> documents.put("network " + name, document));
    return ImmutableMap.copyOf(documents);
  }

  /**
   * {@return what a daemon prints without the identifiers and addresses that it has made up, and
   * without what is left of a character in which it has cut a comment}
   */
  static String withoutChoices(String dump, String document) {
    return CHOSEN
        .matcher(CUT.matcher(dump).replaceAll("'"))
        .replaceAll(
            line -> document.contains(line.group(1)) ? Matcher.quoteReplacement(line.group()) : "");
  }
}
