package io.nwfilter.netfilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.IcmpValues;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Writes each field with each form of values, negated or not, after what options may need before
 * them and without, in each family and both spellings. Each rule is either read back as what it
 * was, or refused by the name of its field.
 */
class OptionTableTest {

  /** What rules have asked before, in each family. */
  private static ImmutableList<ImmutableList<Match>> contexts(Family family) {
    ImmutableList.Builder<ImmutableList<Match>> contexts = ImmutableList.builder();
    contexts.add(ImmutableList.of());
    if (family != Family.BRIDGE) {
      for (int protocol : new int[] {1, 6, 17, 33, 58, 132, 136, 47}) {
        contexts.add(ImmutableList.of(FieldMatch.of(Field.IP_PROTOCOL, protocol)));
      }
      contexts.add(ImmutableList.of(FieldMatch.of(Field.IP_PROTOCOL, 6).negate()));
      return contexts.build();
    }
    for (int type : new int[] {0x800, 0x86dd, 0x806, 0x8035, 0x8100, 0x88cc}) {
      contexts.add(ImmutableList.of(FieldMatch.of(Field.ETHER_TYPE, type)));
    }
    contexts.add(ImmutableList.of(FieldMatch.of(Field.ETHER_TYPE, 0x800).negate()));
    for (int type : new int[] {0x800, 0x86dd}) {
      for (int protocol : new int[] {1, 2, 6, 17, 58}) {
        contexts.add(
            ImmutableList.of(
                FieldMatch.of(Field.ETHER_TYPE, type), FieldMatch.of(Field.IP_PROTOCOL, protocol)));
      }
    }
    return contexts.build();
  }

  private static ChainRule rule(ImmutableList<Match> before, Match match) {
    return new ChainRule(
        ImmutableList.<Match>builder().addAll(before).add(match).build(),
        Target.DROP,
        ChainRule.of(Target.DROP).origin());
  }

  /** How many rules of a family were written, how many refused, and which fields were written. */
  private static final class Count {
    private int written;
    private int refused;
    private final Set<Field> fields = EnumSet.noneOf(Field.class);

    void add(Field field, Optional<String> refusal, FieldMatch match) {
      if (refusal.isPresent()) {
        refused++;
        assertTrue(refusal.get().contains(field.name()), () -> match + ": " + refusal.get());
      } else {
        written++;
        fields.add(field);
      }
    }

    @Override
    public String toString() {
      return written + " written, " + refused + " refused";
    }
  }

  private static Count count(Family family) {
    Count count = new Count();
    for (Field field : Field.values()) {
      for (Values values : SampleValues.of(field)) {
        for (ImmutableList<Match> before : contexts(family)) {
          FieldMatch match = FieldMatch.of(field, values);
          for (FieldMatch asked : List.of(match, match.negate())) {
            count.add(field, RoundTrip.refusal(family, rule(before, asked)), asked);
          }
        }
      }
    }
    return count;
  }

  @Test
  void whatIsWrittenReadsBackAndTheRestIsRefused() {
    Map<Family, String> counts = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      Count count = count(family);
      counts.put(family, count.toString());
      assertEquals(fieldsWithOptions(family), count.fields);
    }

    assertEquals(
        Map.of(
            Family.IPV4,
            "7432 written, 65448 refused",
            Family.IPV6,
            "7090 written, 65790 refused",
            Family.BRIDGE,
            "18082 written, 113102 refused"),
        counts);
  }

  /** Only nftables asks for these. */
  private static final EnumSet<Field> OF_NFTABLES =
      EnumSet.of(
          Field.ARP_HARDWARE_LENGTH,
          Field.ARP_PROTOCOL_LENGTH,
          Field.IPV6_FRAGMENT,
          Field.IPV6_FRAGMENT_OFFSET);

  /** {@return the fields that the table has a row for, each of which must be reached} */
  private static Set<Field> fieldsWithOptions(Family family) {
    Set<Field> fields = EnumSet.noneOf(Field.class);
    OptionTable.of(family).rows().forEach(row -> fields.add(row.field()));
    return fields;
  }

  @Test
  void everyFieldHasAnOptionInSomeFamily() {
    Set<Field> fields = EnumSet.noneOf(Field.class);
    for (Family family : Family.values()) {
      fields.addAll(fieldsWithOptions(family));
    }

    assertEquals(EnumSet.complementOf(OF_NFTABLES), fields);
  }

  /** What is asked by another extension than the usual one reads back as that, too. */
  @Test
  void anExtensionThatIsNamedIsTheOneThatAsks() {
    int written = 0;
    for (Family family : List.of(Family.IPV4, Family.IPV6)) {
      for (FieldOption row : OptionTable.of(family).rows()) {
        if (!row.extension().isEmpty()) {
          written += countVia(family, row);
        }
      }
    }

    assertEquals(6403, written);
  }

  private static int countVia(Family family, FieldOption row) {
    int written = 0;
    for (Values values : SampleValues.of(row.field())) {
      for (ImmutableList<Match> before : contexts(family)) {
        RuleContext context = new RuleContext();
        before.forEach(match -> context.add((FieldMatch) match));
        RuleContext named = RuleContext.ofAll(before);
        RuleContext looked = row.extension().equals("multiport") ? context : named;
        FieldMatch plain = FieldMatch.of(row.field(), values);
        boolean usual =
            OptionTable.of(family)
                .usual(plain, context)
                .filter(found -> found.extension().equals(row.extension()))
                .isPresent();
        FieldMatch match = usual ? plain : plain.via(row.extension());
        boolean takes = takes(family, row, plain);
        Optional<String> refusal = RoundTrip.refusal(family, rule(before, match));
        assertEquals(takes && (usual || row.unmet(looked).isEmpty()), refusal.isEmpty());
        written += refusal.isEmpty() ? 1 : 0;
      }
    }
    return written;
  }

  /** {@return whether an option of the same extension asks for what a match asks for} */
  private static boolean takes(Family family, FieldOption row, FieldMatch match) {
    return OptionTable.of(family).rows().stream()
        .filter(other -> other.extension().equals(row.extension()))
        .filter(other -> other.field() == row.field())
        .anyMatch(other -> other.takes(match));
  }

  private static String refusal(Family family, Match... matches) {
    return RoundTrip.refusal(family, ChainRule.of(Target.DROP, matches)).orElse("written");
  }

  @Test
  void icmpTypesFromThreeToFiveAreRefusedInIptables() {
    assertEquals(
        "iptables cannot match ICMP_TYPE in 0x300..0x5ff: no option takes such values, not"
            + " --icmp-type",
        refusal(
            Family.IPV4,
            FieldMatch.of(Field.IP_PROTOCOL, 1),
            FieldMatch.of(Field.ICMP_TYPE, IcmpValues.box(3, 5, 0, 255))));
    assertEquals(
        "written",
        refusal(
            Family.BRIDGE,
            FieldMatch.of(Field.ETHER_TYPE, 0x800),
            FieldMatch.of(Field.IP_PROTOCOL, 1),
            FieldMatch.of(Field.ICMP_TYPE, IcmpValues.box(3, 5, 0, 255))));
  }

  @Test
  void protocolsInARangeAreRefused() {
    assertEquals(
        "iptables cannot match IP_PROTOCOL in 0x6..0x11: no option takes such values, not -p",
        refusal(Family.IPV4, FieldMatch.of(Field.IP_PROTOCOL, Values.range(6, 17))));
    assertEquals(
        "ebtables cannot match IP_PROTOCOL in 0x6..0x11: no option takes such values, not"
            + " --ip-protocol, --ip6-protocol",
        refusal(Family.BRIDGE, FieldMatch.of(Field.IP_PROTOCOL, Values.range(6, 17))));
  }

  @Test
  void aPortWithoutAProtocolIsRefused() {
    FieldMatch port = FieldMatch.of(Field.SOURCE_PORT, 7);
    String message =
        "ip6tables cannot match SOURCE_PORT in 0x7/0xffff: --sport needs a match on IP_PROTOCOL"
            + " 6 before it";

    assertEquals(message, refusal(Family.IPV6, port));
    assertEquals(message, refusal(Family.IPV6, port, FieldMatch.of(Field.IP_PROTOCOL, 6)));
    assertEquals(message, refusal(Family.IPV6, FieldMatch.of(Field.IP_PROTOCOL, 6).negate(), port));
    assertEquals(
        "ebtables cannot match SOURCE_PORT in 0x7/0xffff: --ip-source-port needs a match on"
            + " ETHER_TYPE 2048 before it",
        refusal(Family.BRIDGE, port));
  }

  @Test
  void aFieldWithoutAnOptionIsRefused() {
    assertEquals(
        "iptables cannot match VLAN_ID in 0x7/0xfff: it has no option for that field",
        refusal(Family.IPV4, FieldMatch.of(Field.VLAN_ID, 7)));
    assertEquals(
        "iptables cannot match ETHERNET_DESTINATION in 0x7/0xffffffffffff: it has no option for"
            + " that field",
        refusal(Family.IPV4, FieldMatch.of(Field.ETHERNET_DESTINATION, 7)));
    assertEquals(
        "iptables cannot match ETHERNET_SOURCE in 0x0/0xff: no option takes such values, not"
            + " --mac-source",
        refusal(Family.IPV4, FieldMatch.of(Field.ETHERNET_SOURCE, Values.masked(0, 0xff))));
    assertEquals(
        "iptables cannot match MARK in 0x7/0xffffffff: no option takes such values in extension"
            + " connmark, not --mark",
        refusal(Family.IPV4, FieldMatch.of(Field.MARK, 7).via("connmark")));
    assertEquals(
        "ebtables cannot match IPV4_SOURCE in 0x1..0x2: no option takes such values, not"
            + " --ip-source",
        refusal(
            Family.BRIDGE,
            FieldMatch.of(Field.ETHER_TYPE, 0x800),
            FieldMatch.of(Field.IPV4_SOURCE, Values.range(1, 2))));
  }
}
