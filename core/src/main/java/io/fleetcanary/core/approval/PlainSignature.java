package io.fleetcanary.core.approval;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/**
 * A signature with nothing around it, base64: what {@code openssl dgst -sha256 -sign} makes of a
 * consent's text. It does not say whose it is, so each key of the person is tried; what it is for
 * says the text.
 */
final class PlainSignature {
  private static final int LONGEST = 4096;

  private PlainSignature() {}

  /** Whether one of these keys has signed this. */
  static boolean isOf(String text, List<String> keys, Consent consent) {
    try {
      byte[] signature = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      return signature.length <= LONGEST
          && PersonKey.valid(keys, consent.at()).anyMatch(key -> isOf(signature, key, consent));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static boolean isOf(byte[] signature, PublicKey key, Consent consent) {
    return algorithms(key.getAlgorithm()).stream()
        .anyMatch(
            algorithm -> {
              try {
                Signature verifier = Signature.getInstance(algorithm);
                verifier.initVerify(key);
                verifier.update(consent.bytes());
                return verifier.verify(signature);
              } catch (GeneralSecurityException notVerifiable) {
                return false;
              }
            });
  }

  /** With which one may have signed; the first one is how we sign. */
  static List<String> algorithms(String keyAlgorithm) {
    return switch (keyAlgorithm) {
      case "RSA" -> List.of("SHA256withRSA", "SHA384withRSA", "SHA512withRSA");
      case "EC" -> List.of("SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA");
      default -> List.of("Ed25519");
    };
  }
}
