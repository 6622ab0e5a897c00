package io.nwfilter.netfilter.packet;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Words.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers of a packet while its text is read. */
final class Stack {

  private final Words words;
  private final List<Layer> layers = new ArrayList<>();

  Stack(Words words, Layer ethernet, List<Layer> tags, List<Layer> upper) {
    this.words = words;
    layers.add(ethernet);
    layers.addAll(tags);
    layers.addAll(upper);
  }

  List<Layer> layers() {
    return layers;
  }

  /** {@return the place of a layer; −1 if there is none} */
  int find(LayerType... types) {
    for (int i = 0; i < layers.size(); i++) {
      if (Arrays.asList(types).contains(layers.get(i).type())) {
        return i;
      }
    }
    return -1;
  }

  void insertAfterIp(List<Layer> extensions) {
    if (!extensions.isEmpty()) {
      int ip = find(LayerType.IPV4, LayerType.IPV6);
      Slot next =
          Slot.of(layers.get(ip).type()).stream().filter(Stack::isProtocol).findFirst().get();
      if (layers.get(ip).fixed().contains(next)) { // the clause gave it, but it is the last one's
        Bits protocol = layers.get(ip).get(next);
        layers.set(ip, Layer.withoutFixed(layers.get(ip), next));
        layers.addAll(ip + 1, extensions);
        set(slotOf(layers.get(ip + extensions.size())), protocol);
      } else {
        layers.addAll(ip + 1, extensions);
      }
    }
  }

  private static boolean isProtocol(Slot slot) {
    return slot.word().equals("proto");
  }

  private static Slot slotOf(Layer layer) {
    return Slot.of(layer.type()).stream().filter(Stack::isProtocol).findFirst().get();
  }

  void setIpv4Fragment(long flagsAndOffset) {
    int ip = find(LayerType.IPV4);
    Layer layer = layers.get(ip);
    layers.set(
        ip,
        layer
            .with(Slot.IPV4_FLAGS, flagsAndOffset >> 13)
            .with(Slot.IPV4_FRAGMENT_OFFSET, flagsAndOffset & 0x1fff));
  }

  void setDoNotFragment(Word word) {
    int ip = find(LayerType.IPV4);
    if (ip < 0) {
      throw words.wrong(word, "only packets of IPv4 can forbid fragments");
    }
    Bits flags = layers.get(ip).get(Slot.IPV4_FLAGS);
    layers.set(ip, layers.get(ip).with(Slot.IPV4_FLAGS, flags.or(Bits.of(2))));
  }

  void setPayload(Octets octets) {
    layers.removeIf(layer -> layer.type() == LayerType.PAYLOAD);
    int trailer = find(LayerType.TRAILER);
    if (octets.length() > 0) {
      layers.add(trailer < 0 ? layers.size() : trailer, Layer.payload(octets));
    }
  }

  void addTrailer(Octets octets) {
    layers.add(new Layer(LayerType.TRAILER, octets, ImmutableSet.of()));
  }

  void setTail(Word name, Word value, LayerType... types) {
    int place = find(types);
    if (place < 0) {
      throw words.wrong(name, "this packet has no header with '" + name.text() + "'");
    }
    Layer layer = layers.get(place).withTail(words.read(value, TextValues::octets));
    int most = layer.type() == LayerType.DCCP ? 1020 : 60;
    if (layer.octets().length() % 4 != 0 || layer.octets().length() > most) {
      throw words.wrong(
          value, "with options the header has a multiple of 4 octets, at most " + most);
    }
    layers.set(place, layer);
  }

  /** {@return the first header after IP that is not an extension of it; null if there is none} */
  @Nullable Layer headerAfterIp() {
    int ip = find(LayerType.IPV4, LayerType.IPV6);
    for (Layer layer : layers.subList(ip + 1, layers.size())) {
      if (!layer.type().isExtension() && layer.type() != LayerType.PAYLOAD) {
        return layer;
      }
    }
    return null;
  }

  /** Checks that a packet has the ports that its clause asks for. */
  void requirePorts(Word clause) {
    if (Clauses.needsPorts(clause.text()) && find(Clauses.type(clause.text())) < 0) {
      throw words.wrong(clause, "'" + clause.text() + "' needs ports, such as 10.0.0.1:22");
    }
  }

  /** {@return the slot that a word means in the last layer that has it; null if none has} */
  @Nullable Slot slot(Word word) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      for (Slot slot : Slot.of(layers.get(i).type())) {
        if (word.is(slot.word()) && layers.get(i).has(slot)) {
          return slot;
        }
      }
    }
    return null;
  }

  /** Sets a slot in the last layer that has it. */
  void set(Slot slot, Bits value) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (layers.get(i).has(slot)) {
        layers.set(i, layers.get(i).with(slot, value));
        return;
      }
    }
    throw new AssertionError("no layer has " + slot);
  }

  ImmutableSet<String> words() {
    return layers.stream()
        .flatMap(layer -> Slot.of(layer.type()).stream().filter(layer::has))
        .map(Slot::word)
        .collect(ImmutableSet.toImmutableSet());
  }
}
