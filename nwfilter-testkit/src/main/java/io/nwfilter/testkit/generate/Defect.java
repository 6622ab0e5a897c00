package io.nwfilter.testkit.generate;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What is wrong with a {@link BrokenDocument}. */
public enum Defect {
  /** A value that an attribute of a protocol does not take. */
  ILLEGAL_ATTRIBUTE(DocumentCode.ILLEGAL_VALUE),
  /** A reference to a variable that is malformed. */
  ILLEGAL_VARIABLE(DocumentCode.ILLEGAL_VALUE),
  /** Ports in frames whose protocol is not said. */
  PORTS_WITHOUT_PROTOCOL(DocumentCode.ILLEGAL_VALUE),
  /** An action that there is not. */
  UNKNOWN_ACTION(DocumentCode.ILLEGAL_VALUE),
  /** A direction that there is not. */
  UNKNOWN_DIRECTION(DocumentCode.ILLEGAL_VALUE),
  /** A chain that begins with no protocol, is too long or has other characters. */
  ILLEGAL_CHAIN(DocumentCode.ILLEGAL_VALUE),
  /** The priority of a chain out of range, or not a number. */
  ILLEGAL_CHAIN_PRIORITY(DocumentCode.ILLEGAL_VALUE),
  /** A uuid that is none. */
  ILLEGAL_UUID(DocumentCode.ILLEGAL_VALUE),
  /** A rule without an action. */
  MISSING_ACTION(DocumentCode.MISSING),
  /** A rule without a direction. */
  MISSING_DIRECTION(DocumentCode.MISSING),
  /** A filter without a name. */
  MISSING_NAME(DocumentCode.MISSING),
  /** A reference that does not name a filter. */
  MISSING_REFERENCE(DocumentCode.MISSING),
  /** A root element that libvirt does not know. */
  WRONG_ROOT(DocumentCode.WRONG_ROOT),
  /** An element without an end. */
  UNCLOSED_ELEMENT(DocumentCode.XML_SYNTAX),
  /** The end tag of another element. */
  MISMATCHED_END(DocumentCode.XML_SYNTAX),
  /** A value without quotes. */
  UNQUOTED_VALUE(DocumentCode.XML_SYNTAX),
  /** An attribute that appears twice in one element. */
  REPEATED_ATTRIBUTE(DocumentCode.XML_SYNTAX),
  /** An ampersand that begins no reference. */
  BARE_AMPERSAND(DocumentCode.XML_SYNTAX),
  /** Something after the root element. */
  TEXT_BEHIND_ROOT(DocumentCode.XML_SYNTAX);

  private static final ImmutableList<Protocol> PROTOCOLS = ImmutableList.copyOf(Protocol.values());

  private final DocumentCode code;

  Defect(DocumentCode code) {
    this.code = code;
  }

  /** {@return what a reader is to report about it} */
  public DiagnosticCode code() {
    return code;
  }

  static Arbitrary<BrokenDocument> broken(Arbitrary<Filter> filters) {
    return Combinators.combine(
            filters,
            Arbitraries.of(values()),
            Arbitraries.integers().between(0, 999),
            Arbitraries.integers().between(0, 99_999))
        .as((filter, defect, place, choice) -> defect.in(filter, place, choice));
  }

  private BrokenDocument in(Filter filter, int place, int choice) {
    List<String> lines =
        new ArrayList<>(Splitter.on('\n').omitEmptyStrings().splitToList(LibvirtXml.write(filter)));
    int line =
        switch (this) {
          case WRONG_ROOT, MISSING_NAME, ILLEGAL_CHAIN, ILLEGAL_CHAIN_PRIORITY ->
              breakRoot(lines, choice);
          case TEXT_BEHIND_ROOT -> {
            lines.add(one(choice, "<filter name='second'/>", "text", "</filter>"));
            yield lines.size();
          }
          default -> {
            if (this == ILLEGAL_UUID) {
              lines.removeIf(text -> text.startsWith("  <uuid>")); // the first one counts
            }
            int at = childAt(lines, place);
            lines.add(at, "  " + child(choice));
            yield at + 1;
          }
        };
    return new BrokenDocument(String.join("\n", lines) + "\n", this, line);
  }

  /** {@return where a child of the root may be placed: before another one, or at the end} */
  private static int childAt(List<String> lines, int place) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean child = line.startsWith("  <") && !line.startsWith("  </");
      if (child || i == lines.size() - 1) {
        starts.add(i);
      }
    }
    return starts.get(place % starts.size());
  }

  private int breakRoot(List<String> lines, int choice) {
    String start = lines.get(0);
    lines.set(
        0,
        switch (this) {
          case WRONG_ROOT -> start.replaceFirst("<filter", "<filters");
          case MISSING_NAME -> start.replaceFirst(" name='[^']*'", "");
          case ILLEGAL_CHAIN ->
              start.replaceFirst(
                  "chain='[^']*'",
                  "chain='" + one(choice, "arq", "rootx", "mac-123456789", "arp/x", "ip") + "'");
          default ->
              start.replaceFirst("( priority='[^']*')?>$", "")
                  + " priority='"
                  + one(choice, "1001", "-1001", "high", "1.5")
                  + "'>";
        });
    if (this == WRONG_ROOT) {
      lines.set(lines.size() - 1, "</filters>");
    }
    return 1;
  }

  private String child(int choice) {
    return switch (this) {
      case ILLEGAL_ATTRIBUTE -> rule(illegalAttribute(choice));
      case ILLEGAL_VARIABLE ->
          rule("<tcp srcipaddr='" + one(choice, "$A[", "$A[@1001]", "$A-B", "$A[x]") + "'/>");
      case PORTS_WITHOUT_PROTOCOL ->
          rule(
              one(
                  choice,
                  "<ip dstportstart='22'/>",
                  "<ip protocol='icmp' srcportstart='7'/>",
                  "<ipv6 srcportstart='67'/>"));
      case UNKNOWN_ACTION ->
          "<rule action='" + one(choice, "perhaps", "DROP", "") + "' direction='in'/>";
      case UNKNOWN_DIRECTION ->
          "<rule action='drop' direction='" + one(choice, "up", "Out", "") + "'/>";
      case MISSING_ACTION -> "<rule direction='in'/>";
      case MISSING_DIRECTION -> "<rule action='drop'/>";
      case MISSING_REFERENCE -> "<filterref/>";
      case ILLEGAL_UUID ->
          "<uuid>" + one(choice, "5c6a3f20-1111-4222", "not a uuid", "1") + "</uuid>";
      case UNCLOSED_ELEMENT -> "<rule action='drop' direction='in'>";
      case MISMATCHED_END -> "<rule action='drop' direction='in'></ruler>";
      case UNQUOTED_VALUE -> "<rule action=drop direction='in'/>";
      case REPEATED_ATTRIBUTE -> "<rule action='drop' direction='in' action='drop'/>";
      case BARE_AMPERSAND -> rule("<tcp comment='a & b'/>");
      case WRONG_ROOT, MISSING_NAME, ILLEGAL_CHAIN, ILLEGAL_CHAIN_PRIORITY, TEXT_BEHIND_ROOT ->
          throw new AssertionError(this);
    };
  }

  private static String rule(String protocol) {
    return "<rule action='drop' direction='in'>" + protocol + "</rule>";
  }

  private static String illegalAttribute(int choice) {
    Protocol protocol = PROTOCOLS.get(choice % PROTOCOLS.size());
    ImmutableList<AttributeSpec<?>> specs =
        protocol.attributes().stream()
            .filter(spec -> !illegal(spec).isEmpty())
            .collect(ImmutableList.toImmutableList());
    int rest = choice / PROTOCOLS.size();
    AttributeSpec<?> spec = specs.get(rest % specs.size());
    ImmutableList<String> texts = illegal(spec);
    return String.format(
        "<%s %s='%s'/>", protocol, spec.attribute(), texts.get(rest / specs.size() % texts.size()));
  }

  /** {@return texts that an attribute does not take; none if it takes all} */
  private static ImmutableList<String> illegal(AttributeSpec<?> spec) {
    return switch (spec.type().kind()) {
      case MAC -> ImmutableList.of("52:54:00", "52:54:00:9f:80:4g", "");
      case MAC_MASK -> ImmutableList.of("ff:00:ff:00:00:00", "24");
      case IPV4 -> ImmutableList.of("10.0.0.256", "10.0.0.0/8", "fe80::1", "nowhere");
      case IPV6 -> ImmutableList.of("fe80:::1", "fe80::g", "nowhere");
      case EITHER_ADDRESS -> ImmutableList.of("10.0.0.256", "nowhere");
      case IPV4_MASK -> ImmutableList.of("33", "255.0.255.0", "wide");
      case IPV6_MASK -> ImmutableList.of("129", "ffff::ffff", "wide");
      case NUMBER, DECIMAL ->
          ImmutableList.of(
              Long.toString(spec.type().range().orElseThrow().highest() + 1), "many", "");
      case STATES -> ImmutableList.of("ASLEEP", "NEW;RELATED");
      case TCP_FLAGS -> ImmutableList.of("SYN", "SYN/ACK/FIN", "SIN/SYN");
      case IPSET -> ImmutableList.of("a/b", "a".repeat(32));
      case IPSET_FLAGS -> ImmutableList.of("up", "src,src,src,src,src,src,src", "");
      case BOOLEAN, COMMENT -> ImmutableList.of();
    };
  }

  private static String one(int choice, String... texts) {
    return texts[choice % texts.length];
  }
}
