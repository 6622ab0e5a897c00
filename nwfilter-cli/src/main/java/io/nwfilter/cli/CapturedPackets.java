package io.nwfilter.cli;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.capture.CaptureReader;
import io.nwfilter.netfilter.capture.CapturedPacket;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Packets that were captured at a guest's interface. Those of the guest, of the host and of
 * everybody else are told apart by their senders' MAC addresses.
 */
final class CapturedPackets {

  private final Captures captures;
  private final String file;
  private final Guest guest;
  private final ImmutableSet<Bits> ofHost;

  /**
   * Names the packets, without reading them.
   *
   * @param captures opens the file
   * @param file the file's name
   * @param guest the guest
   * @param ofHost the addresses of the host at the guest's bridge
   */
  CapturedPackets(Captures captures, String file, Guest guest, List<IpAddress> ofHost) {
    this.captures = captures;
    this.file = file;
    this.guest = guest;
    this.ofHost = ofHost.stream().map(Bits::of).collect(ImmutableSet.toImmutableSet());
  }

  /**
   * {@return the MAC address of the guest's bridge: that of the first packet of IP or ARP that is
   * from an address of the host, and not from the guest; empty if there is none}
   *
   * @throws NwfilterException if the file cannot be read, or a packet is not a whole frame
   */
  Optional<MacAddress> bridgeMac() {
    AtomicReference<MacAddress> found = new AtomicReference<>();
    read(
        (packet, sender) -> {
          if (!sender.equals(Bits.of(guest.mac())) && isOfHost(packet)) {
            found.compareAndSet(null, new MacAddress(sender.low()));
          }
        });
    return Optional.ofNullable(found.get());
  }

  /**
   * Reads all packets.
   *
   * @param bridge the MAC address of the guest's bridge: frames from it are the host's
   * @param sent takes each packet and where it enters
   * @throws NwfilterException if the file cannot be read, or a packet is not a whole frame
   */
  void read(MacAddress bridge, BiConsumer<Packet, Entry> sent) {
    read((packet, sender) -> sent.accept(packet, entry(packet, sender, Bits.of(bridge))));
  }

  /** Takes each packet and its sender. */
  private void read(BiConsumer<Packet, Bits> taken) {
    try (CaptureReader reader = captures.open(file)) {
      for (CapturedPacket next = reader.next(); next != null; next = reader.next()) {
        requireWhole(next);
        Bits sender = next.packet().value(Field.ETHERNET_SOURCE).orElse(Bits.ZERO);
        if (sender.isZero()) {
          throw unreadable(packet(next) + " has no sender's MAC address: capture Ethernet");
        }
        taken.accept(next.packet().withOffloadedChecksums(), sender);
      }
    } catch (NoSuchFileException e) {
      throw unreadable("there is no such file");
    } catch (IOException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  private Entry entry(Packet packet, Bits sender, Bits bridge) {
    if (sender.equals(Bits.of(guest.mac()))) {
      return Entry.port(guest.port());
    } else if (!sender.equals(bridge)) {
      return Entry.port(Surroundings.others(guest.bridge()));
    }
    return isOfProcess(packet) ? Entry.host() : Entry.raw(guest.bridge());
  }

  /**
   * {@return whether a process of the host has sent a packet to the guest by IP} What the host has
   * forwarded, or written to the bridge as a whole frame, comes from elsewhere or is for all.
   */
  private boolean isOfProcess(Packet packet) {
    return !packet.has(Header.ARP)
        && isOfHost(packet)
        && packet
            .value(Field.ETHERNET_DESTINATION)
            .filter(Bits.of(guest.mac())::equals)
            .isPresent();
  }

  private boolean isOfHost(Packet packet) {
    return Stream.of(Field.IPV4_SOURCE, Field.IPV6_SOURCE, Field.ARP_SENDER_IP)
        .flatMap(field -> packet.value(field).stream())
        .anyMatch(ofHost::contains);
  }

  private void requireWhole(CapturedPacket packet) {
    if (packet.missing() > 0) {
      throw unreadable(
          packet(packet)
              + " was captured without its last "
              + packet.missing()
              + " octets, so that it is not known what becomes of it: capture whole packets"
              + " (tcpdump -s 0)");
    }
  }

  private static String packet(CapturedPacket packet) {
    return "packet " + packet.number();
  }

  private NwfilterException unreadable(String problem) {
    return new NwfilterException(
        new Diagnostic(DocumentCode.UNREADABLE, problem, SourceLocation.of(file)));
  }
}
