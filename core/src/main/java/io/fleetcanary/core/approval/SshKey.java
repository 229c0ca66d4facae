package io.fleetcanary.core.approval;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An Ed25519 public key, in the form that OpenSSH gives it. */
public final class SshKey {
  static final String TYPE = "ssh-ed25519";
  private static final int LENGTH = 32;

  /** What RFC 8410 puts before the bytes of an Ed25519 public key. */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final byte[] raw;

  private SshKey(byte[] raw) {
    this.raw = raw;
  }

  /**
   * Reads a line of an {@code .pub} file: type, key, and maybe a comment.
   *
   * @throws IllegalArgumentException when it is none, or of another type; the message completes
   *     "must be"
   */
  public static SshKey of(String line) {
    String[] words = line.strip().split("\\s+", 3);
    if (words.length < 2 || !words[0].equals(TYPE)) {
      throw new IllegalArgumentException("an Ed25519 key as in an .pub file: ssh-ed25519 AAAA…");
    }
    try {
      return ofBlob(Base64.getDecoder().decode(words[1]));
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("a whole ssh-ed25519 key", malformed);
    }
  }

  static SshKey ofBlob(byte[] blob) {
    SshBytes bytes = new SshBytes(blob);
    String type = bytes.text();
    byte[] raw = bytes.string();
    if (!type.equals(TYPE) || raw.length != LENGTH) {
      throw new IllegalArgumentException("is no Ed25519 key");
    }
    return new SshKey(raw);
  }

  static SshKey ofRaw(byte[] raw) {
    return new SshKey(raw.clone());
  }

  /** As a signature carries it. */
  byte[] blob() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SshBytes.write(out, TYPE);
    SshBytes.write(out, raw);
    return out.toByteArray();
  }

  PublicKey key() throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + LENGTH);
    System.arraycopy(raw, 0, encoded, PREFIX.length, LENGTH);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SshKey key && Arrays.equals(raw, key.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }
}
