package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Rule;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * What helps where one layer drops what the other accepts: the end of messages, as questions, which
 * are printed in place of advice for all cases.
 */
public final class LayerAdvice {

  private LayerAdvice() {}

  /**
   * {@return what helps if the Ethernet layer drops}
   *
   * @param layer the layer of the packets, {@link Layer#IPV4} or {@link Layer#IPV6}
   */
  public static String whereFramesAreDropped(Layer layer) {
    String frames = (layer == Layer.IPV4 ? Protocol.IP : Protocol.IPV6).elementName();
    return "; accept them at the Ethernet layer first, in both directions, with a rule of `"
        + frames
        + "`, and drop the rest with one of `"
        + any(layer)
        + "`?";
  }

  /**
   * {@return what helps if the IP layer drops}
   *
   * @param layers the layers that drop, {@link Layer#IPV4} or {@link Layer#IPV6}
   */
  public static String wherePacketsAreDropped(Collection<Layer> layers) {
    return accepting(String.join("` and of `", layers.stream().map(LayerAdvice::any).toList()));
  }

  /** {@return what helps if the IP layer drops the frames of a rule} */
  static String wherePacketsAreDropped(Rule frames, Layer layer) {
    OptionalLong inside = LayerScope.literal(frames, Attributes.PROTOCOL);
    for (Protocol protocol : Protocol.values()) {
      if (protocol.layer() == layer
          && protocol.number().isPresent()
          && inside.equals(OptionalLong.of(protocol.number().getAsInt()))) {
        return accepting(protocol.elementName());
      }
    }
    return accepting(any(layer));
  }

  private static String accepting(String elements) {
    return "; accept them at the IP layer first, too, with a rule of `" + elements + "`?";
  }

  private static String any(Layer layer) {
    return (layer == Layer.IPV4 ? Protocol.ALL : Protocol.ALL_IPV6).elementName();
  }
}
