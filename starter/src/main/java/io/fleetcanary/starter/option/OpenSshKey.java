package io.fleetcanary.starter.option;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.fleetcanary.core.approval.Consent;
import io.fleetcanary.core.approval.SshSignature;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A person's key as {@code ssh-keygen} writes it: Ed25519, ECDSA or RSA, with a passphrase or
 * without. The library reads the file and signs; nothing is connected to.
 */
final class OpenSshKey {
  private static final String RSA = "ssh-rsa";

  private OpenSshKey() {}

  /**
   * The signature of a consent, as {@code ssh-keygen -Y sign -n fleetcanary} would make it.
   *
   * @param passphrase asked only where the file has one; empty where nobody can tell it
   * @throws IllegalArgumentException when the file is none of that kind, or has another passphrase;
   *     the message says which, and nothing of the key
   */
  static String sign(String file, Supplier<Optional<String>> passphrase, Consent consent) {
    KeyPair key = read(file);
    try {
      unlock(key, passphrase);
      byte[] signature = key.getSignature(SshSignature.signed(consent), algorithm(key));
      if (signature == null) {
        throw new IllegalArgumentException("cannot sign");
      }
      return SshSignature.armoured(key.getPublicKeyBlob(), signature);
    } finally {
      key.dispose();
    }
  }

  private static KeyPair read(String file) {
    try {
      return KeyPair.load(new JSch(), file.getBytes(StandardCharsets.UTF_8), null);
    } catch (JSchException damaged) {
      // its message may quote what it read
      throw new IllegalArgumentException("is no OpenSSH private key, or damaged");
    }
  }

  private static void unlock(KeyPair key, Supplier<Optional<String>> passphrase) {
    if (!key.isEncrypted()) {
      return;
    }
    String secret =
        passphrase.get().orElseThrow(() -> new IllegalArgumentException("has a passphrase"));
    if (!key.decrypt(secret.getBytes(StandardCharsets.UTF_8))) {
      throw new IllegalArgumentException("has another passphrase");
    }
  }

  /** Not RSA's first one: it is over SHA-1. */
  private static String algorithm(KeyPair key) {
    String type = key.getKeyTypeString();
    return type.equals(RSA) ? "rsa-sha2-512" : type;
  }
}
