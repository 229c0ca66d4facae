package io.fleetcanary.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it says; what it does is played on the fleets of the lab. */
class RestoreTest {
  private static final String LEDGER = "configmaps/fleetcanary-chat";

  @AutoClose private final CannedApi api = new CannedApi();
  @TempDir private Path folder;
  private boolean asked;

  @Test
  void printsCommandsForPeople() throws IOException {
    heldAtFive();

    Typed typed = type("--print", "inference/chat");

    assertThat(typed.err()).isEmpty();
    assertThat(typed.out().replace(folder.toString(), "<folder>"))
        .isEqualTo(resource("golden/print.txt"));
    assertThat(typed.code()).isZero();
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void showsWhatItWillDoAndDoesNothingWithoutAYes() throws IOException {
    heldAtFive();

    Typed typed = type("inference/chat");

    assertThat(asked).isTrue();
    assertThat(typed.err()).isEqualTo(resource("golden/asked.txt"));
    assertThat(typed.code()).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void findsNothingToRestoreWhereNobodyHoldsTheService() throws IOException {
    Typed typed = type("--yes", "inference/chat");

    assertThat(typed.err())
        .isEqualTo(
            "no rollout holds inference/chat in this cluster, so there is nothing to restore\n");
    assertThat(typed.code()).isEqualTo(ExitCode.CONFLICT.code());
  }

  @Test
  void saysWhereToLookWhenTheLedgerCannotBeRead() throws IOException {
    api.with(LEDGER, ledger("{\"state\": \"forward\", \"template\": \"{\"}"));

    Typed typed = type("--yes", "inference/chat");

    assertThat(typed.err())
        .startsWith("ConfigMap fleetcanary-chat in namespace inference cannot be read")
        .contains("kubectl -n inference get configmap fleetcanary-chat -o yaml");
    assertThat(typed.code()).isEqualTo(ExitCode.HANDED_OVER.code());
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void saysThatItIsNotAllowed() throws IOException {
    api.otherwise(403);

    Typed typed = type("--yes", "inference/chat");

    assertThat(typed.err()).contains("as it was told", "docs/rights.yaml");
    assertThat(typed.code()).isEqualTo(ExitCode.FORBIDDEN.code());
  }

  @Test
  void saysThatTheApiServerDoesNotAnswer() throws IOException {
    api.close();

    Typed typed = type("--yes", "inference/chat");

    assertThat(typed.err()).contains("cannot be reached: connection refused", "--context");
    assertThat(typed.code()).isEqualTo(ExitCode.UNREACHABLE.code());
  }

  @Test
  void namesTheContextsThatThereAre() throws IOException {
    Typed typed =
        type(List.of("--kubeconfig", kubeconfig(), "--context", "eu-2", "inference/chat"));

    assertThat(typed.err()).startsWith("--context must be one of [eu-1] in ").contains("got eu-2");
    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
  }

  @Test
  void wantsAKubeconfigThatCanBeRead() {
    Typed typed = type(List.of("--kubeconfig", "/nowhere", "--context", "eu-1", "inference/chat"));

    assertThat(typed.err()).startsWith("--kubeconfig must be a kubeconfig that can be read");
    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
  }

  @Test
  void neverShowsCredentials() throws IOException {
    api.otherwise(500);

    Typed typed = type("--yes", "inference/chat");

    assertThat(typed.out() + typed.err()).doesNotContain("a-secret");
    assertThat(typed.code()).isEqualTo(ExitCode.UNEXPECTED.code());
  }

  private void heldAtFive() {
    api.with(LEDGER, ledger(resource("ledger.json")))
        .with("httproutes/chat", resource("route.json"))
        .with("deployments/chat", resource("deployment.json"));
  }

  private static String ledger(String data) {
    return """
    {"apiVersion": "v1", "kind": "ConfigMap",
     "metadata": {"name": "fleetcanary-chat", "namespace": "inference", "resourceVersion": "41"},
     "data": %s}
    """
        .formatted(data);
  }

  private Typed type(String... words) throws IOException {
    return type(
        Stream.concat(
                Stream.of("--kubeconfig", kubeconfig(), "--context", "eu-1"), Stream.of(words))
            .toList());
  }

  private String kubeconfig() throws IOException {
    return api.kubeconfig(folder).toString();
  }

  private Typed type(List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out), new PrintWriter(err), new TreeMap<>(), Clock.systemUTC());
    int code = Restore.run(surroundings, this::no, words.toArray(String[]::new));
    return new Typed(code, out.toString(), err.toString());
  }

  private boolean no(String question) {
    asked = true;
    return false;
  }

  private static String resource(String name) {
    try (InputStream file = RestoreTest.class.getResourceAsStream("/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException | NullPointerException missing) {
      throw new AssertionError(name, missing);
    }
  }

  private record Typed(int code, String out, String err) {}
}
