package io.fleetcanary.core.approval;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A signature as {@code ssh-keygen -Y sign} makes it.
 *
 * <p>Format: {@code PROTOCOL.sshsig} of OpenSSH.
 */
public final class SshSignature {
  private static final String MAGIC = "SSHSIG";
  private static final String HASH = "sha512";
  private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
  private static final String END = "-----END SSH SIGNATURE-----";
  private static final int VERSION = 1;

  private final SshKey key;
  private final String hash;
  private final SshAlgorithm algorithm;
  private final byte[] signature;

  private SshSignature(SshKey key, String hash, SshAlgorithm algorithm, byte[] signature) {
    this.key = key;
    this.hash = hash;
    this.algorithm = algorithm;
    this.signature = signature;
  }

  /**
   * Reads one, with the lines around it or without, on any number of lines; empty when it is none
   * that was made for us.
   */
  public static Optional<SshSignature> read(String text) {
    String base64 = text.replace(BEGIN, "").replace(END, "").replaceAll("\\s", "");
    try {
      SshBytes bytes = new SshBytes(Base64.getDecoder().decode(base64));
      bytes.expect(MAGIC);
      boolean ours = bytes.number() == VERSION;
      SshKey key = SshKey.ofBlob(bytes.string());
      ours &= bytes.text().equals(Consent.NAMESPACE) && bytes.text().isEmpty();
      String hash = bytes.text();
      boolean wanted = ours && (hash.equals(HASH) || hash.equals("sha256"));
      SshBytes signature = new SshBytes(bytes.string());
      return SshAlgorithm.of(signature.text(), key.type())
          .filter(algorithm -> wanted)
          .map(it -> new SshSignature(key, hash, it, it.plain(signature.string())));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** Whether one of these keys has signed this. */
  public boolean isOf(List<String> keys, Consent consent) {
    try {
      byte[] encoded = key.key().getEncoded();
      if (PersonKey.valid(keys, consent.at())
          .noneMatch(known -> Arrays.equals(known.getEncoded(), encoded))) {
        return false;
      }
      Signature verifier = Signature.getInstance(algorithm.jdk());
      verifier.initVerify(key.key());
      verifier.update(signed(hash, consent));
      return verifier.verify(signature);
    } catch (GeneralSecurityException | IllegalArgumentException notVerifiable) {
      return false;
    }
  }

  /** What a key signs of a consent, as {@code ssh-keygen -Y sign -n fleetcanary} has it. */
  public static byte[] signed(Consent consent) {
    try {
      return signed(HASH, consent);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has SHA-512", impossible);
    }
  }

  private static byte[] signed(String hash, Consent consent) throws GeneralSecurityException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC.getBytes(StandardCharsets.US_ASCII));
    SshBytes.write(out, Consent.NAMESPACE);
    SshBytes.write(out, "");
    SshBytes.write(out, hash);
    String digest = hash.equals(HASH) ? "SHA-512" : "SHA-256";
    SshBytes.write(out, MessageDigest.getInstance(digest).digest(consent.bytes()));
    return out.toByteArray();
  }

  /**
   * As text between its lines, as {@code ssh-keygen} writes it.
   *
   * @param key the public one, as SSH writes it in binary
   * @param signature over {@link #signed}, as SSH writes it, with its algorithm
   */
  public static String armoured(byte[] key, byte[] signature) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[] {0, 0, 0, VERSION});
    SshBytes.write(out, key);
    SshBytes.write(out, Consent.NAMESPACE);
    SshBytes.write(out, "");
    SshBytes.write(out, HASH);
    SshBytes.write(out, signature);
    String base64 = Base64.getEncoder().encodeToString(out.toByteArray());
    return BEGIN + "\n" + base64.replaceAll("(.{1,70})", "$1\n") + END + "\n";
  }
}
