package io.fleetcanary.core.approval;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A person's public key: Ed25519, ECDSA or RSA, as OpenSSH writes it on one line, or in PEM as an
 * X.509 certificate or the key alone. Of a certificate only the key counts, and the time in which
 * it is valid: who is listed is known already.
 */
public final class PersonKey {
  private static final int LEAST_RSA_BITS = 2048;

  private final PublicKey key;
  private final Optional<X509Certificate> certificate;

  private PersonKey(PublicKey key, Optional<X509Certificate> certificate) {
    this.key = key;
    this.certificate = certificate;
    if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
      throw new IllegalArgumentException("an RSA key of " + LEAST_RSA_BITS + " bits or more");
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none; the message completes "must be"
   */
  public static PersonKey of(String text) {
    if (!Pem.is(text)) {
      return new PersonKey(SshKey.of(text).key(), Optional.empty());
    }
    return Pem.certificate(text)
        .map(it -> new PersonKey(it.getPublicKey(), Optional.of(it)))
        .orElseGet(() -> new PersonKey(Pem.publicKey(text), Optional.empty()));
  }

  /** Those of a person that are valid at this time. */
  static Stream<PublicKey> valid(List<String> keys, Instant at) {
    return keys.stream().map(PersonKey::of).filter(key -> key.isValid(at)).map(key -> key.key);
  }

  private boolean isValid(Instant at) {
    return certificate
        .filter(
            it ->
                at.isBefore(it.getNotBefore().toInstant())
                    || at.isAfter(it.getNotAfter().toInstant()))
        .isEmpty();
  }

  /** The same key, however it is written. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PersonKey that
        && Arrays.equals(key.getEncoded(), that.key.getEncoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key.getEncoded());
  }
}
