package io.nwfilter.netfilter.analyze.space;

import static io.nwfilter.netfilter.analyze.bdd.Diagrams.NOTHING;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Of which packets targets may have changed which fields, and to what, as far as that is known. */
public final class Changes {

  private static final ImmutableSet<Field> HOPS = ImmutableSet.of(Field.IP_TTL);

  private final Diagrams diagrams;

  /** The packets of which a field has some value now. */
  private final EnumMap<Field, Integer> open = new EnumMap<>(Field.class);

  /** The packets of which a field has a certain value now, by that value. */
  private final EnumMap<Field, Map<Bits, Integer>> known = new EnumMap<>(Field.class);

  /** The rules that may have changed a field to what is not known, of whatever packets. */
  private final EnumMap<Field, Set<Object>> changers = new EnumMap<>(Field.class);

  /** Whether the host has routed the packets, which have one hop less since then. */
  private boolean routed;

  /** The packets for which rules have chosen an address since that was asked. */
  private int translated = NOTHING;

  /**
   * Begins with nothing changed.
   *
   * @param diagrams where the sets are
   */
  public Changes(Diagrams diagrams) {
    this.diagrams = diagrams;
  }

  /** {@return changes that begin with these} */
  public Changes copy() {
    Changes copy = new Changes(diagrams);
    copy.open.putAll(open);
    known.forEach((field, values) -> copy.known.put(field, new LinkedHashMap<>(values)));
    changers.forEach((field, rules) -> copy.changers.put(field, new LinkedHashSet<>(rules)));
    copy.routed = routed;
    copy.translated = translated;
    return copy;
  }

  /** Says that a target gives a field of packets a value that is not known. */
  public void add(Field field, int packets) {
    if (packets != NOTHING) {
      forgetKnown(field, packets);
      open.merge(field, packets, diagrams::or);
    }
  }

  /**
   * Says that a rule gives a field of packets a value that is not known.
   *
   * @param rule the rule, equal to that of another host if both do the same
   */
  public void add(Field field, int packets, Object rule) {
    if (packets != NOTHING) {
      add(field, packets);
      changers.computeIfAbsent(field, any -> new LinkedHashSet<>()).add(rule);
    }
  }

  /** {@return the rules that have given some fields values that are not known} */
  Set<Object> by(Set<Field> fields) {
    Set<Object> rules = new LinkedHashSet<>();
    fields.forEach(field -> rules.addAll(changers.getOrDefault(field, ImmutableSet.of())));
    return rules;
  }

  /** Says that a target gives a field of packets a value, whatever they had before. */
  public void set(Field field, Bits value, int packets) {
    if (packets == NOTHING) {
      return;
    }
    forget(field, packets);
    known.computeIfAbsent(field, any -> new LinkedHashMap<>()).merge(value, packets, diagrams::or);
  }

  private void forgetKnown(Field field, int packets) {
    Map<Bits, Integer> values = known.get(field);
    if (values != null) {
      values.replaceAll((value, those) -> diagrams.without(those, packets));
      values.values().removeIf(those -> those == NOTHING);
      if (values.isEmpty()) {
        known.remove(field);
      }
    }
  }

  /** {@return the packets of which a field was changed to what is known, by its value} */
  Map<Bits, Integer> known(Field field) {
    return known.getOrDefault(field, ImmutableMap.of());
  }

  /** {@return the packets of which a field may have been changed to what is not known} */
  int open(Field field) {
    return open.getOrDefault(field, NOTHING);
  }

  /** {@return whether nothing was changed} */
  boolean isEmpty() {
    return open.isEmpty() && known.isEmpty() && !routed;
  }

  /** {@return the fields that may have been changed of some packets} */
  Set<Field> fields() {
    Set<Field> changed = Sets.union(open.keySet(), known.keySet());
    return routed ? Sets.union(changed, HOPS) : changed;
  }

  /** Says that the host has routed the packets. */
  public void route() {
    routed = true;
  }

  /** {@return what packets meet as they enter that meet a match now, if nothing else changes it} */
  FieldMatch asEntered(FieldMatch match) {
    return routed && match.field() == Field.IP_TTL ? Hops.beforeRouting(match) : match;
  }

  /** {@return the packets of which a field may have been changed} */
  public int of(Field field) {
    int changed = open(field);
    for (int packets : known(field).values()) {
      changed = diagrams.or(changed, packets);
    }
    return changed;
  }

  /** Says that a field is what it was seen to be again. */
  public void forget(Field field) {
    open.remove(field);
    known.remove(field);
    changers.remove(field);
  }

  /** Says that a field of packets is what it was seen to be again. */
  public void forget(Field field, int packets) {
    forgetKnown(field, packets);
    keepOpen(field, diagrams.without(open(field), packets));
  }

  private void keepOpen(Field field, int packets) {
    if (packets == NOTHING) {
      open.remove(field);
    } else {
      open.put(field, packets);
    }
  }

  /** Says that a rule has chosen an address for packets, if it is only the one that they have. */
  public void translate(int packets) {
    translated = diagrams.or(translated, packets);
  }

  /** {@return the packets for which rules have chosen an address since this was last asked} */
  public int takeTranslated() {
    int since = translated;
    translated = NOTHING;
    return since;
  }
}
