package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.CounterMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.LogMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.RuleTable;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The values that rules mention, with those next to them, by the field that they are about. */
final class Mentions {

  /** Of more rules, the first ones have to do. */
  private static final int MOST_MATCHES = 20_000;

  private final ImmutableSetMultimap<Field, Bits> values;
  private final ImmutableList<List<PacketCondition>> rules;

  private Mentions(
      ImmutableSetMultimap<Field, Bits> values, ImmutableList<List<PacketCondition>> rules) {
    this.values = values;
    this.rules = rules;
  }

  static Mentions of(HostRules host) {
    ImmutableSetMultimap.Builder<Field, Bits> found = ImmutableSetMultimap.builder();
    Collector collector =
        new Collector((field, set) -> found.putAll(field, set.accept(new Edges(field.width()))));
    host.tables().stream()
        .flatMap(Mentions::matches)
        .limit(MOST_MATCHES)
        .forEach(match -> match.accept(collector));
    return new Mentions(
        found.build(),
        host.tables().stream()
            .flatMap(RuleTable::rules)
            .limit(MOST_MATCHES)
            .map(Mentions::conditions)
            .filter(conditions -> !conditions.isEmpty())
            .distinct()
            .collect(ImmutableList.toImmutableList()));
  }

  /** {@return all matches of a table, with what is in its sets and maps} */
  private static Stream<Match> matches(RuleTable table) {
    return table
        .rules()
        .flatMap(rule -> Stream.concat(rule.matches().stream(), table.lookedUp(rule)));
  }

  private static List<PacketCondition> conditions(ChainRule rule) {
    return rule.matches().stream()
        .filter(FieldMatch.class::isInstance)
        .map(FieldMatch.class::cast)
        .filter(match -> !match.field().slots().isEmpty())
        .<PacketCondition>map(
            match -> new PacketCondition.OfField(match.field(), match.values(), match.negated()))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return what each rule asks of the fields of a packet, if it asks for any} */
  ImmutableList<List<PacketCondition>> rules() {
    return rules;
  }

  /** {@return the values that are mentioned of a field} */
  ImmutableList<Bits> of(Field field) {
    return values.get(field).asList();
  }

  /** {@return the values that are mentioned of all fields of a kind} */
  ImmutableList<Bits> of(FieldKind kind) {
    return values.entries().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .map(entry -> entry.getValue())
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  /** Hands on the sets that matches ask for. */
  private record Collector(BiConsumer<Field, Values> out) implements Match.Visitor<Boolean> {

    @Override
    public Boolean visit(FieldMatch match) {
      return put(match.field(), match.values());
    }

    @Override
    public Boolean visit(EitherPortMatch match) {
      put(Field.SOURCE_PORT, match.ports());
      return put(Field.DESTINATION_PORT, match.ports());
    }

    @Override
    public Boolean visit(AmongMatch match) {
      Field ip =
          match.field() == Field.ETHERNET_SOURCE ? Field.IPV4_SOURCE : Field.IPV4_DESTINATION;
      for (AmongMatch.Member member : match.members()) {
        put(match.field(), Values.single(match.field(), Bits.of(member.mac())));
        member.ip().ifPresent(address -> put(ip, Values.single(ip, Bits.of(address))));
      }
      return true;
    }

    private boolean put(Field field, Values values) {
      out.accept(field, values);
      return true;
    }

    @Override
    public Boolean visit(GratuitousArpMatch match) {
      return false;
    }

    @Override
    public Boolean visit(SetMatch match) {
      return false;
    }

    @Override
    public Boolean visit(ConnectionLimitMatch match) {
      return false;
    }

    @Override
    public Boolean visit(CommentMatch match) {
      return false;
    }

    @Override
    public Boolean visit(ExtensionMatch match) {
      return false;
    }

    @Override
    public Boolean visit(OpaqueMatch match) {
      return false;
    }

    @Override
    public Boolean visit(LookupMatch match) {
      return false; // the elements are asked for by themselves
    }

    @Override
    public Boolean visit(CounterMatch match) {
      return false;
    }

    @Override
    public Boolean visit(LogMatch match) {
      return false;
    }

    @Override
    public Boolean visit(StatementMatch match) {
      return false;
    }
  }
}
