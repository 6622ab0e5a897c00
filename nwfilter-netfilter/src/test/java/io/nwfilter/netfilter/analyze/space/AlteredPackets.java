package io.nwfilter.netfilter.analyze.space;

import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Layer;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Octets;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Slot;
import io.nwfilter.netfilter.sample.Disguise;
import io.nwfilter.netfilter.sample.PacketSamples;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Packets as they are not meant to be: disguised, cut off, with changed octets. */
public final class AlteredPackets {

  private static final int FRAME = 14;

  private static final PacketSamples SAMPLES =
      PacketSamples.around(
          FilterCompiler.compile(
              FilterBinding.of(
                  new InterfaceName("vnet0"),
                  MacAddress.parse("52:54:00:00:00:01"),
                  FilterReference.of("clean-traffic", "IP", "10.0.0.11"))));

  private AlteredPackets() {}

  /** {@return packets around the rules of {@code clean-traffic}, half of them altered} */
  static List<Packet> around(Random random, int count) {
    Iterator<Packet> samples = SAMPLES.seed(random.nextLong()).varied();
    List<Packet> packets = new ArrayList<>();
    while (packets.size() < count) {
      packets.add(alter(samples.next(), random));
    }
    return packets;
  }

  private static Packet alter(Packet packet, Random random) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> disguised(packet, random);
      case 2 -> cutOff(packet, random);
      case 3 -> changed(packet, random);
      case 4 -> toHost(packet);
      case 5 -> authenticated(packet);
      case 6 -> withoutRest(packet, random);
      case 7 -> cutOff(disguised(packet, random), random);
      case 8 -> bpdu(random);
      default -> packet;
    };
  }

  private static Packet disguised(Packet packet, Random random) {
    List<Disguise> all = List.of(Disguise.values());
    Disguise disguise = all.get(random.nextInt(all.size()));
    List<Packet> forms = disguise.of(packet);
    return forms.isEmpty() ? packet : forms.get(random.nextInt(forms.size()));
  }

  private static Packet cutOff(Packet packet, Random random) {
    int length = packet.octets().length();
    int kept = FRAME + random.nextInt(Math.min(80, length - FRAME + 1));
    return Packet.parse(packet.octets().slice(0, Math.min(length, kept)).toByteArray());
  }

  private static Packet changed(Packet packet, Random random) {
    byte[] octets = packet.toBytes();
    octets[12 + random.nextInt(Math.min(50, octets.length - 12))] = (byte) random.nextInt(256);
    return Packet.parse(octets);
  }

  private static Packet toHost(Packet packet) {
    return packet.with(Slot.ETHERNET_DESTINATION, Bits.of(0x5254_0000_00feL));
  }

  /** {@return the packet whose payload of IPv6 is authenticated} */
  private static Packet authenticated(Packet packet) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : packet.layers()) {
      boolean isIp = layer.type() == LayerType.IPV6;
      layers.add(isIp ? layer.with(Slot.IPV6_NEXT, LayerType.AH.protocol()) : layer);
      if (isIp) {
        layers.add(Layer.of(LayerType.AH).with(Slot.AH_NEXT, layer.get(Slot.IPV6_NEXT)));
      }
    }
    return Packet.of(layers);
  }

  /** {@return the packet that ends after one of its layers, with the right lengths} */
  private static Packet withoutRest(Packet packet, Random random) {
    int kept = 1 + random.nextInt(packet.layers().size());
    return Packet.of(packet.layers().subList(0, kept));
  }

  private static Packet bpdu(Random random) {
    byte[] rest = new byte[random.nextBoolean() ? 32 : random.nextInt(45)];
    random.nextBytes(rest);
    Octets start = Octets.parse("0180c2000000" + "525400000001");
    Octets type = Octets.parse(random.nextInt(4) == 0 ? "0806" : "0026");
    Octets octets =
        start.followedBy(type).followedBy(Octets.parse("424203000000")).followedBy(Octets.of(rest));
    return Packet.parse(octets.toByteArray())
        .with(Slot.ETHERNET_DESTINATION, Bits.of(0x5254_0000_0002L));
  }

  /** {@return whether a process of the host can send a packet: without a tag, not cut off} */
  public static boolean canBeSentByHost(Packet packet) {
    return !packet.has(Header.VLAN)
        && packet.has(Header.IP)
        && packet.layers().stream()
            .noneMatch(
                layer ->
                    layer.fixed().contains(Slot.IPV4_LENGTH)
                        || layer.fixed().contains(Slot.IPV6_LENGTH));
  }
}
