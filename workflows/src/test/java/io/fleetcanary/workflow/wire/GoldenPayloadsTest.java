package io.fleetcanary.workflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.pool.Comparison;
import io.fleetcanary.core.pool.InFlight;
import io.fleetcanary.core.pool.Levels;
import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Payloads are for ever: a running rollout, or one that is replayed, was written by an older
 * version. {@code -Dgolden.write=true} writes the files that are missing; the others never change.
 */
class GoldenPayloadsTest {
  private static final ObjectMapper MAPPER = Payloads.mapper();
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @MethodSource("wireRecords")
  void readsAndWritesThisRecordAsItAlwaysDid(Class<?> type) throws IOException {
    Path golden = GOLDEN.resolve(WireRecords.name(type) + ".json");
    if (Boolean.getBoolean("golden.write") && Files.notExists(golden)) {
      Files.createDirectories(GOLDEN);
      Files.writeString(
          golden,
          MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(Samples.of(type)) + "\n");
    }
    JsonNode json = MAPPER.readTree(Files.readString(golden));

    Object read = MAPPER.readValue(Files.readString(golden), type);

    assertThat(MAPPER.readTree(MAPPER.writeValueAsString(read))).isEqualTo(json);
    assertThat(read).isEqualTo(Samples.of(type));
  }

  @Test
  void hasNoGoldenFileWithoutARecord() throws IOException {
    List<String> expected = wireRecords().map(type -> WireRecords.name(type) + ".json").toList();

    try (Stream<Path> files = Files.list(GOLDEN)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void ignoresFieldsThatANewerVersionAdds() {
    ClusterPlan plan = (ClusterPlan) Samples.of(ClusterPlan.class);
    ObjectNode json = MAPPER.valueToTree(plan);
    json.put("added", "later");
    ((ObjectNode) json.get("rules")).put("added", 7);

    assertThat(read(json, ClusterPlan.class)).isEqualTo(plan);
  }

  @Test
  void readsAWatchThatDidNotTellWhereItsMetricsWere() {
    Watched watched = (Watched) Samples.of(Watched.class);
    ObjectNode json = MAPPER.valueToTree(watched);
    json.remove("arms");

    assertThat(read(json, Watched.class))
        .isEqualTo(
            new Watched(
                watched.verdict(),
                watched.reason(),
                watched.because(),
                watched.findings(),
                watched.seen()));
  }

  @Test
  void readsAnAnalysisThatKnewNoEarlyEnd() {
    ObjectNode json = MAPPER.valueToTree(Samples.of(AnalysisTemplate.class));
    json.remove("early");

    assertThat(read(json, AnalysisTemplate.class).early()).isEqualTo(AnalysisTemplate.Early.NONE);
  }

  @Test
  void readsPodsThatAreAskedForTheFirstTime() {
    ObjectNode asked = MAPPER.valueToTree(Samples.of(CanaryScale.class));
    asked.remove("asked");

    assertThat(read(asked, CanaryScale.class).asked()).isEmpty();
    assertThat(MAPPER.<JsonNode>valueToTree(read(asked, CanaryScale.class))).isEqualTo(asked);
  }

  @Test
  void readsASurveyThatCountedNoRoutes() {
    ObjectNode seen = MAPPER.valueToTree(Samples.of(StableSeen.class));
    seen.remove("routed");
    ObjectNode asked = MAPPER.valueToTree(Samples.of(SurveyRequest.class));
    asked.remove("routedRequests");

    assertThat(read(seen, StableSeen.class).routed().known()).isFalse();
    assertThat(read(asked, SurveyRequest.class).routedRequests()).isEmpty();
  }

  @Test
  void readsAPlanThatDidNotKnowOfClustersOutOfReach() {
    ObjectNode rules = MAPPER.valueToTree(Samples.of(ClusterRules.class));
    rules.remove("reachWithinSeconds");
    ObjectNode failure = MAPPER.valueToTree(Samples.of(FailurePolicy.class));
    failure.remove("countsUnreachable");

    assertThat(read(rules, ClusterRules.class).reachWithin()).isEqualTo(Duration.ofMinutes(10));
    assertThat(read(failure, FailurePolicy.class).countsUnreachable()).isFalse();
    assertThat(MAPPER.<JsonNode>valueToTree(read(rules, ClusterRules.class))).isEqualTo(rules);
    assertThat(MAPPER.<JsonNode>valueToTree(read(failure, FailurePolicy.class))).isEqualTo(failure);
  }

  @Test
  void readsAPoolThatForgotWhomItBlamed() {
    ObjectNode json = MAPPER.valueToTree(Samples.of(Pool.class));
    json.remove("blamed");

    assertThat(read(json, Pool.class).blamed()).isEmpty();
  }

  /** Whoever was out of it counted as one that had not begun. */
  @Test
  void readsAComparisonThatKeptNothingOfWhomItBlamed() {
    Comparison now = (Comparison) Samples.of(Comparison.class);
    ObjectNode json = MAPPER.valueToTree(now);
    List.of("blamed", "objection").forEach(json::remove);

    assertThat(read(json, Comparison.class))
        .isEqualTo(
            new Comparison(
                now.metric(),
                now.by(),
                now.dispersion(),
                now.past(),
                now.levels(),
                now.evidence(),
                now.ended(),
                now.sums()));
  }

  /** It counted in the product to a power that was made of φ then, half where φF was not known. */
  @Test
  void readsAClusterInFlightThatDidNotRememberItsPowers() {
    ObjectNode json = MAPPER.valueToTree(Samples.of(InFlight.Tally.class));
    json.put("dispersion", 1.5);
    List.of("power", "carried", "ofAll").forEach(json::remove);

    InFlight.Tally read = read(json, InFlight.Tally.class);

    assertThat(read.power()).isEqualTo(0.75);
    assertThat(read.carried()).isEqualTo(Levels.NONE);
    assertThat(read.ofAll()).isEqualTo(1.5);
  }

  @Test
  void readsMetricsThatKnewNoTrialAndNoComparison() {
    ObjectNode json = MAPPER.valueToTree(Samples.of(Metric.Gauge.class));
    ObjectNode gauge = (ObjectNode) json.get("gauge");
    gauge.remove("onTrial");
    gauge.remove("compare");

    Metric.Gauge read = read(json, Metric.Gauge.class);

    assertThat(read.onTrial()).isFalse();
    assertThat(read.compare()).isFalse();
    assertThat(MAPPER.<JsonNode>valueToTree(read)).isEqualTo(json);
  }

  private static Stream<Class<?>> wireRecords() {
    return WireRecords.all().stream();
  }

  private static <T> T read(JsonNode json, Class<T> type) {
    try {
      return MAPPER.treeToValue(json, type);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
