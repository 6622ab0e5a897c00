package io.nwfilter.testkit.fidelity;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.testkit.daemon.DaemonRefusedException;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** libvirtd and the library, given the same filters: what each of them takes and prints. */
final class BothReaders {

  private static final String NAME = "tried";

  private final LibvirtDaemon daemon;

  BothReaders(LibvirtDaemon daemon) {
    this.daemon = daemon;
  }

  /**
   * Gives both sides filters of one rule each, and returns a line for each rule that only one takes
   * or that the two print in different ways. Rules that the library takes are tried in a single
   * filter first, as most of the time goes into requests.
   */
  List<String> differences(ImmutableList<String> rules, String attribute) {
    List<String> differences = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    List<Rule> read = new ArrayList<>();
    for (String rule : rules) {
      try {
        Filter filter = LibvirtXml.readFilter(XmlSource.text(filter(rule), "tried")).value();
        read.add((Rule) filter.entries().get(0));
        taken.add(rule);
      } catch (NwfilterException e) {
        if (refusal(filter(rule)) == null && !Deviation.isZone(rule, attribute)) {
          differences.add("only libvirtd takes " + rule + " -> " + dumpOf(rule, attribute));
        }
      }
    }
    if (!taken.isEmpty()) {
      differences.addAll(differencesOfTaken(taken, read, attribute));
    }
    return differences;
  }

  private List<String> differencesOfTaken(List<String> taken, List<Rule> read, String attribute) {
    List<String> differences = new ArrayList<>();
    String all = filter(String.join("\n", taken));
    if (define(all) == null) {
      List<String> dumped = rules(daemon.dumpXml(NAME));
      daemon.undefine(NAME);
      int printed = 0;
      for (int i = 0; i < taken.size(); i++) {
        String theirs = value(dumped.get(i), attribute);
        String ours = print(read.get(i), attribute);
        if (theirs == null) {
          continue; // what is dropped is compared where whole filters are
        }
        printed++;
        if (!theirs.equals(ours) && !Deviation.isCutCharacter(theirs, ours)) {
          differences.add(
              "libvirtd prints " + theirs + ", the library " + ours + " for " + taken.get(i));
        }
      }
      if (printed == 0 && !Deviation.isNeverPrinted(taken.get(0), attribute)) {
        differences.add("libvirtd prints no " + attribute + " of " + taken.get(0));
      }
      return differences;
    }
    for (int i = 0; i < taken.size(); i++) {
      String refusal = refusal(filter(taken.get(i)));
      if (refusal != null) {
        differences.add("only the library takes " + taken.get(i) + ": " + refusal);
      } else {
        differences.addAll(
            differencesOfTaken(List.of(taken.get(i)), List.of(read.get(i)), attribute));
      }
    }
    return differences;
  }

  /** {@return why libvirtd refuses a filter; null if it takes it} */
  @Nullable String refusal(String xml) {
    String refusal = define(xml);
    if (refusal == null) {
      daemon.undefine(NAME);
    }
    return refusal;
  }

  private @Nullable String define(String xml) {
    try {
      daemon.define(xml);
      return null;
    } catch (DaemonRefusedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String dumpOf(String rule, String attribute) {
    daemon.define(filter(rule));
    String dump = daemon.dumpXml(NAME);
    daemon.undefine(NAME);
    return String.valueOf(value(dump, attribute));
  }

  private static String filter(String rules) {
    return "<filter name='" + NAME + "'>" + rules + "</filter>";
  }

  private static List<String> rules(String dump) {
    List<String> parts = Splitter.on("<rule ").splitToList(dump);
    return parts.subList(1, parts.size());
  }

  private static @Nullable String value(String dump, String attribute) {
    Matcher matcher =
        Pattern.compile("<[^>]* " + attribute + "='([^']*)'", Pattern.DOTALL).matcher(dump);
    return matcher.find()
        ? matcher
            .group(1)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&apos;", "'")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
        : null;
  }

  private static String print(Rule rule, String attribute) {
    for (Condition<?> condition : rule.conditions().values()) {
      AttributeSpec<?> spec = condition.spec();
      if (spec.attribute().xmlName().equals(attribute)) {
        return condition.text();
      }
    }
    return "nothing";
  }

  /** {@return a text as it stands in an attribute} */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c < ' ' || c == '<' || c == '&' || c == '\'' || c == '"' || c == 127) {
                escaped.append("&#").append(c).append(';');
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
