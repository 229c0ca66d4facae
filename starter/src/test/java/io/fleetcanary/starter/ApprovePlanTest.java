package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody approves a plan that they have not seen. */
@Timeout(600)
class ApprovePlanTest {
  private static final Path LOCKED = Path.of("../core/src/test/resources/approval/jo-locked.key");

  /** Made by {@code ssh-keygen -t ed25519 -N secret}. */
  private static final Path OPENSSH = Path.of("../core/src/test/resources/approval/lou");

  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  @Test
  void approvesThePlanThatSomebodyHasJustSeen() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.typeAndAnswer("y", "approve", "inference/chat", "--gate", "first");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                0,
                "gate first is approved by ann\n",
                CommandLineFixture.golden("approve-asked.txt")));
  }

  @Test
  void approvesNothingThatSomebodyHasSeenAndNotWanted() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.typeAndAnswer("", "approve", "inference/chat", "--gate", "first");

    assertThat(typed.code()).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(typed.err()).endsWith("nothing was sent: nobody said yes\n");
    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  @Test
  void approvesNothingThatNobodyHasSeen() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed =
        TEMPORAL.type("approve", "inference/chat", "--gate", "first", "--reason", "it's fine");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.REFUSED.code(),
                "",
                """
                without a terminal --digest must say which plan is approved, got none; nothing was sent
                  look at it: fleetcanary status inference/chat
                  then, for that plan: fleetcanary approve inference/chat --gate first --reason 'it'\\''s fine' --digest d1ge57
                """));
    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  @Test
  void asksForThePassphraseOfAKey() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed right = approve("sesame", LOCKED);

    assertThat(right.err()).isEqualTo("passphrase of " + LOCKED + ": \n");
    assertThat(right.out()).startsWith("gate first is approved by ann");
  }

  @Test
  void asksForThePassphraseOfAKeyOfOpenSshs() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed right = approve("secret", OPENSSH);

    assertThat(right.err()).isEqualTo("passphrase of " + OPENSSH + ": \n");
    assertThat(right.out())
        .isEqualTo("gate first is approved by ann, signed at " + Samples.NOW + "\n");
  }

  @Test
  void takesThePassphraseFromTheEnvironmentWhereNobodyCanBeAsked() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed without = approve(Map.of());
    Typed with = approve(Map.of("FLEETCANARY_PASSPHRASE", "secret"));

    assertThat(without.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(without.err()).contains("got one that has a passphrase\n");
    assertThat(with.out())
        .isEqualTo("gate first is approved by ann, signed at " + Samples.NOW + "\n");
  }

  private static Typed approve(Map<String, String> variables) {
    return TEMPORAL.typeWith(
        variables,
        "approve",
        "inference/chat",
        "--gate",
        "first",
        "--digest",
        Samples.DIGEST,
        "--key",
        OPENSSH.toString());
  }

  @Test
  void saysThatAPassphraseIsAnother() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed wrong = approve("open", LOCKED);
    Typed wrongToo = approve("open", OPENSSH);

    assertThat(wrong.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(wrong.err())
        .contains("got one that has another passphrase, or a lock unknown to Java\n");
    assertThat(wrongToo.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(wrongToo.err()).contains("got one that has another passphrase\n");
  }

  private static Typed approve(String passphrase, Path key) {
    return TEMPORAL.typeAndAnswer(
        passphrase,
        "approve",
        "inference/chat",
        "--gate",
        "first",
        "--digest",
        Samples.DIGEST,
        "--key",
        key.toString());
  }
}
