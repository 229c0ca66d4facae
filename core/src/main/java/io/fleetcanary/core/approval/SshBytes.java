package io.fleetcanary.core.approval;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The binary packet format of SSH (RFC 4251, section 5). */
final class SshBytes {
  private static final int LONGEST = 4096;

  private final ByteBuffer left;

  SshBytes(byte[] bytes) {
    left = ByteBuffer.wrap(bytes);
  }

  /**
   * As many bytes as there are in the text, which they must be.
   *
   * @throws IllegalArgumentException when they are others
   */
  void expect(String text) {
    if (!new String(take(text.length()), StandardCharsets.ISO_8859_1).equals(text)) {
      throw new IllegalArgumentException("does not begin with " + text.strip());
    }
  }

  int number() {
    try {
      return left.getInt();
    } catch (BufferUnderflowException tooShort) {
      throw new IllegalArgumentException("is cut off", tooShort);
    }
  }

  /** A string: its length, then its bytes. */
  byte[] string() {
    return take(number());
  }

  /** A number of any size. */
  BigInteger integer() {
    byte[] bytes = string();
    return bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
  }

  String text() {
    return new String(string(), StandardCharsets.UTF_8);
  }

  private byte[] take(int length) {
    if (length < 0 || length > Math.min(left.remaining(), LONGEST)) {
      throw new IllegalArgumentException("is cut off");
    }
    byte[] taken = new byte[length];
    left.get(taken);
    return taken;
  }

  static void write(ByteArrayOutputStream out, byte[] string) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(string.length).array());
    out.writeBytes(string);
  }

  static void write(ByteArrayOutputStream out, String string) {
    write(out, string.getBytes(StandardCharsets.UTF_8));
  }
}
