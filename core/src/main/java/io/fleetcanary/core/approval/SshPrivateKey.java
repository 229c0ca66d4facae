package io.fleetcanary.core.approval;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A person's Ed25519 key, as {@code ssh-keygen -t ed25519} writes it, without a passphrase.
 *
 * <p>Format: {@code PROTOCOL.key} of OpenSSH.
 */
public final class SshPrivateKey {
  static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
  private static final String END = "-----END OPENSSH PRIVATE KEY-----";
  private static final int SEED = 32;

  private final byte[] seed;
  private final byte[] blob;

  private SshPrivateKey(byte[] seed, byte[] blob) {
    this.seed = seed;
    this.blob = blob;
  }

  /**
   * Reads a key file.
   *
   * @throws IllegalArgumentException when it is none of that kind, or has a passphrase; the message
   *     says which, and nothing of the key
   */
  public static SshPrivateKey read(String file) {
    if (!file.strip().startsWith(BEGIN)) {
      throw new IllegalArgumentException("is no OpenSSH private key");
    }
    String base64 = file.replace(BEGIN, "").replace(END, "").replaceAll("\\s", "");
    SshBytes bytes = new SshBytes(decoded(base64));
    bytes.expect("openssh-key-v1\0");
    String cipher = bytes.text();
    if (!cipher.equals("none")) {
      throw new IllegalArgumentException("has a passphrase");
    }
    bytes.string();
    bytes.string();
    bytes.number();
    bytes.string();
    SshBytes secret = new SshBytes(bytes.string());
    secret.number();
    secret.number();
    if (!secret.text().equals(SshKey.ED25519)) {
      throw new IllegalArgumentException("is no Ed25519 key");
    }
    byte[] blob = SshKey.blob(secret.string());
    return new SshPrivateKey(Arrays.copyOf(secret.string(), SEED), blob);
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      // the decoder's own message quotes what it read
      throw new IllegalArgumentException("is damaged");
    }
  }

  /** The signature of a consent, as {@code ssh-keygen -Y sign -n fleetcanary} would make it. */
  public String sign(Consent consent) {
    try {
      Signature signer = Signature.getInstance(SshAlgorithm.ED25519.jdk());
      signer.initSign(
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
      signer.update(SshSignature.signed(SshSignature.HASH, consent));
      return SshSignature.armoured(blob, signer.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK can sign with Ed25519", impossible);
    }
  }
}
