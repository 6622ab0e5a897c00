package io.nwfilter.netfilter.analyze;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.FieldKind;
import io.nwfilter.netfilter.packet.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What rules ask of the values of one kind: single ones, which may differ, and sets of several. */
final class ShapeValues implements Values.Visitor<Object> {

  private static final Bits GROUP = Bits.of(1L << 40);
  private static final Bits BROADCAST = Bits.ones(48);

  private final FieldKind kind;
  private final int width;
  private final Map<Bits, Integer> places = new LinkedHashMap<>();
  private final Set<Values> sets = new LinkedHashSet<>();

  /** Values that must not differ. */
  private final Set<Values> fixed = new LinkedHashSet<>();

  /** Whether no more values may differ. */
  private boolean closed;

  /** The place of a single value. */
  private record At(FieldKind kind, int place) {}

  private ShapeValues(FieldKind kind, int width, Values... special) {
    this.kind = kind;
    this.width = width;
    this.sets.addAll(ImmutableList.copyOf(special));
  }

  /** {@return whether single values of a kind may differ in equal shapes} */
  static boolean mayDiffer(FieldKind kind) {
    return switch (kind) {
      case INTERFACE, MAC, IPV4, IPV6 -> true;
      default -> false;
    };
  }

  /** Begins with the sets whose values mean something by themselves. */
  static ShapeValues of(FieldKind kind) {
    checkArgument(mayDiffer(kind), "values of %s stay as they are", kind);
    return switch (kind) {
      case INTERFACE -> new ShapeValues(kind, 128, prefix(0, 128, 128));
      case MAC ->
          new ShapeValues(
              kind, 48, new Values.Masked(GROUP, GROUP), new Values.Masked(BROADCAST, BROADCAST));
      case IPV4 ->
          new ShapeValues(
              kind,
              32,
              prefix(0x0000_0000L, 8, 32),
              prefix(0x7f00_0000L, 8, 32),
              prefix(0xa9fe_0000L, 16, 32),
              prefix(0xe000_0000L, 3, 32),
              prefix(0xffff_ffffL, 32, 32));
      default ->
          new ShapeValues(
              kind,
              128,
              new Values.Masked(Bits.ZERO, Bits.prefix(8, 128)),
              new Values.Masked(new Bits(0xfe80L << 48, 0), Bits.prefix(10, 128)),
              new Values.Masked(new Bits(0xff00L << 48, 0), Bits.prefix(8, 128)));
    };
  }

  /** Begins with ports. */
  static ShapeValues ofPorts() {
    return new ShapeValues(FieldKind.NUMBER, Field.SOURCE_PORT.width());
  }

  private static Values prefix(long value, int length, int width) {
    return new Values.Masked(Bits.of(value), Bits.prefix(length, width));
  }

  /** Has the values of a set stand for themselves. */
  void fix(Values values) {
    fixed.add(values);
  }

  /** Has all values stand for themselves that were not read before. */
  void close() {
    closed = true;
  }

  /** {@return what stands for a single value} */
  Object single(Bits value) {
    if (closed) {
      Integer place = places.get(value);
      return place == null ? value : new At(kind, place);
    }
    if (fixed.stream().anyMatch(set -> set.contains(value))) {
      return value;
    }
    return new At(kind, places.computeIfAbsent(value, any -> places.size()));
  }

  @Override
  public Object visit(Values.Masked masked) {
    return masked.isSingle(width) ? single(masked.value()) : several(masked);
  }

  @Override
  public Object visit(Values.Range range) {
    return several(range);
  }

  @Override
  public Object visit(Values.Union union) {
    return union.parts().stream()
        .map(part -> part.accept(this))
        .collect(ImmutableList.toImmutableList());
  }

  /** {@return a set, of which it then matters whether values are in it} */
  Values several(Values values) {
    sets.add(values);
    return values;
  }

  /** {@return for each place, in which of the sets its value is} */
  List<List<Boolean>> memberships() {
    List<List<Boolean>> all = new ArrayList<>();
    for (Bits value : places.keySet()) {
      all.add(
          sets.stream().map(set -> set.contains(value)).collect(ImmutableList.toImmutableList()));
    }
    return all;
  }
}
