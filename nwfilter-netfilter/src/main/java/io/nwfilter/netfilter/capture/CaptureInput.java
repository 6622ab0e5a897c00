package io.nwfilter.netfilter.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The octets of a file of captured packets, with the place in it. */
final class CaptureInput {

  private final InputStream in;
  private long offset;
  private boolean littleEndian;

  CaptureInput(InputStream in) {
    this.in = in;
  }

  long offset() {
    return offset;
  }

  /** Says in which order numbers are from here on. */
  void setLittleEndian(boolean littleEndian) {
    this.littleEndian = littleEndian;
  }

  /** {@return as many octets as wanted; fewer only if there are none at all: an empty array} */
  byte[] readOrEnd(int length, String what) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length != 0 && bytes.length != length) {
      throw cutOff(bytes.length, length, what);
    }
    offset += bytes.length;
    return bytes;
  }

  byte[] read(int length, String what) throws IOException {
    byte[] bytes = readOrEnd(length, what);
    if (bytes.length != length) {
      throw cutOff(bytes.length, length, what);
    }
    return bytes;
  }

  private CaptureException cutOff(int present, int length, String what) {
    return new CaptureException(
        "the file ends within " + what + ": " + present + " of " + length + " octets", offset);
  }

  void skip(long length, String what) throws IOException {
    try {
      in.skipNBytes(length);
    } catch (EOFException e) {
      throw new CaptureException("the file ends within " + what, offset);
    }
    offset += length;
  }

  /** {@return an unsigned number in octets that were read} */
  long number(byte[] bytes, int at, int length) {
    long number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | (bytes[littleEndian ? at + length - 1 - i : at + i] & 0xff);
    }
    return number;
  }

  int number16(byte[] bytes, int at) {
    return (int) number(bytes, at, 2);
  }

  long number32(byte[] bytes, int at) {
    return number(bytes, at, 4);
  }

  void close() throws IOException {
    in.close();
  }
}
