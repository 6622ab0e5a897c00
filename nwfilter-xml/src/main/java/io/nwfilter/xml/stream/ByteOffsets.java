package io.nwfilter.xml.stream;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;

/** Tells, in a single pass through an encoded text, at which bytes its characters begin. */
final class ByteOffsets {

  private final CharsetDecoder decoder;
  private final ByteBuffer in;
  private final CharBuffer out;

  /**
   * Creates it for a text that was decoded before.
   *
   * @param bytes the encoded text
   * @param charset its encoding
   * @param characters how many characters it has
   */
  ByteOffsets(byte[] bytes, Charset charset, int characters) {
    this.decoder = charset.newDecoder();
    this.in = ByteBuffer.wrap(bytes);
    this.out = CharBuffer.allocate(characters);
  }

  /**
   * {@return where a character begins, in bytes}
   *
   * @param character its number, no less than that of the last call
   */
  int of(int character) {
    decoder.decode(in, out.limit(character), true);
    return in.position();
  }
}
