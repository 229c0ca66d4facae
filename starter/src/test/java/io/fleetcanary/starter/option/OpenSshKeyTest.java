package io.fleetcanary.starter.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.approval.Consent;
import io.fleetcanary.core.approval.SshSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and signatures of these files were made by OpenSSH's ssh-keygen, {@code -N secret}. */
class OpenSshKeyTest {
  private static final Path FILES = Path.of("../core/src/test/resources/approval");
  private static final Supplier<Optional<String>> NOBODY = Optional::empty;
  private static final Consent CONSENT =
      new Consent(
          "chat-20261126070000-9f3a",
          "first",
          "4be1d0a5",
          "ann",
          Instant.parse("2026-11-26T07:00:00Z"));

  @Test
  void signsLikeSshKeygen() throws IOException {
    assertThat(OpenSshKey.sign(file("ann"), NOBODY, CONSENT)).isEqualTo(file("consent512.sig"));
  }

  /** Ed25519, RSA and ECDSA. */
  @ParameterizedTest
  @ValueSource(strings = {"lou", "max", "nina"})
  void signsWithAKeyThatAPassphraseUnlocks(String name) throws IOException {
    String signature = OpenSshKey.sign(file(name), () -> Optional.of("secret"), CONSENT);

    SshSignature read = SshSignature.read(signature).orElseThrow();
    assertThat(read.isOf(List.of(file(name + ".pub")), CONSENT)).isTrue();
    assertThat(read.isOf(List.of(file("ann.pub")), CONSENT)).isFalse();
  }

  @Test
  void asksNobodyForThePassphraseOfAKeyWithoutOne() throws IOException {
    AtomicInteger asked = new AtomicInteger();

    OpenSshKey.sign(
        file("ann"),
        () -> {
          asked.incrementAndGet();
          return Optional.empty();
        },
        CONSENT);

    assertThat(asked).hasValue(0);
  }

  @Test
  void saysWhatIsWrongWithAKeyAndNothingOfIt() throws IOException {
    assertThatThrownBy(() -> OpenSshKey.sign(file("lou"), NOBODY, CONSENT))
        .hasMessage("has a passphrase");
    assertThatThrownBy(() -> OpenSshKey.sign(file("max"), () -> Optional.of("guess"), CONSENT))
        .hasMessage("has another passphrase");
    for (String other : List.of(file("ann.pub"), file("ann").replace("b3Bl", "!!!!"), "")) {
      assertThatThrownBy(() -> OpenSshKey.sign(other, NOBODY, CONSENT))
          .hasMessage("is no OpenSSH private key, or damaged")
          .hasNoCause();
    }
  }

  private static String file(String name) throws IOException {
    return Files.readString(FILES.resolve(name));
  }
}
