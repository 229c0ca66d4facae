package io.fleetcanary.core.approval;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/** A person's key in a PEM file, PKCS #8. */
public final class PemPrivateKey {
  private static final String OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----";

  private final PrivateKey key;

  private PemPrivateKey(PrivateKey key) {
    this.key = key;
  }

  /** Whether a file is meant to be one. */
  public static boolean is(String file) {
    return Pem.is(file) && !file.contains(OPENSSH);
  }

  /**
   * Reads a key file.
   *
   * @param passphrase asked only where the file has one; empty where nobody can tell it
   * @throws IllegalArgumentException when it is none of that kind, or has another passphrase; the
   *     message says which, and nothing of the key
   */
  public static PemPrivateKey read(String file, Supplier<Optional<String>> passphrase) {
    return new PemPrivateKey(Pem.privateKey(file, passphrase));
  }

  /** The signature of a consent, as {@code openssl dgst -sha256 -sign} would make it, base64. */
  public String sign(Consent consent) {
    try {
      Signature signer =
          Signature.getInstance(PlainSignature.algorithms(key.getAlgorithm()).getFirst());
      signer.initSign(key);
      signer.update(consent.bytes());
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException unfit) {
      throw new IllegalArgumentException("cannot sign", unfit);
    }
  }
}
