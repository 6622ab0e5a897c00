package io.nwfilter.netfilter.analyze.space;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which ports and addresses packets of a set may have. Where the set is small, that tells of most
 * rules that none of its packets meets them, without the sets of these rules.
 */
public final class PossibleValues {

  /** Fields that only packets with the wanted value meet a match on. */
  private static final ImmutableSet<Field> FIELDS =
      Sets.immutableEnumSet(
          Field.SOURCE_PORT,
          Field.DESTINATION_PORT,
          Field.IPV4_SOURCE,
          Field.IPV4_DESTINATION,
          Field.IPV6_SOURCE,
          Field.IPV6_DESTINATION);

  private final PacketSpace space;
  private final int packets;
  private final Map<Field, Integer> values = new EnumMap<>(Field.class);

  /**
   * Begins with a set.
   *
   * @param space the space of the packets
   * @param packets the set
   */
  public PossibleValues(PacketSpace space, int packets) {
    this.space = space;
    this.packets = packets;
  }

  /**
   * {@return whether packets of the set may meet all matches of a rule} If not, no packet does that
   * has entered as it is in the set; if so, it is not known.
   *
   * @param matches the matches
   */
  public boolean mayMeet(List<Match> matches) {
    for (Match match : matches) {
      if (match instanceof FieldMatch one
          && FIELDS.contains(one.field())
          && !one.negated()
          && !mayHave(one.field(), one.values())) {
        return false;
      }
    }
    return true;
  }

  private boolean mayHave(Field field, Values wanted) {
    int[] bits = space.variables.bits(field);
    int possible =
        values.computeIfAbsent(
            field, any -> space.diagrams.exists(packets, VariableMask.allBut(bits)));
    for (Values.Masked cube : wanted.cubes(field.width())) {
      if (space.diagrams.intersectsCube(possible, bits, cube.value(), cube.mask())) {
        return true;
      }
    }
    return false;
  }
}
