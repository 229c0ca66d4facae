package io.fleetcanary.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.document.CanonicalJson;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.RecordTree;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.policy.KnownFleet;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.Specs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlanPropertiesTest {
  private static final String ID = "chat-20261125120000-0a1b";
  private static final List<KnownCluster> FLEET = Fleets.of("eu-1", "eu-2", "us-1", "us-2");

  @DisplayName("F37: histories and payloads grow too large")
  @Test
  void everyChildsInputOfAReasonableSpecIsSmall() {
    Random random = new Random(9);
    for (int run = 0; run < 50; run++) {
      RolloutPlan plan = Fleets.plan(Specs.valid(reasonable(random)), FLEET, ID);

      for (Wave wave : plan.waves()) {
        ClusterPlan child = plan.clusterPlan(wave, wave.clusters().getFirst(), 1);
        assertThat(CanonicalJson.size(RecordTree.of(child))).isLessThanOrEqualTo(4096);
      }
    }
  }

  @Test
  void refusesASpecThatWouldMakeAChildsInputLarge() {
    String json = "{name: 'v2', args: ['" + "x".repeat(3500) + "']}";
    RolloutSpec spec = Specs.valid(Specs.with("revision", json));

    var plan = Planner.plan(spec, new KnownFleet(FLEET), Fleets.surveys(FLEET), ID);

    assertThat(plan)
        .isInstanceOfSatisfying(
            Checked.Invalid.class,
            invalid ->
                assertThat(invalid.problems().toString())
                    .matches(
                        "\\[spec: must give each cluster a plan of at most 4096 bytes, got 4\\d{3};"
                            + " shorten queries, variables and arguments, or have fewer metrics]"));
  }

  @Test
  void theDigestDoesNotDependOnSpellingOrderOrId() {
    Random random = new Random(10);
    String digest = digest(Specs.tree(Specs.FULL), ID);

    for (int run = 0; run < 20; run++) {
      assertThat(digest(shuffled(Specs.tree(Specs.FULL), random), "chat-" + run)).isEqualTo(digest);
    }
    assertThat(digest(Specs.tree(Specs.FULL.replace("'PT20M'", "'1200s'")), ID)).isEqualTo(digest);
    assertThat(digest(Specs.tree(Specs.FULL.replace("capacity: 'surge', ", "")), ID))
        .isEqualTo(digest);
  }

  @DisplayName("S41: another revision begins from the first step, with its own approvals")
  @Test
  void theDigestChangesWithEverythingThatChangesWhatHappens() {
    List<String> digests = new ArrayList<>();
    digests.add(digest(Specs.tree(Specs.FULL), ID));
    for (List<String> edit :
        List.of(
            List.of("chat/2026.11.3", "chat/2026.11.4"),
            List.of("@sha256:0", "@sha256:1"),
            List.of("'90s'", "'91s'"),
            List.of("weight: 50", "weight: 51"),
            List.of("clusters: ['eu-1']", "clusters: ['eu-2']"),
            List.of("parallel: 2", "parallel: 3"),
            List.of("'release-managers'", "'everybody'"),
            List.of("'12h'", "'13h'"),
            List.of("max: '2%'", "max: '3%'"),
            List.of("rollBack", "hold"),
            List.of("promote: 'patch'", "promote: 'handOver'"),
            List.of("budget: 1", "budget: 2"))) {
      digests.add(digest(Specs.tree(Specs.FULL.replace(edit.getFirst(), edit.getLast())), ID));
    }

    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void planningTwiceGivesTheSamePlan() {
    Random random = new Random(11);
    for (int run = 0; run < 20; run++) {
      RolloutSpec spec = Specs.valid(reasonable(random));

      assertThat(Fleets.plan(spec, FLEET, ID)).isEqualTo(Fleets.plan(spec, FLEET, ID));
    }
  }

  private static String digest(@Nullable Object tree, String id) {
    return Fleets.plan(Specs.valid(tree), FLEET, id).digest();
  }

  /** Up to 8 steps, 6 metrics, 5 variables and 8 arguments, each as long as they are in life. */
  private static Map<String, @Nullable Object> reasonable(Random random) {
    Map<String, @Nullable Object> spec = Specs.minimal();
    spec.put(
        "revision",
        Specs.tree(
            "{name: 'v2', image: 'registry.example/team/vllm@sha256:%s', env: {%s}, args: [%s]}"
                .formatted(
                    "0a".repeat(32),
                    join(1 + random.nextInt(5), it -> "V" + it + ": '" + "v".repeat(60) + "'"),
                    join(
                        random.nextInt(9), it -> "'--option-" + it + "=" + "a".repeat(20) + "'"))));
    spec.put(
        "steps",
        Specs.tree(
            "["
                + join(1 + random.nextInt(8), it -> "{weight: " + it * 12 + ", bake: '90s'}")
                + "]"));
    spec.put(
        "analysis",
        Specs.tree("{metrics: [" + join(1 + random.nextInt(6), PlanPropertiesTest::metric) + "]}"));
    return spec;
  }

  private static String metric(int number) {
    return ("{name: 'metric-%d', bad: 'http_server_requests_seconds_count{$track,status=~\"5..\"}',"
            + " of: 'http_server_requests_seconds_count{$track}', max: '2%%', worse: '10%%'}")
        .formatted(number);
  }

  private static String join(int count, IntFunction<String> part) {
    return IntStream.rangeClosed(1, count).mapToObj(part).collect(Collectors.joining(","));
  }

  private static @Nullable Object shuffled(@Nullable Object tree, Random random) {
    if (tree instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(shuffled(item, random)));
      return items;
    }
    if (!(tree instanceof Map<?, ?> map)) {
      return tree;
    }
    List<Object> keys = new ArrayList<>(map.keySet());
    Collections.shuffle(keys, random);
    Map<Object, @Nullable Object> fields = new LinkedHashMap<>();
    keys.forEach(key -> fields.put(key, shuffled(map.get(key), random)));
    return fields;
  }
}
