package io.fleetcanary.core.approval;

import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Stream;

/** How OpenSSH signs (RFC 8709, RFC 8332, RFC 5656), in the JDK's words. */
enum SshAlgorithm {
  ED25519("ssh-ed25519", "ssh-ed25519", "Ed25519", 0),
  RSA_512("rsa-sha2-512", "ssh-rsa", "SHA512withRSA", 0),
  RSA_256("rsa-sha2-256", "ssh-rsa", "SHA256withRSA", 0),
  P256("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "SHA256withECDSAinP1363Format", 32),
  P384("ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384", "SHA384withECDSAinP1363Format", 48),
  P521("ecdsa-sha2-nistp521", "ecdsa-sha2-nistp521", "SHA512withECDSAinP1363Format", 66);

  private final String text;
  private final String keyType;
  private final String jdk;
  private final int pointBytes;

  SshAlgorithm(String text, String keyType, String jdk, int pointBytes) {
    this.text = text;
    this.keyType = keyType;
    this.jdk = jdk;
    this.pointBytes = pointBytes;
  }

  /** As a signature names it; only with a key of its own type. */
  static Optional<SshAlgorithm> of(String text, String keyType) {
    return Stream.of(values())
        .filter(it -> it.text.equals(text) && it.keyType.equals(keyType))
        .findFirst();
  }

  String jdk() {
    return jdk;
  }

  /**
   * The signature as the JDK takes it.
   *
   * @throws IllegalArgumentException when it is malformed
   */
  byte[] plain(byte[] signature) {
    if (pointBytes == 0) {
      return signature;
    }
    SshBytes numbers = new SshBytes(signature);
    byte[] plain = new byte[2 * pointBytes];
    place(numbers.integer(), plain, pointBytes);
    place(numbers.integer(), plain, 2 * pointBytes);
    return plain;
  }

  private void place(BigInteger number, byte[] plain, int end) {
    byte[] bytes = number.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    int length = bytes.length - sign;
    if (number.signum() < 0 || length > pointBytes) {
      throw new IllegalArgumentException("is damaged");
    }
    System.arraycopy(bytes, sign, plain, end - length, length);
  }
}
