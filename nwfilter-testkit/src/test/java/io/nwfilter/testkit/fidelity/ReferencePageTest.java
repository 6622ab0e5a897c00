package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.attribute.ValueType;
import io.nwfilter.core.filter.ChainProtocol;
import io.nwfilter.testkit.golden.GoldenFile;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of all elements and attributes is what the attribute table says. */
class ReferencePageTest {

  private static final Path ROOT = Path.of(System.getProperty("nwfilter.rootDirectory"));
  private static final Path PAGE = ROOT.resolve("docs").resolve("reference.md");
  private static final Path ATTRIBUTES =
      ROOT.resolve("nwfilter-core/src/main/java/io/nwfilter/core/attribute/Attributes.java");
  private static final Pattern DOCUMENTED =
      Pattern.compile(
          "/\\*\\* ((?:(?!\\*/).)*) \\*/\\s+public static final Attribute<\\w+> (\\w+)",
          Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\{@link #(\\w+)}");

  @Test
  void isUpToDate() throws IOException, IllegalAccessException {
    GoldenFile.at(PAGE).assertMatches(page());
  }

  @Test
  void everyAttributeHasAMeaning() throws IOException, IllegalAccessException {
    Map<Attribute<?>, String> meanings = meanings();
    List<String> without = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (AttributeSpec<?> spec : protocol.attributes()) {
        if (!meanings.containsKey(spec.attribute())) {
          without.add(protocol + " " + spec.attribute());
        }
      }
    }

    assertEquals(List.of(), without);
  }

  private static String page() throws IOException, IllegalAccessException {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # Reference: elements and attributes

        Made from the attribute table by `ReferencePageTest`; change the table, not this page. Each
        section is a protocol element, a child of `<rule>`.

        - A variable may take the place of a value: `$IP`, `$IP[2]` or `$IP[@1]`. Where it is "not
          looked at", libvirt accepts a variable and ignores its value.
        - "Negated with" names the attribute whose `match='no'` counts for this one as well; the others
          are negated by `match='no'` of their own element.
        - A range has a start and an end; the end alone means nothing.

        """);
    chains(out);
    Map<Attribute<?>, String> meanings = meanings();
    for (Protocol protocol : Protocol.values()) {
      section(protocol, meanings, out);
    }
    return out.toString();
  }

  private static void chains(StringBuilder out) {
    out.append("## Chains\n\nThe name of a chain begins with one of these prefixes.\n\n");
    out.append("| prefix | default priority | documented |\n| --- | --- | --- |\n");
    for (ChainProtocol protocol : ChainProtocol.values()) {
      out.append("| `").append(protocol.prefix()).append("` | ");
      out.append(protocol.defaultPriority()).append(" | ");
      out.append(protocol.documentedPriority()).append(" |\n");
    }
  }

  private static void section(
      Protocol protocol, Map<Attribute<?>, String> meanings, StringBuilder out) {
    out.append("\n## `<").append(protocol).append(">`\n\n").append(place(protocol));
    out.append("\n\n| attribute | meaning | values | notes |\n| --- | --- | --- | --- |\n");
    for (AttributeSpec<?> spec : protocol.attributes()) {
      out.append("| `").append(spec.attribute()).append("` | ");
      out.append(meanings.get(spec.attribute())).append(" | ");
      out.append(values(spec.type())).append(" | ").append(notes(spec)).append(" |\n");
    }
  }

  private static String place(Protocol protocol) {
    String number =
        protocol.number().isEmpty()
            ? ""
            : switch (protocol.layer()) {
              case ETHERNET -> String.format(", EtherType 0x%04x", protocol.number().getAsInt());
              case IPV4, IPV6 -> ", protocol number " + protocol.number().getAsInt();
            };
    return switch (protocol.layer()) {
          case ETHERNET -> "Ethernet frames (ebtables)";
          case IPV4 -> "IPv4 packets (iptables)";
          case IPV6 -> "IPv6 packets (ip6tables)";
        }
        + number
        + ".";
  }

  private static String values(ValueType<?> type) {
    return type.description().replace("|", "\\|");
  }

  private static String notes(AttributeSpec<?> spec) {
    List<String> notes = new ArrayList<>();
    spec.negationFrom().ifPresent(from -> notes.add("negated with `" + from + "`"));
    NumberRange.startingAt(spec.attribute())
        .ifPresent(range -> notes.add("a range starts here and ends at `" + range.end() + "`"));
    if (!spec.attribute().isSubstituted()) {
      notes.add("a variable is not looked at");
    }
    return String.join("; ", notes);
  }

  /** {@return what the documentation of each key says} */
  private static Map<Attribute<?>, String> meanings() throws IOException, IllegalAccessException {
    Map<String, Attribute<?>> keys = new HashMap<>();
    for (Field field : Attributes.class.getFields()) {
      keys.put(field.getName(), (Attribute<?>) field.get(null));
    }
    Map<Attribute<?>, String> meanings = new HashMap<>();
    Matcher documented = DOCUMENTED.matcher(Files.readString(ATTRIBUTES));
    while (documented.find()) {
      String text = documented.group(1).replaceAll("\\s+\\* |\\s+", " ");
      String linked = LINK.matcher(text).replaceAll(link -> "`" + keys.get(link.group(1)) + "`");
      meanings.put(
          keys.get(documented.group(2)),
          linked.replaceAll("\\{@code ([^}]*)}", "`$1`").replaceAll("\\.$", ""));
    }
    return meanings;
  }
}
