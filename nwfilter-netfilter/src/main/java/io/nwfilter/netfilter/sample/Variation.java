package io.nwfilter.netfilter.sample;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes similar packets of a packet. */
final class Variation {

  private static final ImmutableList<Disguise> DISGUISES = ImmutableList.copyOf(Disguise.values());

  /** How often each part of a packet's ends is chosen, compared with any other part. */
  private static final int WEIGHT_OF_ENDS = 8;

  private final Palette palette;
  private final SplittableRandom random;

  Variation(Palette palette, SplittableRandom random) {
    this.palette = palette;
    this.random = random;
  }

  /** {@return a packet that differs in nothing up to a few parts, and may have another form} */
  Packet of(Packet packet) {
    Packet changed = changed(packet, changes());
    return random.nextInt(100) < 15 ? disguised(changed) : changed;
  }

  private int changes() {
    int roll = random.nextInt(100);
    return roll < 20 ? 0 : roll < 60 ? 1 : roll < 80 ? 2 : roll < 92 ? 3 : 5;
  }

  private Packet changed(Packet packet, int changes) {
    if (changes == 0) {
      return packet;
    }
    List<Layer> layers = new ArrayList<>(packet.layers());
    for (int i = 0; i < changes; i++) {
      change(layers);
    }
    return Packet.of(layers);
  }

  private void change(List<Layer> layers) {
    if (random.nextInt(100) < 4) {
      layers.add(Layer.of(LayerType.PAYLOAD).withTail(Octets.zeros(8)));
      return;
    }
    boolean computed = random.nextInt(100) < 6;
    int total = 0;
    for (Layer layer : layers) {
      for (Slot slot : Slot.of(layer.type())) {
        total += weight(layer, slot, computed);
      }
    }
    int chosen = total == 0 ? -1 : random.nextInt(total);
    for (int i = 0; i < layers.size() && chosen >= 0; i++) {
      for (Slot slot : Slot.of(layers.get(i).type())) {
        int weight = weight(layers.get(i), slot, computed);
        if (chosen >= 0 && chosen < weight) {
          layers.set(i, layers.get(i).with(slot, palette.pick(slot, random)));
        }
        chosen -= weight;
      }
    }
  }

  private static int weight(Layer layer, Slot slot, boolean computed) {
    if (slot.isComputed() != computed || !layer.has(slot)) {
      return 0;
    }
    return Palette.isOfAnEnd(slot) ? WEIGHT_OF_ENDS : 1;
  }

  private Packet disguised(Packet packet) {
    List<Packet> forms = DISGUISES.get(random.nextInt(DISGUISES.size())).of(packet);
    return forms.isEmpty() ? packet : forms.get(random.nextInt(forms.size()));
  }
}
