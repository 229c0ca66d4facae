package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
class DoctorTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @Test
  void looksAtEverythingAReleaseNeeds() {
    Typed typed = TEMPORAL.type("doctor");

    assertThat(typed.code()).as(typed.out()).isZero();
    assertThat(typed.err()).isEmpty();
    assertThat(typed.out())
        .startsWith("ok    temporal   <host>, namespace default: version ")
        .contains(
            "warn  list       temporal at <host>, namespace default cannot list rollouts",
            "warn  search     this server cannot tell its search attributes\n",
            "ok    worker     answers, and knows 3 clusters\n");
  }

  /** The commands of these tests live on a day of their own, the server does not. */
  @Test
  void noticesAWrongClock() {
    assertThat(TEMPORAL.type("doctor").out())
        .contains("warn  clock      this machine's clock and the server's differ by ");
  }

  @Test
  void saysWhatIsMissingWhereAServerCanTell() throws IOException {
    try (FakeFrontend frontend = new FakeFrontend()) {
      Typed typed = CommandLineFixture.typeAt(frontend.address(), "doctor");

      assertThat(typed.code()).isEqualTo(ExitCode.UNREACHABLE.code());
      assertThat(typed.out())
          .contains(
              "version 1.32.0\n",
              "ok    namespace  histories are kept for ",
              "ok    list       0 rollouts running\n",
              "warn  search     no search attribute RolloutNeedsApproval, RolloutPhase, ",
              "temporal operator search-attribute create --namespace default --name RolloutPhase --type Keyword\n",
              "ok    queue      workers poll fleetcanary and fleetcanary-rollback\n",
              "fail  worker     ")
          .doesNotContain("--name RolloutService");
    }
  }

  @ParameterizedTest
  @CsvSource({"doctor.txt, table", "doctor.json, json", "doctor.yaml, yaml"})
  void answersInThisForm(String golden, String form) {
    String out =
        TEMPORAL
            .type("doctor", "-o", form)
            .out()
            .replaceAll("version [0-9.]+", "version <version>")
            .replaceAll("differ by [0-9dhms ]+", "differ by <time>");

    assertThat(out).isEqualTo(CommandLineFixture.golden(golden, out));
  }

  @Test
  void saysHowToReachTemporal() {
    Typed typed = CommandLineFixture.typeAt("127.0.0.1:1", "doctor");

    assertThat(typed.code()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(typed.out())
        .startsWith("fail  temporal   cannot reach temporal at <host>, namespace default")
        .endsWith(
            "    set TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, or --address and --namespace\n");
  }

  @Test
  void asksAWorkerForItsHealth() throws IOException {
    assertThat(health(200, "{\"status\": \"UP\"}").out())
        .containsPattern("ok +health .* says UP\n");

    Typed sick =
        health(
            503,
            """
            {"status": "DOWN",
             "components": {"temporal": {"details": {"reason": "UNAVAILABLE: no server"}}}}
            """);

    assertThat(sick.code()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(sick.out()).containsPattern("fail +health .* says DOWN: UNAVAILABLE: no server\n");
  }

  @Test
  void saysThatAWorkerIsNotThere() {
    assertThat(TEMPORAL.type("doctor", "--worker", "http://127.0.0.1:1").out())
        .containsPattern("fail +health .* does not answer\n");
  }

  @Test
  void wantsTheAddressOfAWorkerInFull() {
    assertThat(TEMPORAL.type("doctor", "--worker", "localhost:8080").code())
        .isEqualTo(ExitCode.REFUSED.code());
  }

  private static Typed health(int status, String body) throws IOException {
    HttpServer worker =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    worker.createContext(
        "/actuator/health",
        exchange -> {
          byte[] answer = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    worker.start();
    try {
      String address = "http://127.0.0.1:" + worker.getAddress().getPort();
      return TEMPORAL.type("doctor", "--worker", address);
    } finally {
      worker.stop(0);
    }
  }
}
