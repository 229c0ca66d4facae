package io.fleetcanary.core.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and signatures in this test's files were made by OpenSSH's ssh-keygen. */
class SshSignatureTest {
  static final Consent CONSENT =
      new Consent(
          "chat-20261126070000-9f3a",
          "first",
          "4be1d0a5",
          "ann",
          Instant.parse("2026-11-26T07:00:00Z"));

  static String file(String name) {
    try (InputStream file = SshSignatureTest.class.getResourceAsStream("/approval/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void signsTheTextOfTheFile() {
    assertThat(CONSENT.text()).isEqualTo(file("consent"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"consent512.sig", "consent256.sig"})
  void takesWhatSshKeygenHasSigned(String signature) {
    assertThat(SshSignature.read(file(signature)).orElseThrow().isOf(ann(), CONSENT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dora", "emil", "fred", "gina"})
  void takesWhatRsaAndEcdsaKeysHaveSigned(String name) {
    SshSignature signature = SshSignature.read(file("consent-" + name + ".sig")).orElseThrow();

    assertThat(signature.isOf(List.of(file(name + ".pub")), CONSENT)).isTrue();
    assertThat(signature.isOf(List.of(file(name + ".pub")), CONSENT.signedAt(Instant.EPOCH)))
        .isFalse();
    assertThat(signature.isOf(ann(), CONSENT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"consent512.sig", "consent-dora.sig", "consent-emil.sig"})
  void takesNoSignatureOfWhichOneBitIsAnother(String name) {
    byte[] bytes =
        Base64.getMimeDecoder().decode(file(name).replaceAll("-----.*-----", "").strip());
    bytes[bytes.length - 3] ^= 1;
    List<String> all = Stream.of("ann", "dora", "emil").map(it -> file(it + ".pub")).toList();

    String forged = Base64.getEncoder().encodeToString(bytes);

    assertThat(SshSignature.read(forged).orElseThrow().isOf(all, CONSENT)).isFalse();
  }

  @Test
  void takesNoSignatureUnderTheNameOfAnotherKind() {
    byte[] bytes =
        Base64.getMimeDecoder()
            .decode(file("consent-dora.sig").replaceAll("-----.*-----", "").strip());
    String text = new String(bytes, StandardCharsets.ISO_8859_1);

    byte[] renamed =
        text.replace("rsa-sha2-512", "rsa-sha1-512").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(SshSignature.read(Base64.getEncoder().encodeToString(renamed))).isEmpty();
  }

  @Test
  void takesItOnOneLineAndWithoutTheLinesAround() {
    String line = file("consent512.sig").replaceAll("-----.*-----", "").replace("\n", " ");

    assertThat(SshSignature.read(line).orElseThrow().isOf(ann(), CONSENT)).isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void countsForNothingElse(Consent other) {
    assertThat(SshSignature.read(file("consent512.sig")).orElseThrow().isOf(ann(), other))
        .isFalse();
  }

  static Stream<Consent> countsForNothingElse() {
    Consent signed = CONSENT;
    return Stream.of(
        new Consent("chat-2", signed.gate(), signed.digest(), signed.by(), signed.at()),
        new Consent(signed.rollout(), "second", signed.digest(), signed.by(), signed.at()),
        new Consent(signed.rollout(), signed.gate(), "07h3r", signed.by(), signed.at()),
        new Consent(signed.rollout(), signed.gate(), signed.digest(), "bob", signed.at()),
        new Consent(
            signed.rollout(),
            signed.gate(),
            signed.digest(),
            signed.by(),
            signed.at().plusSeconds(1)));
  }

  @Test
  void countsOnlyWithAKeyThatIsKnown() {
    List<String> other = List.of(file("ann.pub").replace("AAAAC3", "AAAAC4"));

    SshSignature signature = SshSignature.read(file("consent512.sig")).orElseThrow();

    assertThat(signature.isOf(List.of(), CONSENT)).isFalse();
    assertThat(signature.isOf(other, CONSENT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "trust me", "U1NIU0lH", "U1NIU0lHAAAAAX////8="})
  void readsNothingIntoWhatIsNoSignature(String text) {
    assertThat(SshSignature.read(text)).isEmpty();
  }

  @Test
  void takesNoSignatureThatWasMadeForAnotherPurpose() {
    assertThat(SshSignature.read(file("other.sig"))).isEmpty();
  }

  @Test
  void takesNoSignatureThatWasTamperedWith() {
    String signature = file("consent512.sig");
    int end = signature.indexOf("\n-----END");
    char last = signature.charAt(end - 8);
    String tampered =
        signature.substring(0, end - 8) + (last == 'A' ? 'B' : 'A') + signature.substring(end - 7);

    assertThat(SshSignature.read(tampered).filter(it -> it.isOf(ann(), CONSENT))).isEmpty();
  }

  private static List<String> ann() {
    return List.of(file("ann.pub"));
  }
}
