package io.nwfilter.netfilter.addition;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.value.IllegalValueException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A part of the traffic of an interface: what the chains of one layer and one direction see. The
 * Ethernet layer sees all frames, those with ARP, IPv4 and IPv6 inside as well; the IP layers see
 * IPv4 or IPv6 packets that are bridged to the guest, and those from the guest that are forwarded
 * or for the host itself.
 */
public enum Traffic {
  /** Frames from the guest. */
  ETHERNET_OUT(Layer.ETHERNET, Direction.OUT),
  /** Frames to the guest. */
  ETHERNET_IN(Layer.ETHERNET, Direction.IN),
  /** IPv4 packets from the guest, to other machines and to the host. */
  IPV4_OUT(Layer.IPV4, Direction.OUT),
  /** IPv4 packets that are bridged to the guest. */
  IPV4_IN(Layer.IPV4, Direction.IN),
  /** IPv6 packets from the guest, to other machines and to the host. */
  IPV6_OUT(Layer.IPV6, Direction.OUT),
  /** IPv6 packets that are bridged to the guest. */
  IPV6_IN(Layer.IPV6, Direction.IN);

  private static final Splitter ITEMS = Splitter.on(',');

  /** What the words for layers mean, in the order in which they are listed. */
  private static final ImmutableMap<String, ImmutableSet<Layer>> LAYERS =
      ImmutableMap.of(
          "ethernet", ImmutableSet.of(Layer.ETHERNET),
          "ipv4", ImmutableSet.of(Layer.IPV4),
          "ipv6", ImmutableSet.of(Layer.IPV6),
          "ip", ImmutableSet.of(Layer.IPV4, Layer.IPV6),
          "all", ImmutableSet.copyOf(Layer.values()));

  private final Layer layer;
  private final Direction direction;

  Traffic(Layer layer, Direction direction) {
    this.layer = layer;
    this.direction = direction;
  }

  /** {@return the layer whose chains see it} */
  public Layer layer() {
    return layer;
  }

  /** {@return where it goes, seen from the virtual machine: in or out} */
  public Direction direction() {
    return direction;
  }

  /**
   * {@return the parts that a text names, such as {@code ethernet:in,ip:inout}}
   *
   * @param text {@code LAYER} or {@code LAYER:DIRECTION}, one or more, separated by commas; layers
   *     are {@code ethernet}, {@code ipv4}, {@code ipv6}, {@code ip} for the latter two, and {@code
   *     all}; directions are {@code in}, {@code out}, and {@code inout}, which may be left out
   * @throws IllegalValueException if a word is unknown
   */
  public static Set<Traffic> parse(String text) {
    Set<Traffic> parts = EnumSet.noneOf(Traffic.class);
    for (String item : ITEMS.split(requireNonNull(text, "text"))) {
      int colon = item.indexOf(':');
      String layer = colon < 0 ? item : item.substring(0, colon);
      String direction = colon < 0 ? Direction.INOUT.toString() : item.substring(colon + 1);
      parts.addAll(of(layers(layer), direction(direction)));
    }
    return Sets.immutableEnumSet(parts);
  }

  private static Set<Traffic> of(Set<Layer> layers, Direction direction) {
    Set<Traffic> parts = EnumSet.noneOf(Traffic.class);
    for (Traffic part : values()) {
      if (layers.contains(part.layer)
          && (direction == Direction.INOUT || direction == part.direction)) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static Set<Layer> layers(String word) {
    ImmutableSet<Layer> layers = LAYERS.get(word);
    if (layers == null) {
      throw unknown(word, "a layer", LAYERS.keySet().asList());
    }
    return layers;
  }

  private static Direction direction(String word) {
    for (Direction direction : Direction.values()) {
      if (direction.toString().equals(word)) {
        return direction;
      }
    }
    throw unknown(
        word, "a direction", Arrays.stream(Direction.values()).map(Direction::toString).toList());
  }

  private static IllegalValueException unknown(String word, String what, List<String> known) {
    return new IllegalValueException(
        word,
        what
            + " ("
            + String.join(", ", known)
            + ")"
            + NearestName.of(word, known).map(near -> "; did you mean '" + near + "'?").orElse(""));
  }

  /** {@return the form {@code LAYER:DIRECTION}} */
  @Override
  public String toString() {
    return layer.name().toLowerCase(Locale.ROOT) + ":" + direction;
  }
}
