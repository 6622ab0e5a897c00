package io.nwfilter.netfilter.capture;

import io.nwfilter.netfilter.packet.Packet;
import java.time.Instant;

/**
 * A packet and when it was captured.
 *
 * @param number its number in the file, from 1
 * @param time when it was captured; the start of 1970 if the file does not say
 * @param packet the packet; only its first octets if {@code missing} is not 0
 * @param missing how many octets at its end were not captured
 */
public record CapturedPacket(long number, Instant time, Packet packet, int missing) {}
