/**
 * Packets from files: pcap and pcapng, as tcpdump and Wireshark write them. They are read one after
 * the other, with as much memory as one packet takes.
 *
 * <pre>{@code
 * try (CaptureReader capture = CaptureReader.open(Path.of("guest.pcap"))) {
 *   for (CapturedPacket packet = capture.next(); packet != null; packet = capture.next()) {
 *     System.out.println(packet.time() + " " + packet.packet());
 *   }
 * }
 * }</pre>
 */
@NullMarked
package io.nwfilter.netfilter.capture;

import org.jspecify.annotations.NullMarked;
