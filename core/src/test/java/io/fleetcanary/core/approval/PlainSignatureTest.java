package io.fleetcanary.core.approval;

import static io.fleetcanary.core.approval.SshSignatureTest.CONSENT;
import static io.fleetcanary.core.approval.SshSignatureTest.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What openssl has signed with keys whose certificates, or public halves, are listed. */
class PlainSignatureTest {
  private static final Supplier<Optional<String>> NOBODY = Optional::empty;

  @ParameterizedTest
  @CsvSource({"hans, hans.crt", "jo, jo.pem", "kim, kim.pem"})
  void takesWhatOpensslHasSigned(String name, String key) {
    String signature = file("consent-" + name + ".sig");

    assertThat(PlainSignature.isOf(signature, List.of(file("ann.pub"), file(key)), CONSENT))
        .isTrue();
  }

  @Test
  void countsForNothingElse() {
    String signature = file("consent-jo.sig");
    List<String> jo = List.of(file("jo.pem"));
    Consent later = CONSENT.signedAt(CONSENT.at().plusSeconds(1));
    Consent elsewhere =
        new Consent("chat-2", CONSENT.gate(), CONSENT.digest(), CONSENT.by(), CONSENT.at());

    assertThat(PlainSignature.isOf(signature, jo, later)).isFalse();
    assertThat(PlainSignature.isOf(signature, jo, elsewhere)).isFalse();
  }

  @Test
  void countsOnlyWithAKeyThatIsListed() {
    assertThat(PlainSignature.isOf(file("consent-jo.sig"), List.of(), CONSENT)).isFalse();
    assertThat(PlainSignature.isOf(file("consent-jo.sig"), List.of(file("kim.pem")), CONSENT))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "trust me", "QUJD", "MEUCIQ=="})
  void takesNothingThatIsNoSignature(String text) {
    List<String> all = List.of(file("hans.crt"), file("jo.pem"), file("kim.pem"));

    assertThat(PlainSignature.isOf(text, all, CONSENT)).isFalse();
  }

  @Test
  void signsLikeOpenssl() {
    String signature = PemPrivateKey.read(file("jo.key"), NOBODY).sign(CONSENT);

    assertThat(PlainSignature.isOf(signature, List.of(file("jo.pem")), CONSENT)).isTrue();
  }

  @Test
  void signsWithAKeyThatAPassphraseUnlocks() {
    PemPrivateKey key = PemPrivateKey.read(file("jo-locked.key"), () -> Optional.of("sesame"));

    assertThat(PlainSignature.isOf(key.sign(CONSENT), List.of(file("jo.pem")), CONSENT)).isTrue();
  }

  @Test
  void asksNobodyForThePassphraseOfAKeyWithoutOne() {
    AtomicInteger asked = new AtomicInteger();

    PemPrivateKey.read(
        file("jo.key"),
        () -> {
          asked.incrementAndGet();
          return Optional.empty();
        });

    assertThat(asked).hasValue(0);
  }

  @Test
  void saysWhatIsWrongWithAKeyFileAndNothingOfIt() {
    assertThatThrownBy(() -> PemPrivateKey.read(file("jo-locked.key"), NOBODY))
        .hasMessage("has a passphrase");
    assertThatThrownBy(() -> PemPrivateKey.read(file("jo-locked.key"), () -> Optional.of("no")))
        .hasMessage("has another passphrase, or a lock unknown to Java");
    assertThatThrownBy(() -> PemPrivateKey.read(file("jo.pem"), NOBODY))
        .hasMessage("is no PKCS #8 key");
    assertThatThrownBy(
            () -> PemPrivateKey.read(file("jo.key").replaceFirst("\nMI", "\nAA"), NOBODY))
        .hasMessage("is damaged");
  }

  @Test
  void refusesACertificateThatHasExpiredOrIsNotValidYet() {
    String none = "no certificate of %s is valid at %s";

    assertThat(problem("ina", CONSENT.at())).contains(none.formatted("ina", CONSENT.at()));
    assertThat(problem("hans", CONSENT.at())).isNotEqualTo(none.formatted("hans", CONSENT.at()));
    Instant early = Instant.parse("2025-06-01T00:00:00Z");
    assertThat(problem("hans", early)).contains(none.formatted("hans", early));
    assertThat(PlainSignature.isOf(file("consent-ina.sig"), List.of(file("ina.crt")), CONSENT))
        .isFalse();
  }

  /** What a gate says to a consent signed by this person at this time. */
  private static String problem(String name, Instant at) {
    Quorum quorum =
        new Quorum(
            1, Identity.VERIFIED, List.of(new Approver(name, List.of(file(name + ".crt")))), "");
    Consent consent = new Consent(CONSENT.rollout(), CONSENT.gate(), CONSENT.digest(), name, at);
    return quorum
        .problem(consent, file("consent-" + name + ".sig"), at.plus(Duration.ofSeconds(9)))
        .orElse("");
  }
}
