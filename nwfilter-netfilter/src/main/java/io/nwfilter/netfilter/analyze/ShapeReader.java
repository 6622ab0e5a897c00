package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.Chain;
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
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads rulesets for their {@link RuleShape}: places stand for single values and for chains. */
final class ShapeReader implements Match.Visitor<Object> {

  private final List<Object> tokens = new ArrayList<>();
  private final Map<FieldKind, ShapeValues> kinds = new EnumMap<>(FieldKind.class);

  /** What rules ask of ports, if these may differ. */
  private Optional<ShapeValues> ports = Optional.empty();

  /** The places of the chains of the table that is read, by name. */
  private Map<String, Integer> chains = ImmutableMap.of();

  /** A chain of the same table. */
  private record ChainAt(int place) {}

  /** A match on a field, with what stands for its values. */
  private record Asked(
      Field field, boolean negated, Optional<String> extension, boolean fresh, Object values) {}

  /** A target that leads to a chain. */
  private record Led(boolean returns, Object chain) {}

  /** {@return what rules ask of the values of a kind} */
  ShapeValues values(FieldKind kind) {
    return kinds.computeIfAbsent(kind, ShapeValues::of);
  }

  /** Has a value count as if a rule asked for it. */
  void value(FieldKind kind, Bits value) {
    tokens.add(values(kind).single(value));
  }

  /** Has ports differ; {@return what rules ask of them} */
  ShapeValues ports() {
    ShapeValues values = ShapeValues.ofPorts();
    ports = Optional.of(values);
    return values;
  }

  /** Adds something else that has to be equal. */
  void add(Object token) {
    tokens.add(token);
  }

  /** Has all values stand for themselves that were not read before. */
  void close() {
    for (FieldKind kind : FieldKind.values()) {
      if (ShapeValues.mayDiffer(kind)) {
        values(kind).close();
      }
    }
    ports.ifPresent(ShapeValues::close);
  }

  /**
   * Reads rules of a table and the chains that only these call.
   *
   * @param rules the rules
   * @param called the chains; others stand for themselves
   */
  void read(Iterable<ChainRule> rules, Collection<Chain> called) {
    chains = new LinkedHashMap<>();
    called.forEach(chain -> chains.put(chain.name(), chains.size()));
    rules.forEach(this::read);
    called.forEach(this::read);
  }

  void read(Ruleset ruleset) {
    tokens.add(ruleset.family());
    ruleset.tables().values().forEach(this::read);
  }

  private void read(Table table) {
    tokens.add(table.name());
    chains = new LinkedHashMap<>();
    table.chains().keySet().forEach(name -> chains.put(name, chains.size()));
    table.chains().values().forEach(this::read);
  }

  private void read(Chain chain) {
    tokens.add(chain.isBase() ? chain.name() : chain(chain.name()));
    tokens.add(chain.base());
    tokens.add(chain.policy());
    tokens.add(chain.rules().size());
    chain.rules().forEach(this::read);
  }

  private Object chain(String name) {
    Integer place = chains.get(name);
    return place == null ? name : new ChainAt(place);
  }

  private void read(ChainRule rule) {
    tokens.add(rule.matches().size());
    rule.matches().forEach(match -> tokens.add(match.accept(this)));
    if (rule.target() instanceof Target.Jump jump) {
      tokens.add(new Led(true, chain(jump.chain())));
    } else if (rule.target() instanceof Target.Goto go) {
      tokens.add(new Led(false, chain(go.chain())));
    } else {
      tokens.add(rule.target());
    }
  }

  /** {@return all that was read, and in which sets the values are that may differ} */
  ImmutableList<Object> tokens() {
    ImmutableList.Builder<Object> all = ImmutableList.builder();
    all.addAll(tokens);
    kinds.values().forEach(values -> all.add(values.memberships()));
    ports.ifPresent(values -> all.add(values.memberships()));
    return all.build();
  }

  @Override
  public Object visit(FieldMatch match) {
    return values(match.field())
        .<Object>map(
            values ->
                new Asked(
                    match.field(),
                    match.negated(),
                    match.via(),
                    match.fresh(),
                    match.values().accept(values)))
        .orElse(match);
  }

  /** {@return what rules ask of a field; empty if its values may not differ} */
  private Optional<ShapeValues> values(Field field) {
    if (field == Field.SOURCE_PORT || field == Field.DESTINATION_PORT) {
      return ports;
    }
    FieldKind kind = field.kind();
    return ShapeValues.mayDiffer(kind) ? Optional.of(values(kind)) : Optional.empty();
  }

  @Override
  public Object visit(AmongMatch match) {
    ImmutableList.Builder<Object> members = ImmutableList.builder();
    members.add(match.field(), match.negated());
    for (AmongMatch.Member member : match.members()) {
      members.add(values(FieldKind.MAC).single(Bits.of(member.mac())));
      members.add(member.ip().map(ip -> values(FieldKind.IPV4).single(Bits.of(ip))));
    }
    return members.build();
  }

  @Override
  public Object visit(EitherPortMatch match) {
    ports.ifPresent(values -> values.several(match.ports()));
    return match;
  }

  @Override
  public Object visit(GratuitousArpMatch match) {
    return match;
  }

  @Override
  public Object visit(SetMatch match) {
    return match;
  }

  @Override
  public Object visit(ConnectionLimitMatch match) {
    return match;
  }

  @Override
  public Object visit(CommentMatch match) {
    return match;
  }

  @Override
  public Object visit(ExtensionMatch match) {
    return match;
  }

  @Override
  public Object visit(OpaqueMatch match) {
    return match;
  }

  @Override
  public Object visit(LookupMatch match) {
    return match;
  }

  @Override
  public Object visit(CounterMatch match) {
    return match;
  }

  @Override
  public Object visit(LogMatch match) {
    return match;
  }

  @Override
  public Object visit(StatementMatch match) {
    return match;
  }
}
