package io.nwfilter.testkit.release;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.networks.NetworkDefinitions;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a daemon prints of filters and networks that it was given to define. */
final class AskedDocuments {

  /** What a daemon makes up where a document does not say it. */
  private static final Pattern MADE_UP =
      Pattern.compile("<uuid>([-0-9a-f]{36})</uuid>|<mac address='(52:54:00[:0-9a-f]{9})'/>");

  private static final String STOCK = "stock/";

  private final LibvirtDaemon daemon;

  AskedDocuments(LibvirtDaemon daemon) {
    this.daemon = daemon;
  }

  /** {@return the names of all cases} */
  static ImmutableList<String> names() {
    return Stream.concat(
            FilterCases.all().stream().map(AskedDocuments::name),
            NetworkDefinitions.all().keySet().stream().map(AskedDocuments::name))
        .collect(toImmutableList());
  }

  private static String name(FilterCase filters) {
    return "filter " + filters.name();
  }

  private static String name(String network) {
    return "network " + network;
  }

  /** {@return what is printed, case by case} */
  ImmutableMap<String, String> printed(Predicate<String> asked) {
    ImmutableMap.Builder<String, String> sections = ImmutableMap.builder();
    for (FilterCase filters : FilterCases.all()) {
      if (asked.test(name(filters))) {
        sections.put(name(filters), filters(filters));
      }
    }
    for (Map.Entry<String, String> network : NetworkDefinitions.all().entrySet()) {
      if (asked.test(name(network.getKey()))) {
        sections.put(name(network.getKey()), network(network.getValue()));
      }
    }
    return sections.buildOrThrow();
  }

  private String filters(FilterCase filters) {
    if (filters.name().startsWith(STOCK)) {
      return withoutMadeUp(daemon.dumpXml(filters.name().substring(STOCK.length())), "");
    }
    StringBuilder printed = new StringBuilder();
    for (String document : filters.filters()) {
      ImmutableList<String> before = daemon.filterNames();
      try {
        daemon.define(document);
      } catch (DaemonRefusedException e) {
        printed.append(AskedDaemon.refusal(e));
      }
      for (String name : Sets.difference(Set.copyOf(daemon.filterNames()), Set.copyOf(before))) {
        printed.append(withoutMadeUp(daemon.dumpXml(name), document));
      }
    }
    daemon.reset();
    return printed.toString();
  }

  private String network(String document) {
    String name = LibvirtXml.readNetwork(XmlSource.text(document, "network.xml")).value().name();
    try {
      daemon.networks().define(document);
    } catch (DaemonRefusedException e) {
      return AskedDaemon.refusal(e);
    }
    String printed = daemon.networks().dumpDefinition(name);
    daemon.networks().undefine(name);
    return withoutMadeUp(printed, document);
  }

  private static String withoutMadeUp(String printed, String document) {
    return MADE_UP
        .matcher(printed.strip() + "\n")
        .replaceAll(
            found -> {
              boolean uuid = found.group(1) != null;
              return document.contains(uuid ? found.group(1) : found.group(2))
                  ? Matcher.quoteReplacement(found.group())
                  : uuid ? "<uuid/>" : "<mac/>";
            });
  }
}
