package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.document.Percent;
import io.fleetcanary.core.kayenta.KayentaConfig;
import io.fleetcanary.core.spec.RolloutSpec.Approval;
import io.fleetcanary.core.spec.RolloutSpec.Metric;
import io.fleetcanary.core.spec.RolloutSpec.Parallel;
import io.fleetcanary.core.spec.RolloutSpec.Selector;
import io.fleetcanary.core.spec.RolloutSpec.Shape;
import io.fleetcanary.core.spec.RolloutSpec.Step;
import io.fleetcanary.core.spec.RolloutSpec.Wave;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
  private static final String ALL_FIELDS =
      "service, namespace, revision, workload, traffic, capacity, promote, readyWithin, drain,"
          + " steps, waves, analysis, failure, again, by";

  @Test
  void readsEveryFieldOfTheDesignsExample() {
    RolloutSpec spec = Specs.valid(Specs.tree(Specs.FULL));

    assertThat(spec)
        .isEqualTo(
            new RolloutSpec(
                "chat",
                "inference",
                new RolloutSpec.Revision(
                    "2026.11.3",
                    "registry.example/vllm@sha256:" + "0123456789abcdef".repeat(4),
                    "server",
                    new TreeMap<>(Map.of("MODEL_URI", "s3://models/chat/2026.11.3")),
                    null),
                "chat-v1",
                new RolloutSpec.Traffic("chat.inference", null, null),
                Duration.ofMinutes(45),
                Duration.ofSeconds(90),
                List.of(step(5, 10), step(25, 10), step(50, 20)),
                waves(),
                analysis(),
                new RolloutSpec.Failure(RolloutSpec.Scope.WAVE, 1),
                false,
                null,
                false));
  }

  private static RolloutSpec.Analysis analysis() {
    return new RolloutSpec.Analysis(
        Duration.ofSeconds(15),
        metrics(),
        alike(),
        KayentaConfig.NONE,
        OnInconclusive.ROLL_BACK,
        Early.NONE,
        null);
  }

  private static List<Likeness> alike() {
    return List.of(
        new Likeness.Mean(
            "prompt-tokens",
            "vllm:request_prompt_tokens_sum{$track}",
            "vllm:request_prompt_tokens_count{$track}",
            0.8,
            1.2,
            List.of()),
        new Likeness.Mean(
            "prefix-cache",
            "vllm:prefix_cache_hits_total{$track}",
            "vllm:prefix_cache_queries_total{$track}",
            0.8,
            Likeness.Mean.ANY,
            List.of("slow-first-token")),
        new Likeness.Label("gpu-model", "modelName", "DCGM_FI_DEV_GPU_UTIL{$track}", List.of()));
  }

  @Test
  void readsWhoBringsTheRevision() {
    String handOver = Specs.FULL.replace("promote: 'patch'", "promote: 'handOver'");

    assertThat(Specs.valid(Specs.tree(handOver)).handOver()).isTrue();
  }

  @Test
  void readsHowMuchComesByTheRoutesAndWhatCountsIt() {
    String traffic = "{routed: '62.5%', routedRequests: 'rq_total{route=\"chat\"}'}";

    assertThat(Specs.valid(Specs.with("traffic", traffic)).traffic())
        .isEqualTo(
            new RolloutSpec.Traffic(
                null, new Percent(new BigDecimal("62.5")), "rq_total{route=\"chat\"}"));
  }

  @Test
  void leavesSilenceToThePlan() {
    RolloutSpec spec = Specs.valid(Specs.minimal());

    assertThat(spec)
        .isEqualTo(
            new RolloutSpec(
                "chat",
                "inference",
                new RolloutSpec.Revision(
                    "v2", null, null, new TreeMap<>(Map.of("MODEL_URI", "s3://models/2")), null),
                null,
                new RolloutSpec.Traffic(null, null, null),
                null,
                null,
                List.of(),
                List.of(new Wave("all", new Selector.All(), null, List.of(), null, null)),
                new RolloutSpec.Analysis(
                    null, List.of(), List.of(), KayentaConfig.NONE, null, Early.NONE, null),
                new RolloutSpec.Failure(null, null),
                false,
                null,
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          service | ``             | service: must be given; name the Service that callers use
          service | null           | service: must be given; name the Service that callers use
          service | ''             | service: must not be blank; write it, or leave it out
          service | 5              | service: must be text, got the number 5; write it in quotes
          service | ['chat']       | service: must be text, got a list; write one text
          service | 'Chat'         | service: must be a DNS label of at most 56 characters, so that -canary fits on it, got "Chat"; use lower-case letters, digits and '-', with a letter or digit at both ends
          service | 'a-service-whose-name-is-by-far-too-long-to-carry-a-suffix' | service: must be a DNS label of at most 56 characters, so that -canary fits on it, got "a-service-whose-name-is-by-far-too-long-to-carry-a-suffix"; use lower-case letters, digits and '-', with a letter or digit at both ends
          namespace | ``           | namespace: must be given; name its namespace
          namespace | 'a.b'        | namespace: must be a DNS label of at most 63 characters, got "a.b"; use lower-case letters, digits and '-', with a letter or digit at both ends
          workload | 'chat'        | workload: must be an object, got "chat"; write its fields
          workload | {kind: 'StatefulSet'} | workload.kind: must be Deployment, other kinds are not built yet, got "StatefulSet"; write Deployment or leave it out
          workload | {name: 'Chat_1'} | workload.name: must be a DNS name of at most 253 characters, got "Chat_1"; use lower-case letters, digits, '-' and '.', with a letter or digit at both ends
          workload | {name: 'chat-canary'} | workload.name: must not be the canary's own name, got "chat-canary"; name the stable one
          traffic | {kind: 'VirtualService'} | traffic.kind: must be HTTPRoute, other kinds are not built yet, got "VirtualService"; write HTTPRoute or leave it out
          traffic | {nmae: 'chat'} | traffic.nmae: is not a field here; did you mean name?
          traffic | {routed: '0%'} | traffic.routed: must be a percentage above 0% and up to 100%, got "0%"; write it with its unit, e.g. 2% or 0.5%
          traffic | {routedRequests: 'sum(rq_total)'} | traffic.routedRequests: must be a plain selector of at most 1000 characters, got "sum(rq_total)"; write it like name{$track,label="value"}; functions and operators are for query
          capacity | 'borrow'      | capacity: must be surge, borrow is not built yet, got "borrow"; write surge or leave it out
          promote | 'replace'      | promote: must be one of patch, handOver, got "replace"; write one of them
          promote | 'handover'     | promote: must be one of patch, handOver, got "handover"; did you mean handOver?
          readyWithin | '45'       | readyWithin: must be a duration from 1ms to 720h, got "45"; write it with its unit, e.g. 45s, 10m or 1h30m
          readyWithin | 45         | readyWithin: must be a duration from 1ms to 720h, got the number 45; write it with its unit, e.g. 45s, 10m or 1h30m
          readyWithin | '0s'       | readyWithin: must be a duration from 1ms to 720h, got "0s"; write it with its unit, e.g. 45s, 10m or 1h30m
          drain | 'PT-1S'          | drain: must be a duration from 0s to 720h, got "PT-1S"; write it with its unit, e.g. 45s, 10m or 1h30m
          drain | '721h'           | drain: must be a duration from 0s to 720h, got "721h"; write it with its unit, e.g. 45s, 10m or 1h30m
          failure | {scope: 'fleeet'} | failure.scope: must be one of cluster, wave, fleet, got "fleeet"; did you mean fleet?
          failure | {scope: 'world'} | failure.scope: must be one of cluster, wave, fleet, got "world"; write one of them
          failure | {budget: -1}   | failure.budget: must be a whole number from 0 to 2000, got the number -1; write a number without quotes, unit or fraction
          failure | {budget: 0.5}  | failure.budget: must be a whole number from 0 to 2000, got the number 0.5; write a number without quotes, unit or fraction
          failure | {budget: '1'}  | failure.budget: must be a whole number from 0 to 2000, got "1"; write a number without quotes, unit or fraction
          failure | {reachWithin: '59s'} | failure.reachWithin: must be a duration from 1m to 24h, got "59s"; write it with its unit, e.g. 45s, 10m or 1h30m
          failure | {unreachable: 'wait'} | failure.unreachable: must be one of ask, count, got "wait"; write one of them
          failure | {budget: true} | failure.budget: must be a whole number from 0 to 2000, got true; write a number without quotes, unit or fraction
          again | 'yes'            | again: must be true or false, got "yes"; write true, or leave it out
          readywithin | '45m'      | readywithin: is not a field here; did you mean readyWithin?
          ready_within | '45m'     | ready_within: is not a field here; did you mean readyWithin?
          servcie | 'chat'         | servcie: is not a field here; did you mean service?
          """)
  void refuses(String field, String json, String problem) {
    assertThat(Specs.problems(Specs.with(field, json))).containsExactly(problem);
  }

  @Test
  void listsTheKnownFieldsWhenNoneIsNear() {
    assertThat(Specs.problems(Specs.with("colour", "'blue'")))
        .containsExactly("colour: is not a field here; remove it, or use one of " + ALL_FIELDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'chat'", "[]", "5", "true"})
  void refusesWhatIsNoObjectOnce(String json) {
    assertThat(Specs.problems(Specs.tree(json)))
        .singleElement()
        .asString()
        .startsWith("spec: must be an object, got ");
  }

  @Test
  void refusesNothing() {
    assertThat(Specs.problems(null)).containsExactly("spec: must be given; write a spec");
  }

  @Test
  void releasesARevisionAgainOnlyWhenThatIsSaid() {
    assertThat(Specs.valid(Specs.with("again", "true")).again()).isTrue();
    assertThat(Specs.valid(Specs.with("again", "false")).again()).isFalse();
    assertThat(Specs.valid(Specs.minimal()).again()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "wave", "fleet"})
  void takesEveryScope(String scope) {
    assertThat(Specs.problems(Specs.with("failure", "{scope: '" + scope + "'}"))).isEmpty();
  }

  @Test
  void quotesLongAndManyLinedValuesShortly() {
    String typed = "x\\n".repeat(200);

    List<String> problems = Specs.problems(Specs.with("capacity", "'" + typed + "'"));

    assertThat(problems).singleElement().asString().hasSizeLessThan(200).doesNotContain("\n");
  }

  private static Step step(int weight, int minutes) {
    return new Step(weight, Duration.ofMinutes(minutes));
  }

  private static List<Wave> waves() {
    return List.of(
        new Wave(
            "first",
            new Selector.Named(List.of("eu-1")),
            null,
            List.of(),
            Duration.ofMinutes(30),
            new Approval(List.of("release-managers"), Duration.ofHours(12), null, null)),
        new Wave(
            "europe",
            new Selector.Labelled(new TreeMap<>(Map.of("region", "eu"))),
            new Parallel.Clusters(2),
            List.of(),
            null,
            null),
        new Wave(
            "rest",
            new Selector.All(),
            new Parallel.Share(new Percent(new BigDecimal("25"))),
            List.of(step(20, 5)),
            null,
            null));
  }

  private static List<Metric> metrics() {
    return List.of(
        new Metric(
            "errors",
            new Shape.Counters(
                "http_requests_total{$track,status=~\"5..\"}", "http_requests_total{$track}"),
            List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1)),
            null,
            false),
        new Metric(
            "slow-first-token",
            new Shape.Histogram("vllm:time_to_first_token_seconds{$track}", Duration.ofSeconds(1)),
            List.of(new Criterion.Worse(0.1)),
            200,
            false),
        new Metric(
            "gpu-load",
            new Shape.Query("avg(DCGM_FI_DEV_GPU_UTIL{$track})", true),
            List.of(new Criterion.Max(95)),
            null,
            true),
        new Metric(
            "queue",
            new Shape.Query("sum(queue_length)", false),
            List.of(new Criterion.Max(10.5), new Criterion.Min(0)),
            null,
            false));
  }
}
