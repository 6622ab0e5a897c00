package io.nwfilter.testkit.testbed;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values that rules mention, and their neighbours: the ends of ranges and what is next to them.
 */
final class Mentioned {

  /** A list of a million ports is about as interesting as its first ones. */
  private static final int MAX_OF_A_SET = 64;

  private static final int MAX_OF_A_KIND = 4096;

  /** What values are good for: a port that one field asks for is interesting in others. */
  enum Kind {
    MAC,
    IPV4,
    IPV6,
    PORT,
    ETHER_TYPE,
    PROTOCOL,
    VLAN,
    ICMP,
    ICMPV6,
    TOS,
    OPERATION,
    OTHER
  }

  private final Map<Kind, Set<Bits>> values = new EnumMap<>(Kind.class);

  Mentioned(HostRules rules) {
    for (RuleTable table : rules.tables()) {
      table.rules().forEach(rule -> add(table, rule));
    }
  }

  /** {@return a copy to which more can be added} */
  Mentioned copy() {
    Mentioned copy = new Mentioned(HostRules.NONE);
    values.forEach((kind, all) -> all.forEach(value -> copy.add(kind, value)));
    return copy;
  }

  private void add(RuleTable table, ChainRule rule) {
    if (rule.target() instanceof VerdictMapTarget map) {
      table.entries(map).ifPresent(entries -> add(map.key(), entries.keySet()));
    }
    for (Match match : rule.matches()) {
      if (match instanceof FieldMatch field) {
        add(field.field(), field.values());
      } else if (match instanceof EitherPortMatch ports) {
        add(Field.SOURCE_PORT, ports.ports());
      } else if (match instanceof LookupMatch lookup) {
        table.elements(lookup).ifPresent(elements -> add(lookup.key(), elements));
      } else if (match instanceof AmongMatch among) {
        for (AmongMatch.Member member : among.members()) {
          add(Kind.MAC, Bits.of(member.mac()));
          member.ip().ifPresent(ip -> add(Kind.IPV4, Bits.of(ip)));
        }
      } // what others ask for is not a value of a packet
    }
  }

  private void add(List<Selector> key, Set<SetKey> elements) {
    for (SetKey element : elements) {
      for (int i = 0; i < key.size(); i++) {
        add(key.get(i).field(), element.parts().get(i));
      }
    }
  }

  private void add(Field field, Values set) {
    Kind kind = kind(field);
    Edges.of(set, field.width()).stream().limit(MAX_OF_A_SET).forEach(value -> add(kind, value));
  }

  void add(Kind kind, Bits value) {
    Set<Bits> of = values.computeIfAbsent(kind, any -> new LinkedHashSet<>());
    if (of.size() < MAX_OF_A_KIND) {
      of.add(value);
    }
  }

  private static Kind kind(Field field) {
    return switch (field) {
      case SOURCE_PORT, DESTINATION_PORT -> Kind.PORT;
      case ETHER_TYPE, VLAN_ETHER_TYPE -> Kind.ETHER_TYPE;
      case IP_PROTOCOL -> Kind.PROTOCOL;
      case VLAN_ID -> Kind.VLAN;
      case ICMP_TYPE -> Kind.ICMP;
      case ICMPV6_TYPE -> Kind.ICMPV6;
      case IP_TOS -> Kind.TOS;
      case ARP_OPERATION -> Kind.OPERATION;
      default -> kind(field.kind());
    };
  }

  private static Kind kind(FieldKind kind) {
    return switch (kind) {
      case MAC -> Kind.MAC;
      case IPV4 -> Kind.IPV4;
      case IPV6 -> Kind.IPV6;
      default -> Kind.OTHER;
    };
  }

  /** {@return the values of a kind, in the order in which they are mentioned} */
  List<Bits> values(Kind kind) {
    return ImmutableList.copyOf(values.getOrDefault(kind, ImmutableSet.of()));
  }

  /** The ends of sets. */
  private static final class Edges implements Values.Visitor<List<Bits>> {

    private final Bits last;

    private Edges(int width) {
      this.last = Bits.ones(width);
    }

    static List<Bits> of(Values set, int width) {
      Edges edges = new Edges(width);
      return set.accept(edges).stream().map(value -> value.and(edges.last)).distinct().toList();
    }

    private static List<Bits> around(Bits first, Bits last) {
      return ImmutableList.of(first, last, minusOne(first), plusOne(last));
    }

    private static Bits plusOne(Bits value) {
      long low = value.low() + 1;
      return new Bits(low == 0 ? value.high() + 1 : value.high(), low);
    }

    private static Bits minusOne(Bits value) {
      return new Bits(value.low() == 0 ? value.high() - 1 : value.high(), value.low() - 1);
    }

    @Override
    public List<Bits> visit(Values.Masked masked) {
      Bits free = last.xor(masked.mask().and(last));
      return around(masked.value(), masked.value().or(free));
    }

    @Override
    public List<Bits> visit(Values.Range range) {
      return around(range.low(), range.high());
    }

    @Override
    public List<Bits> visit(Values.Union union) {
      List<Bits> all = new ArrayList<>();
      for (Values part : union.parts()) {
        all.addAll(part.accept(this));
      }
      return all;
    }
  }
}
