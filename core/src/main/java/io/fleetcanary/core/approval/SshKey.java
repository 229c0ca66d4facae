package io.fleetcanary.core.approval;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key in the form that OpenSSH gives it.
 *
 * @param type as OpenSSH names it
 */
record SshKey(String type, PublicKey key) {
  private static final String ED25519 = "ssh-ed25519";
  private static final String RSA = "ssh-rsa";
  private static final String ECDSA = "ecdsa-sha2-";
  private static final int ED25519_BYTES = 32;
  private static final byte UNCOMPRESSED = 4;

  /** What RFC 8410 puts before the bytes of an Ed25519 public key. */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /**
   * Reads a line of an {@code .pub} file: type, key, and maybe a comment.
   *
   * @throws IllegalArgumentException when it is none, or of another type; the message completes
   *     "must be"
   */
  static SshKey of(String line) {
    String[] words = line.strip().split("\\s+", 3);
    boolean known =
        words[0].equals(ED25519) || words[0].equals(RSA) || words[0].startsWith(ECDSA + "nistp");
    if (words.length < 2 || !known) {
      throw new IllegalArgumentException(
          "a key as in an .pub file, ssh-ed25519 AAAA…, ecdsa-sha2-nistp256 AAAA… or"
              + " ssh-rsa AAAA…, or in PEM");
    }
    try {
      SshKey key = ofBlob(Base64.getDecoder().decode(words[1]));
      if (key.type.equals(words[0])) {
        return key;
      }
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("a whole " + words[0] + " key", malformed);
    }
    throw new IllegalArgumentException("a whole " + words[0] + " key");
  }

  /**
   * Reads what signatures carry.
   *
   * @throws IllegalArgumentException when it is damaged, or of a type that we do not know
   */
  static SshKey ofBlob(byte[] blob) {
    SshBytes bytes = new SshBytes(blob);
    String type = bytes.text();
    try {
      if (type.equals(ED25519)) {
        return new SshKey(type, ed25519(bytes.string()));
      }
      if (type.equals(RSA)) {
        BigInteger exponent = bytes.integer();
        return new SshKey(
            type,
            KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(bytes.integer(), exponent)));
      }
      String curve = bytes.text();
      if (type.equals(ECDSA + curve)) {
        return new SshKey(type, ecdsa(curve, bytes.string()));
      }
    } catch (GeneralSecurityException malformed) {
      throw new IllegalArgumentException("is damaged", malformed);
    }
    throw new IllegalArgumentException("is damaged");
  }

  private static PublicKey ed25519(byte[] raw) throws GeneralSecurityException {
    if (raw.length != ED25519_BYTES) {
      throw new IllegalArgumentException("is damaged");
    }
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + ED25519_BYTES);
    System.arraycopy(raw, 0, encoded, PREFIX.length, ED25519_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static PublicKey ecdsa(String curve, byte[] point) throws GeneralSecurityException {
    if (point.length % 2 == 0 || point[0] != UNCOMPRESSED) {
      throw new IllegalArgumentException("is damaged");
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve.replace("nistp", "secp") + "r1"));
    int half = point.length / 2;
    ECPoint place =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(point, 1, half + 1)),
            new BigInteger(1, Arrays.copyOfRange(point, half + 1, point.length)));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(place, parameters.getParameterSpec(ECParameterSpec.class)));
  }
}
