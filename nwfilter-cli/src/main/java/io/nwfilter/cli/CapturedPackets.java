package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.capture.CaptureReader;
import io.nwfilter.netfilter.capture.CapturedPacket;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** Reads captured packets, and tells those of a guest from those of everybody else. */
final class CapturedPackets {

  private CapturedPackets() {}

  /**
   * Reads all packets of a file.
   *
   * @param file the file
   * @param guest the guest
   * @param sent takes each packet and where it enters
   * @throws NwfilterException if the file cannot be read, or a packet is not a whole frame
   */
  static void read(Path file, Guest guest, BiConsumer<Packet, Entry> sent) {
    Entry others = Entry.port(Surroundings.others(guest.bridge()));
    try (CaptureReader reader = CaptureReader.open(file)) {
      for (CapturedPacket next = reader.next(); next != null; next = reader.next()) {
        requireWhole(file, next);
        Bits sender = next.packet().value(Field.ETHERNET_SOURCE).orElse(Bits.ZERO);
        if (sender.isZero()) {
          throw unreadable(file, packet(next) + " has no sender's MAC address: capture Ethernet");
        }
        sent.accept(
            next.packet().withOffloadedChecksums(),
            sender.equals(Bits.of(guest.mac())) ? Entry.port(guest.port()) : others);
      }
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file");
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    }
  }

  private static void requireWhole(Path file, CapturedPacket packet) {
    if (packet.missing() > 0) {
      throw unreadable(
          file,
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

  private static NwfilterException unreadable(Path file, String problem) {
    return new NwfilterException(
        new Diagnostic(DocumentCode.UNREADABLE, problem, SourceLocation.of(file.toString())));
  }
}
