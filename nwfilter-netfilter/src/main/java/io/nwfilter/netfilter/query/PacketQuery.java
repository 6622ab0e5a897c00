package io.nwfilter.netfilter.query;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketClass;
import io.nwfilter.netfilter.packet.PacketCondition;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.simulate.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question about packets: a direction, and a set of packets, such as {@code to-vm tcp dport 22
 * from 10.0.0.0/8}. What can be said is on the page docs/queries.md.
 *
 * <p>A word for a kind of packets, or for something in them, means frames without a tag, unless a
 * word for a tag is next to it. {@code not} means all other packets, but {@code !=} only those that
 * have another value. Two queries are equal if they say the same in the same order, whatever they
 * {@linkplain #naming name}.
 */
public final class PacketQuery {

  private final PacketDirection direction;
  private final Optional<End> end;
  private final Said said;

  /** What is printed in place of addresses. */
  private final ImmutableMap<MacAddress, String> names;

  /**
   * What a query tells of packets.
   *
   * @param expression the words
   * @param packets what they mean
   */
  private record Said(Expression expression, PacketClass packets) {

    /**
     * {@return the meaning of words}
     *
     * @throws IllegalArgumentException if they are too complicated
     */
    static Said of(Expression expression) {
      return new Said(expression, Meaning.of(expression));
    }
  }

  /** Creates a query. Nothing can be left out, so that no copy of a query loses a part. */
  private PacketQuery(
      PacketDirection direction,
      Optional<End> end,
      Said said,
      ImmutableMap<MacAddress, String> names) {
    this.direction = direction;
    this.end = end;
    this.said = said;
    this.names = names;
  }

  /**
   * {@return a query that is printed without names}
   *
   * @throws IllegalArgumentException if it is too complicated
   */
  static PacketQuery of(PacketDirection direction, Optional<End> end, Expression expression) {
    return new PacketQuery(direction, end, Said.of(expression), ImmutableMap.of());
  }

  /**
   * {@return the query that a text without variables means}
   *
   * @param text the text
   * @throws QueryException if it is not a query
   */
  public static PacketQuery parse(String text) {
    return parse(text, ImmutableMap.of());
  }

  /**
   * {@return the query that a text means}
   *
   * @param text the text, at most 10000 characters
   * @param variables the values of variables, by their names without dollar signs, such as those of
   *     {@link GuestVariables}; several values are a set
   * @throws QueryException if it is not a query, is too complicated, or no packet can be meant
   */
  public static PacketQuery parse(String text, Map<String, List<String>> variables) {
    return new QueryReader(text, variables).read();
  }

  /**
   * {@return the query that a text means on a host}
   *
   * @param text the text, at most 10000 characters
   * @param variables the values of variables, by their names without dollar signs
   * @param ends where packets may arrive on the host
   * @throws QueryException if it is not a query, is too complicated, no packet can be meant, or the
   *     host has no such place for packets to arrive
   */
  public static PacketQuery parse(String text, Map<String, List<String>> variables, Set<End> ends) {
    return new QueryReader(text, variables, Ends.among(ends)).read();
  }

  /**
   * {@return the query for packets that meet all of some conditions, but for some exceptions; empty
   * if there are no words for one of these, or it is too complicated} Words that mean frames
   * without a tag only are taken for conditions that all frames may meet.
   *
   * @param direction from where to where the packets go
   * @param conditions the conditions; without any, all packets
   * @param exceptions the conditions of each exception
   */
  public static Optional<PacketQuery> saying(
      PacketDirection direction,
      List<PacketCondition> conditions,
      List<List<PacketCondition>> exceptions) {
    List<Expression> others = new ArrayList<>();
    for (List<PacketCondition> exception : exceptions) {
      Optional<Expression> one = Phrases.of(exception);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      others.add(one.get());
    }
    Optional<Expression> all = Phrases.of(conditions);
    if (all.isPresent() && !others.isEmpty()) {
      Expression not = new Expression.Not(Expression.or(others));
      all = all.map(known -> Expression.and(ImmutableList.of(known, not)));
    }
    try {
      return all.map(some -> of(direction, Optional.empty(), some));
    } catch (IllegalArgumentException e) { // it is too complicated
      return Optional.empty();
    }
  }

  /**
   * {@return the same packets after a tag of IEEE 802.1Q; empty if no packet with a tag is meant
   * then, or the query is too complicated}
   *
   * @param id the id of the virtual LAN, from 0 (a tag that only has a priority) to 4095
   */
  public Optional<PacketQuery> inVlan(int id) {
    Item number = new Item(Field.VLAN_ID.kind(), Values.single(Field.VLAN_ID, id));
    Expression tag =
        new Comparison(Terms.of(LayerType.VLAN, Field.VLAN_ID), false, ImmutableList.of(number));
    try {
      Said tagged = Said.of(Expression.and(ImmutableList.of(tag, said.expression())));
      return tagged.packets().alternatives().isEmpty()
          ? Optional.empty()
          : Optional.of(new PacketQuery(direction, end, tagged, names));
    } catch (IllegalArgumentException e) { // it is too complicated
      return Optional.empty();
    }
  }

  /**
   * {@return the same packets, where they arrive at a place; empty if queries have no words for it,
   * as for interfaces of the host other than that to all other networks}
   *
   * @param place where they arrive
   */
  public Optional<PacketQuery> at(End place) {
    return direction != PacketDirection.TO_HOST && Ends.ANY.read(Ends.print(place)).equals(place)
        ? Optional.of(new PacketQuery(direction, Optional.of(place), said, names))
        : Optional.empty();
  }

  /**
   * {@return the same query, which is printed with a variable wherever it has a MAC address} Other
   * addresses keep the names that they have.
   *
   * @param mac the address
   * @param variable the variable's name without the dollar sign, such as {@code HOST_MAC}
   */
  public PacketQuery naming(MacAddress mac, String variable) {
    return new PacketQuery(
        direction,
        end,
        said,
        ImmutableMap.<MacAddress, String>builder()
            .putAll(names)
            .put(mac, "$" + variable)
            .buildKeepingLast());
  }

  /** {@return from where to where the packets go} */
  public PacketDirection direction() {
    return direction;
  }

  /**
   * {@return where the packets arrive, or do not; if that is not said, it is the guest for packets
   * to the guest, the host for those to the host, and anywhere for others}
   */
  public Optional<End> end() {
    return end;
  }

  /** {@return the packets, as they enter} */
  public PacketClass packets() {
    return said.packets();
  }

  /**
   * {@return all packets that are not meant}
   *
   * @throws QueryException if these are too complicated, as may be if the query has exceptions
   */
  public PacketClass otherPackets() {
    try {
      return Meaning.notOf(said.expression());
    } catch (IllegalArgumentException e) {
      String text = toString();
      throw new QueryException(
          "the packets that the query does not mean are too complicated: written as alternatives,"
              + " they are too many",
          text,
          0,
          text.length(),
          ImmutableList.of());
    }
  }

  /**
   * {@return whether a packet is one of those that are meant, whatever its direction} A packet
   * alone has no connection, and so no state of one.
   *
   * @param packet the packet
   */
  public boolean contains(Packet packet) {
    return packets().contains(packet);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PacketQuery query
        && direction == query.direction
        && end.equals(query.end)
        && said.expression().equals(query.said.expression());
  }

  @Override
  public int hashCode() {
    return Objects.hash(direction, end, said.expression());
  }

  /**
   * {@return the text that {@link #parse(String)} reads, with the values of variables, but for
   * those that a value is {@linkplain #naming named} by}
   */
  @Override
  public String toString() {
    String packets = said.expression().toString();
    for (Map.Entry<MacAddress, String> name : names.entrySet()) {
      packets =
          packets.replaceAll(
              "(?<![^ ,])" + Pattern.quote(name.getKey().toString()) + "(?![^ ,)])",
              Matcher.quoteReplacement(name.getValue()));
    }
    return direction.word()
        + end.map(place -> " at " + Ends.print(place)).orElse("")
        + (packets.isEmpty() ? "" : " " + packets);
  }
}
