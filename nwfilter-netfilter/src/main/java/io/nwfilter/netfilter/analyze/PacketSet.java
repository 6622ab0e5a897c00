package io.nwfilter.netfilter.analyze;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.analyze.bdd.Diagrams;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.analyze.space.Variables;
import io.nwfilter.netfilter.analyze.way.Translations;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.simulate.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A set of packets, with what the kernel keeps with them and with what is not known. It belongs to
 * the {@link PacketSets} that made it, with whose other sets it can be combined.
 */
public final class PacketSet {

  final PacketSets owner;
  final int node;

  PacketSet(PacketSets owner, int node) {
    this.owner = owner;
    this.node = node;
  }

  private int of(PacketSet other) {
    checkArgument(other.owner.space() == owner.space(), "sets of different analyses");
    return other.node;
  }

  private PacketSet with(int result) {
    return new PacketSet(owner, result);
  }

  /** {@return whether no packet is in the set} */
  public boolean isEmpty() {
    return node == Diagrams.NOTHING;
  }

  /**
   * {@return the packets that are in another set, too}
   *
   * @param other the other set
   * @throws BudgetExceededException if that needs too many nodes
   */
  public PacketSet and(PacketSet other) {
    return with(owner.diagrams().and(node, of(other)));
  }

  /**
   * {@return the packets of both sets}
   *
   * @param other the other set
   * @throws BudgetExceededException if that needs too many nodes
   */
  public PacketSet or(PacketSet other) {
    return with(owner.diagrams().or(node, of(other)));
  }

  /**
   * {@return the packets that are not in another set}
   *
   * @param other the other set
   * @throws BudgetExceededException if that needs too many nodes
   */
  public PacketSet without(PacketSet other) {
    return with(owner.diagrams().without(node, of(other)));
  }

  /**
   * {@return the packets that are in the set whatever is not known}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  public PacketSet certain() {
    return with(owner.diagrams().always(node, Variables.ATOMS));
  }

  /**
   * {@return the packets that are in the set in some state of their connections}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  public PacketSet inAnyState() {
    return with(owner.diagrams().exists(node, Variables.OF_CONNECTION));
  }

  /**
   * {@return the packets that are in the set with some destination: address and port}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  public PacketSet toAnyDestination() {
    return with(owner.diagrams().exists(node, Translations.OF_DESTINATION));
  }

  /**
   * {@return the packets that may be in the set}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  public PacketSet perhaps() {
    return with(owner.diagrams().exists(node, Variables.ATOMS));
  }

  /**
   * {@return what is not known and decides which packets are in the set, in words, with whether it
   * has to be so: {@code UNKNOWN} if that differs}
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  public Map<String, Answer> assumptions() {
    Diagrams diagrams = owner.diagrams();
    Variables variables = owner.space().variables;
    Map<String, Answer> all = new LinkedHashMap<>();
    diagrams.asked(node).stream()
        .filter(Variables::isAtom)
        .forEach(
            variable -> {
              int met = diagrams.variableSet(variable);
              Answer needed =
                  diagrams.intersects(node, met)
                      ? diagrams.without(node, met) == Diagrams.NOTHING
                          ? Answer.YES
                          : Answer.UNKNOWN
                      : Answer.NO;
              all.merge(
                  variables.meaning(variable).says(),
                  needed,
                  (one, other) -> one == other ? one : Answer.UNKNOWN);
            });
    return ImmutableMap.copyOf(all);
  }

  /**
   * {@return for each thing that is not known and decides which packets are in the set, those that
   * are if it is not so, and those that are if it is} No part is the whole set.
   *
   * @throws BudgetExceededException if that needs too many nodes
   */
  public List<PacketSet> byAssumption() {
    Diagrams diagrams = owner.diagrams();
    return diagrams.asked(node).stream()
        .filter(Variables::isAtom)
        .mapToObj(diagrams::variableSet)
        .flatMap(met -> Stream.of(diagrams.without(node, met), diagrams.and(node, met)))
        .filter(part -> part != node && part != Diagrams.NOTHING)
        .map(this::with)
        .toList();
  }

  /**
   * {@return the packets that are in the set with some values of some fields}
   *
   * @param fields the fields, whose own values do not matter then
   * @throws BudgetExceededException if that needs too many nodes
   */
  public PacketSet withAny(Set<Field> fields) {
    return with(owner.diagrams().exists(node, Variables.bits(fields::contains)));
  }

  /** {@return whether another object is the same set of the same analysis} */
  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof PacketSet other
        && owner.space() == other.owner.space()
        && node == other.node;
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(owner.space()) + node;
  }
}
