package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.approval.Consent;
import io.fleetcanary.core.approval.PemPrivateKey;
import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Approve, reject, pause, resume and abort. */
@Timeout(600)
class DecisionTest {
  private static final String KEY = "../core/src/test/resources/approval/ann";

  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  private static Typed approve(String... options) {
    List<String> args = new ArrayList<>(List.of("approve", "inference/chat", "--gate", "first"));
    args.addAll(List.of("--digest", Samples.DIGEST));
    args.addAll(List.of(options));
    return TEMPORAL.type(args.toArray(String[]::new));
  }

  @Test
  void approvesThePlanThatIsNamed() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = approve("--reason", "ok");

    assertThat(typed).isEqualTo(new Typed(0, "gate first is approved by ann\n", ""));
  }

  @Test
  void approvesForAScript() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed =
        TEMPORAL.type(
            "approve",
            "inference/chat",
            "--gate",
            "first",
            "--digest",
            "d1ge57",
            "--by",
            "ci",
            "-o",
            "json");

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("approve.json"), ""));
  }

  @Test
  void signsAnApproval() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = approve("--key", KEY);

    assertThat(typed)
        .isEqualTo(
            new Typed(0, "gate first is approved by ann, signed at " + Samples.NOW + "\n", ""));
  }

  @Test
  void sendsWhatWasSignedElsewhere(@TempDir Path folder) throws IOException {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    Path file = folder.resolve("consent");

    Typed first = approve("--consent", file.toString());
    Consent consent =
        new Consent(Samples.status().rolloutId(), "first", Samples.DIGEST, "ann", Samples.NOW);
    String written = Files.readString(file);
    Files.writeString(
        folder.resolve("consent.sig"),
        PemPrivateKey.read(Files.readString(Path.of(KEY + ".key")), Optional::empty).sign(consent));
    Typed second = approve("--consent", file.toString());

    assertThat(written).isEqualTo(consent.text());
    assertThat(first).isEqualTo(new Typed(ExitCode.REFUSED.code(), "", unsigned(file)));
    assertThat(second.out())
        .isEqualTo("gate first is approved by ann, signed at " + Samples.NOW + "\n");
  }

  private static String unsigned(Path file) {
    return """
    %1$s is not signed yet; nothing was sent
      sign it within 10 min: ssh-keygen -Y sign -n fleetcanary -f KEY %1$s
      or, with a key in PEM: openssl dgst -sha256 -sign KEY %1$s | base64 > %1$s.sig
      then type this command again
    """
        .formatted(file);
  }

  @Test
  void writesOverNothingButConsents(@TempDir Path folder) throws IOException {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    Path file = Files.writeString(folder.resolve("id_ed25519"), "KEY");

    Typed typed = approve("--consent", file.toString());

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err()).startsWith(file + " must be a consent or no file yet, got another;");
    assertThat(file).hasContent("KEY");
  }

  @Test
  void writesAnewWhatWasSignedTooLongAgo(@TempDir Path folder) throws IOException {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    Consent now =
        new Consent(Samples.status().rolloutId(), "first", Samples.DIGEST, "ann", Samples.NOW);
    Path file = folder.resolve("consent");
    Files.writeString(file, now.signedAt(Samples.NOW.minusSeconds(601)).text());
    Path signature = Files.writeString(folder.resolve("consent.sig"), "old");

    Typed typed = approve("--consent", file.toString());

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(file).hasContent(now.text());
    assertThat(signature).doesNotExist();
  }

  @Test
  void saysWhatIsWrongWithAKey() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = approve("--key", CommandLineFixture.SPEC);

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err())
        .startsWith(
            "the key must be OpenSSH's, or PKCS #8 in PEM, got one that is no OpenSSH"
                + " private key, or damaged\n");
  }

  @Test
  void tellsWhoMayNotFromWhatDoesNotApply() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = approve("--by", "eve");

    assertThat(typed)
        .isEqualTo(new Typed(ExitCode.FORBIDDEN.code(), "", "by must be one of ann, got eve\n"));
  }

  @Test
  void takesAConsentBack() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("approve", "inference/chat", "--gate", "first", "--withdraw");

    assertThat(typed).isEqualTo(new Typed(0, "first: consent withdrawn by ann\n", ""));
  }

  @Test
  void doesNotApproveAnotherPlanThanTheOneInMind() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("approve", "inference/chat", "--gate", "first", "--digest", "0ld");

    assertThat(typed)
        .isEqualTo(new Typed(ExitCode.CONFLICT.code(), "", "digest must be d1ge57, got 0ld\n"));
  }

  @Test
  void pausesAndResumes() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed paused = TEMPORAL.type("pause", "inference/chat", "--reason", "lunch");
    Typed resumed = TEMPORAL.type("resume", "inference/chat", "--by", "bob");

    assertThat(paused).isEqualTo(new Typed(0, "paused by ann: lunch\n", ""));
    assertThat(resumed).isEqualTo(new Typed(0, "resumed by bob\n", ""));
  }

  @Test
  void triesAClusterAgainLeavesItOutOrGivesItUp() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed retried = TEMPORAL.type("retry", "inference/chat", "--cluster", "eu-1");
    Typed skipped = TEMPORAL.type("skip", "inference/chat", "--cluster", "eu-1", "--by", "bob");
    Typed given =
        TEMPORAL.type("abandon", "inference/chat", "--cluster", "eu-1", "--reason", "gone");
    Typed refused = TEMPORAL.type("retry", "inference/chat", "--cluster", "eu-9");

    assertThat(retried).isEqualTo(new Typed(0, "eu-1 retried by ann\n", ""));
    assertThat(skipped).isEqualTo(new Typed(0, "eu-1 skipped by bob\n", ""));
    assertThat(given).isEqualTo(new Typed(0, "eu-1 abandoned by ann\n", ""));
    assertThat(refused)
        .isEqualTo(new Typed(ExitCode.CONFLICT.code(), "", "cluster must be eu-1, got eu-9\n"));
  }

  @Test
  @DisplayName("S23: pauses nothing where nothing runs")
  void pausesNothingWhereNothingRuns() {
    assertThat(TEMPORAL.type("pause", "inference/nobody")).isEqualTo(nothingRuns());
  }

  @Test
  @DisplayName("S25: aborts nothing where there never was a rollout")
  void abortsNothingWhereThereNeverWasARollout() {
    assertThat(TEMPORAL.type("abort", "inference/nobody")).isEqualTo(nothingRuns());
  }

  private static Typed nothingRuns() {
    return new Typed(ExitCode.CONFLICT.code(), "", CommandLineFixture.golden("status-unknown.txt"));
  }

  @Test
  void aborts() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed typed = TEMPORAL.type("abort", "inference/chat", "--reason", "pager");

    assertThat(typed).isEqualTo(new Typed(0, "aborted by ann: pager\n", ""));
  }

  @Test
  void endsWithAConflictWhenNothingWasDone() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);

    Typed resumed = TEMPORAL.type("resume", "inference/chat");
    TEMPORAL.type("pause", "inference/chat");
    Typed paused = TEMPORAL.type("pause", "inference/chat");
    Typed aborted = TEMPORAL.type("abort", "inference/chat", "--reason", "too late");

    int conflict = ExitCode.CONFLICT.code();
    assertThat(resumed).isEqualTo(new Typed(conflict, "", "not paused\n"));
    assertThat(paused).isEqualTo(new Typed(conflict, "", "it is paused already\n"));
    assertThat(aborted)
        .isEqualTo(new Typed(conflict, "", "too late, the revision is being kept\n"));
  }

  @Test
  void leavesAnAbortInTemporalWhenNoWorkerAnswers() {
    WorkflowStub stranded =
        TEMPORAL
            .client()
            .newUntypedWorkflowStub(
                "FleetRollout",
                WorkflowOptions.newBuilder()
                    .setTaskQueue("nobody-polls-this")
                    .setWorkflowId("rollout/inference/stranded")
                    .build());
    stranded.start(new TreeMap<>());

    Typed typed = TEMPORAL.type("abort", "inference/stranded");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                0,
                "no worker answered; the order is recorded and obeyed as soon as one is there\n",
                ""));
    assertThat(TEMPORAL.client().fetchHistory("rollout/inference/stranded").getEvents())
        .anyMatch(event -> event.hasWorkflowExecutionSignaledEventAttributes());
  }
}
