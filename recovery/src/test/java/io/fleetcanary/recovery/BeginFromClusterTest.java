package io.fleetcanary.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init --from}, at an API server that knows what a test says. */
class BeginFromClusterTest {
  private static final String DIGEST = "sha256:" + "3".repeat(64);

  @AutoClose private final CannedApi api = new CannedApi();
  @TempDir private Path folder;

  @Test
  void beginsWithWhatServes() throws IOException {
    deployment(
        "{name: 'engine', image: 'vllm/vllm-openai:v0.11.0', ports: [{containerPort: 8000}]}");
    services("{name: 'all', app: 'other'}", "{name: 'chat', app: 'chat'}");
    routes("chat.public", "chat");
    pods("engine", "vllm/vllm-openai:v0.11.0", "docker.io/vllm/vllm-openai@" + DIGEST);

    Typed typed = type();

    assertThat(typed.err())
        .isEqualTo("next: put in what is new, then fleetcanary validate " + spec() + "\n");
    assertThat(typed.out()).isEqualTo("wrote " + spec() + "\n");
    assertThat(Files.readString(spec())).isEqualTo(resource("golden/begun.yaml"));
    assertThat(validated()).isEqualTo(new Typed(0, spec() + ": valid, chat change-me\n", ""));
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void knowsTheEngineByItsLabelFirst() throws IOException {
    api.with(
        "deployments/chat-v1",
        json(
            """
            {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'chat-v1', namespace: 'inference'},
             spec: {selector: {matchLabels: {app: 'chat'}}, template: {
               metadata: {labels: {app: 'chat', 'llm-d.ai/engine-type': 'sglang'}},
               spec: {containers: [{name: 'engine', image: 'vllm/vllm-openai:v0.11.0'}]}}}}
            """));
    services("{name: 'chat', app: 'chat'}");
    routes("chat", "chat");
    pods("engine", "vllm/vllm-openai:v0.11.0", DIGEST);

    type();

    assertThat(spec())
        .content()
        .contains("  use: [sglang]  # fleetcanary presets show sglang\n")
        .contains("Its image names no digest and no pod tells it")
        .doesNotContain("traffic:");
    assertThat(validated().code()).isZero();
  }

  @Test
  void knowsTheEngineByAPortBesideAHelper() throws IOException {
    deployment(
        "{name: 'proxy', image: 'envoy:1'}",
        "{name: 'engine', image: 'registry.example/chat@"
            + DIGEST
            + "', ports: [{containerPort: 8002}]}");
    services("{name: 'chat', app: 'chat'}");
    routes("other", "elsewhere");

    type();

    assertThat(spec())
        .content()
        .contains(
            "  use: [triton]", "  container: engine\n", "  image: registry.example/chat@" + DIGEST)
        .contains(
            "# No HTTPRoute sends requests to Service chat: a rollout is refused until one does.");
    assertThat(validated().code()).isZero();
  }

  @Test
  void saysThatNothingIsMeasuredWhereNoEngineIsKnown() throws IOException {
    deployment("{name: 'engine', image: 'registry.example/chat@" + DIGEST + "'}");
    services("{name: 'chat', app: 'chat'}");
    routes("chat", "chat");

    Typed typed = type();

    assertThat(spec()).content().contains("# Its engine is not known by label, image or port");
    assertThat(typed.code()).isZero();
    assertThat(typed.err())
        .contains(": warning: analysis.metrics: should have a metric that counts requests");
    assertThat(validated().code()).isZero();
  }

  @Test
  void saysWhichDeploymentsThereAre() throws IOException {
    api.with("inference/deployments", json("{items: [{metadata: {name: 'chat-v2'}}]}"));

    Typed typed = type();

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.REFUSED.code(),
                "",
                """
                --from must be a Deployment in namespace inference, context eu-1, got chat-v1
                  did you mean chat-v2?
                """));
    assertThat(spec()).doesNotExist();
  }

  @Test
  void wantsAServiceThatRequestsComeBy() throws IOException {
    deployment("{name: 'engine', image: 'registry.example/chat'}");
    services("{name: 'other', app: 'other'}");

    Typed typed = type();

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err())
        .startsWith("no Service in namespace inference selects the pods of Deployment chat-v1\n");
    assertThat(spec()).doesNotExist();
  }

  @Test
  void saysThatItIsNotAllowedOrThatNobodyAnswers() throws IOException {
    api.otherwise(403);
    Typed forbidden = type();
    api.close();
    Typed unreachable = type();

    assertThat(forbidden.code()).isEqualTo(ExitCode.FORBIDDEN.code());
    assertThat(unreachable.code()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(forbidden.err() + unreachable.err())
        .contains("docs/rights.yaml", "cannot be reached: connection refused")
        .doesNotContain("a-secret", "\tat ");
  }

  private void deployment(String... containers) {
    api.with(
        "deployments/chat-v1",
        json(
            """
            {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'chat-v1', namespace: 'inference'},
             spec: {selector: {matchLabels: {app: 'chat'}}, template: {
               metadata: {labels: {app: 'chat', pool: 'a'}}, spec: {containers: [%s]}}}}
            """
                .formatted(String.join(", ", containers))));
  }

  private void services(String... services) {
    String items =
        Stream.of(services)
            .map(
                it ->
                    it.replace("{name: ", "{metadata: {name: ")
                        .replace(", app:", "}, spec: {selector: {app:"))
            .map(it -> it + "}}")
            .collect(Collectors.joining(", "));
    api.with("inference/services", json("{items: [" + items + "]}"));
  }

  private void routes(String name, String service) {
    api.with(
        "inference/httproutes",
        json(
            "{items: [{metadata: {name: '%s'}, spec: {rules: [{backendRefs: [{name: '%s'}]}]}}]}"
                .formatted(name, service)));
  }

  private void pods(String container, String image, String imageId) {
    api.with(
        "inference/pods",
        json(
            """
            {items: [
              {spec: {containers: [{name: '%1$s', image: 'older'}]},
               status: {containerStatuses: [{name: '%1$s', imageID: 'x@sha256:%4$s'}]}},
              {spec: {containers: [{name: '%1$s', image: '%2$s'}]},
               status: {containerStatuses: [{name: '%1$s', imageID: '%3$s'}]}}]}
            """
                .formatted(container, image, imageId, "4".repeat(64))));
  }

  /** JSON with fewer quotes. */
  private static String json(String loose) {
    return loose.replaceAll("([{ ])([a-zA-Z]+):(?= )", "$1\"$2\":").replace('\'', '"');
  }

  private Path spec() {
    return folder.resolve("rollout.yaml");
  }

  private Typed type() throws IOException {
    return type(
        List.of(
            "init",
            "--from",
            "deployment/chat-v1",
            "-n",
            "inference",
            "--kubeconfig",
            api.kubeconfig(folder).toString(),
            "--context",
            "eu-1",
            spec().toString()));
  }

  private Typed validated() {
    return type(List.of("validate", spec().toString()));
  }

  private static Typed type(List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out), new PrintWriter(err), new TreeMap<>(), Clock.systemUTC());
    int code = BeginFromCluster.run(surroundings, words.toArray(String[]::new));
    return new Typed(code, out.toString(), err.toString());
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = BeginFromClusterTest.class.getResourceAsStream("/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private record Typed(int code, String out, String err) {}
}
