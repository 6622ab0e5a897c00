package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Values;
import java.util.List;
import java.util.Optional;

/**
 * What iptables and ip6tables on nf_tables make of the options of one {@code -m tcp} or {@code -m
 * udp} when they load a rule. Most of them become comparisons of octets after the header of IP,
 * which do not ask whether there is a whole header of TCP or UDP, nor whether the packet is the
 * first fragment (measured with iptables 1.8.9 and Linux 6.18).
 */
public final class TransportOptions {

  /** What a match becomes. */
  public enum Form {
    /** A match on a field of a header. */
    OF_HEADER,
    /** A comparison of the octets that are where TCP has the field. */
    OF_OCTETS,
    /** Nothing: all packets meet it. */
    NOTHING,
    /**
     * One comparison of two negated ports, the other of which has become {@link #NOTHING}: it is
     * met unless both ports are as given.
     */
    NOT_BOTH
  }

  private static final String TCP = "tcp";
  private static final String UDP = "udp";

  private TransportOptions() {}

  /**
   * {@return what a match becomes}
   *
   * @param family the family of the rule; ebtables asks for fields of headers
   * @param matches the matches of the rule
   * @param index which of them, from 0
   */
  public static Form form(Family family, List<Match> matches, int index) {
    String extension = family == Family.BRIDGE ? "" : extension(matches, index);
    if (extension.isEmpty()) {
      return Form.OF_HEADER;
    }
    ImmutableList<FieldMatch> together = together(matches, index, extension);
    if (together.stream().anyMatch(match -> match.field() == Field.TCP_OPTION)
        || together.stream().allMatch(match -> comparesNothing(match) && !match.negated())) {
      return Form.OF_HEADER;
    }
    FieldMatch match = (FieldMatch) matches.get(index);
    if (comparesNothing(match)) {
      return Form.NOTHING;
    }
    Optional<FieldMatch> other = otherOfPair(match, together);
    if (other.isEmpty()) {
      return Form.OF_OCTETS;
    }
    boolean last = together.indexOf(match) > together.indexOf(other.get());
    return last ? Form.NOT_BOTH : Form.NOTHING;
  }

  /**
   * {@return the two matches that have become one comparison}
   *
   * @param family the family of the rule
   * @param matches the matches of the rule
   * @param index a match whose form is {@link Form#NOT_BOTH}
   */
  public static List<FieldMatch> pair(Family family, List<Match> matches, int index) {
    FieldMatch match = (FieldMatch) matches.get(index);
    return otherOfPair(match, together(matches, index, extension(matches, index))).stream()
        .map(other -> ImmutableList.of(other, match))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(family + ": no pair of ports: " + match));
  }

  /** {@return which of tcp and udp has the option of a match; empty if none of them} */
  private static String extension(List<Match> matches, int index) {
    if (!(matches.get(index) instanceof FieldMatch match)) {
      return "";
    }
    return switch (match.field()) {
      case TCP_FLAGS, TCP_OPTION -> names(matches, LayerType.TCP) ? TCP : "";
      case SOURCE_PORT, DESTINATION_PORT -> ofPorts(matches, match);
      default -> "";
    };
  }

  private static String ofPorts(List<Match> matches, FieldMatch match) {
    boolean isList = match.values() instanceof Values.Union;
    String named = match.via().orElse(isList ? "multiport" : "");
    boolean tcp = named.equals(TCP) || (named.isEmpty() && names(matches, LayerType.TCP));
    boolean udp = named.equals(UDP) || (named.isEmpty() && names(matches, LayerType.UDP));
    return tcp ? TCP : udp ? UDP : "";
  }

  /** {@return whether a rule names a protocol, negated or not} */
  private static boolean names(List<Match> matches, LayerType protocol) {
    for (Match match : matches) {
      if (match instanceof FieldMatch field
          && field.field() == Field.IP_PROTOCOL
          && field.values().equals(Values.single(Field.IP_PROTOCOL, protocol.protocol()))) {
        return true;
      }
    }
    return false;
  }

  /** {@return the matches that have their options after the same {@code -m}} */
  private static ImmutableList<FieldMatch> together(
      List<Match> matches, int index, String extension) {
    int first = index;
    while (first > 0
        && !((FieldMatch) matches.get(first)).fresh()
        && extension(matches, first - 1).equals(extension)) {
      first--;
    }
    ImmutableList.Builder<FieldMatch> together = ImmutableList.builder();
    together.add((FieldMatch) matches.get(first));
    for (int i = first + 1; i < matches.size() && extension(matches, i).equals(extension); i++) {
      FieldMatch next = (FieldMatch) matches.get(i);
      if (next.fresh()) {
        break;
      }
      together.add(next);
    }
    return together.build();
  }

  /** {@return whether all values are in the set, of which nothing is compared then} */
  private static boolean comparesNothing(FieldMatch match) {
    int width = match.field().width();
    return match.values() instanceof Values.Masked masked
        ? masked.mask().isZero()
        : match.values().equals(new Values.Range(Bits.ZERO, Bits.ones(width)));
  }

  /** {@return the other port of a pair of which both are negated and single} */
  private static Optional<FieldMatch> otherOfPair(
      FieldMatch match, ImmutableList<FieldMatch> together) {
    List<FieldMatch> ports =
        together.stream().filter(one -> one.field() != Field.TCP_FLAGS).toList();
    boolean isPair =
        ports.contains(match)
            && ports.size() == 2
            && ports.get(0).field() != ports.get(1).field()
            && ports.stream().allMatch(TransportOptions::excludesOnePort);
    return isPair ? Optional.of(ports.get(ports.indexOf(match) == 0 ? 1 : 0)) : Optional.empty();
  }

  /** {@return whether a match excludes one port, and not port 0} */
  private static boolean excludesOnePort(FieldMatch match) {
    return match.negated()
        && match.values() instanceof Values.Masked masked
        && masked.isSingle(match.field().width())
        && !masked.value().isZero();
  }
}
