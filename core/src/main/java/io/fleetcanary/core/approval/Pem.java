package io.fleetcanary.core.approval;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Keys and certificates in PEM (RFC 7468); of several in one text the first counts. */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final List<String> ALGORITHMS = List.of("Ed25519", "EC", "RSA");

  private Pem() {}

  static boolean is(String text) {
    return text.contains(BEGIN);
  }

  /**
   * Empty where the text is something else.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  static Optional<X509Certificate> certificate(String text) {
    Optional<byte[]> bytes = content(text, "CERTIFICATE");
    try {
      return bytes.isEmpty()
          ? Optional.empty()
          : Optional.of(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(bytes.get())));
    } catch (CertificateException damaged) {
      throw new IllegalArgumentException("a whole certificate", damaged);
    }
  }

  static PublicKey publicKey(String text) {
    byte[] bytes =
        content(text, "PUBLIC KEY")
            .orElseThrow(
                () -> new IllegalArgumentException("a CERTIFICATE or a PUBLIC KEY in PEM"));
    return read(new X509EncodedKeySpec(bytes), KeyFactory::generatePublic)
        .orElseThrow(
            () -> new IllegalArgumentException("an Ed25519, ECDSA or RSA key, whole, in PEM"));
  }

  /**
   * A private key by PKCS #8.
   *
   * @param passphrase asked only where there is one
   * @throws IllegalArgumentException when it is none, or cannot be unlocked; the message says
   *     which, and nothing of the key
   */
  static PrivateKey privateKey(String text, Supplier<Optional<String>> passphrase) {
    PKCS8EncodedKeySpec key =
        content(text, "ENCRYPTED PRIVATE KEY")
            .map(locked -> unlocked(locked, passphrase.get()))
            .or(() -> content(text, "PRIVATE KEY").map(PKCS8EncodedKeySpec::new))
            .orElseThrow(() -> new IllegalArgumentException("is no PKCS #8 key"));
    return read(key, KeyFactory::generatePrivate)
        .orElseThrow(() -> new IllegalArgumentException("is damaged"));
  }

  private static PKCS8EncodedKeySpec unlocked(byte[] bytes, Optional<String> passphrase) {
    String secret = passphrase.orElseThrow(() -> new IllegalArgumentException("has a passphrase"));
    try {
      EncryptedPrivateKeyInfo locked = new EncryptedPrivateKeyInfo(bytes);
      AlgorithmParameters how = locked.getAlgParameters();
      // the JDK knows PBES2 by what it is made of
      String name = how == null ? locked.getAlgName() : how.toString();
      Cipher cipher = Cipher.getInstance(name);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(secret.toCharArray())),
          how);
      return locked.getKeySpec(cipher);
    } catch (GeneralSecurityException | IOException wrong) {
      throw new IllegalArgumentException(
          "has another passphrase, or a lock unknown to Java", wrong);
    }
  }

  private static Optional<byte[]> content(String text, String label) {
    Matcher block =
        Pattern.compile(BEGIN + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----")
            .matcher(text);
    try {
      return block.find()
          ? Optional.of(Base64.getDecoder().decode(block.group(1).replaceAll("\\s", "")))
          : Optional.empty();
    } catch (IllegalArgumentException damaged) {
      // the decoder's own message quotes what it read
      return Optional.of(new byte[0]);
    }
  }

  /** What kind of key it is stands inside; the JDK wants to be told. */
  private static <S extends KeySpec, K> Optional<K> read(S spec, Reader<S, K> reader) {
    return ALGORITHMS.stream().flatMap(it -> read(it, spec, reader).stream()).findFirst();
  }

  private static <S extends KeySpec, K> Optional<K> read(
      String algorithm, S spec, Reader<S, K> reader) {
    try {
      return Optional.of(reader.read(KeyFactory.getInstance(algorithm), spec));
    } catch (InvalidKeySpecException another) {
      return Optional.empty();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + algorithm, impossible);
    }
  }

  private interface Reader<S extends KeySpec, K> {
    K read(KeyFactory factory, S spec) throws GeneralSecurityException;
  }
}
