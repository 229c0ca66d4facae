package io.fleetcanary.activity.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.plan.TrafficWeight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds for every route, on many random ones. */
class RouteWeightsPropertyTest {
  private static final int ROUTES = 2_000;
  private static final RouteWeights WEIGHTS = new RouteWeights("inference", "chat");
  private static final List<Case> CASES =
      IntStream.range(0, ROUTES).mapToObj(RouteWeightsPropertyTest::random).toList();

  record Case(long seed, Map<String, Object> spec, TrafficWeight weight, TrafficWeight next) {}

  @Test
  @DisplayName("S3: restoring is the inverse of shifting")
  void restoringIsTheInverseOfShifting() {
    for (Case each : CASES) {
      var shifted = WEIGHTS.with(each.spec(), each.weight());

      assertThat(WEIGHTS.restored(shifted, each.spec()))
          .as("seed %d", each.seed())
          .isEqualTo(new RouteWeights.Restored(each.spec(), List.of()));
    }
  }

  @Test
  void theLastWeightWinsWhateverWasSetBefore() {
    for (Case each : CASES) {
      var shifted = WEIGHTS.with(each.spec(), each.weight());

      assertThat(WEIGHTS.with(shifted, each.next()))
          .as("seed %d", each.seed())
          .isEqualTo(WEIGHTS.with(each.spec(), each.next()));
      assertThat(WEIGHTS.foreign(shifted)).as("seed %d", each.seed()).isEmpty();
    }
  }

  @Test
  void withdrawingIsAWeightOfZeroAndKeepsOthers() {
    for (Case each : CASES) {
      var shifted = WEIGHTS.with(each.spec(), each.weight());

      assertThat(WEIGHTS.withdrawn(shifted))
          .as("seed %d", each.seed())
          .isEqualTo(WEIGHTS.with(each.spec(), TrafficWeight.NONE));
    }
  }

  @Test
  void everyRuleKeepsItsProportionsExactly() {
    for (Case each : CASES) {
      var shifted = WEIGHTS.with(each.spec(), each.weight());
      List<Map<String, Object>> before = RouteWeights.rules(each.spec());
      List<Map<String, Object>> after = RouteWeights.rules(shifted);

      for (int rule = 0; rule < before.size(); rule++) {
        assertThat(expected(before.get(rule), each.weight().percent()))
            .as("seed %d, rule %d", each.seed(), rule)
            .isEqualTo(
                sums(after.get(rule), sums(before.get(rule), 1).containsKey("chat") ? 1 : 100));
      }
    }
  }

  @Test
  void theWayBackWorksWhateverSomebodyElseDid() {
    for (Case each : CASES) {
      var meddled = meddled(WEIGHTS.with(each.spec(), each.weight()), new Random(each.seed()));

      var withdrawn = WEIGHTS.withdrawn(meddled);
      var restored = WEIGHTS.restored(withdrawn, each.spec()).spec();

      assertThat(canaryWeight(withdrawn)).as("seed %d", each.seed()).isZero();
      assertThat(total(withdrawn)).as("seed %d", each.seed()).isEqualTo(total(meddled));
      assertThat(restored.toString()).as("seed %d", each.seed()).doesNotContain("chat-canary");
    }
  }

  /** Backends removed, weights changed, order lost: as a person in a hurry would. */
  private static Map<String, Object> meddled(Map<String, Object> spec, Random random) {
    List<Map<String, Object>> rules = RouteWeights.rules(spec);
    for (Map<String, Object> rule : rules) {
      List<Map<String, Object>> backends = new ArrayList<>(Trees.maps(rule, "backendRefs"));
      backends.removeIf(backend -> random.nextInt(4) == 0);
      Collections.shuffle(backends, random);
      backends.stream()
          .filter(backend -> random.nextInt(3) == 0)
          .forEach(backend -> backend.put("weight", random.nextInt(10_000)));
      rule.put("backendRefs", backends);
    }
    Map<String, Object> meddled = new LinkedHashMap<>(spec);
    meddled.put("rules", rules);
    return meddled;
  }

  private static long canaryWeight(Map<String, Object> spec) {
    return backends(spec)
        .filter(backend -> WEIGHTS.points(backend, "chat-canary"))
        .mapToLong(Backend::weight)
        .sum();
  }

  private static long total(Map<String, Object> spec) {
    return backends(spec).mapToLong(Backend::weight).sum();
  }

  private static Stream<Map<String, Object>> backends(Map<String, Object> spec) {
    return RouteWeights.rules(spec).stream()
        .flatMap(rule -> Trees.maps(rule, "backendRefs").stream());
  }

  /** Hundredths of the old weights that each backend must get. */
  private static Map<String, Long> expected(Map<String, Object> rule, int percent) {
    Map<String, Long> sums = sums(rule, 100);
    if (sums.containsKey("chat")) {
      long chat = sums.get("chat") / 100;
      sums.put("chat", chat * (100 - percent));
      sums.put("chat-canary", chat * percent);
    }
    return sums;
  }

  private static Map<String, Long> sums(Map<String, Object> rule, long times) {
    Map<String, Long> sums = new LinkedHashMap<>();
    for (Map<String, Object> backend : Trees.maps(rule, "backendRefs")) {
      boolean ours = WEIGHTS.points(backend, "chat") || WEIGHTS.points(backend, "chat-canary");
      String name =
          ours
              ? Trees.text(backend, "name", "")
              : "elsewhere/" + Backend.rest(backend) + backend.get("name");
      sums.merge(name, Backend.weight(backend) * times, Long::sum);
    }
    return sums;
  }

  private static Case random(long seed) {
    Random random = new Random(seed);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("hostnames", List.of("chat.example"));
    spec.put("rules", IntStream.range(0, random.nextInt(5)).mapToObj(at -> rule(random)).toList());
    return new Case(
        seed, spec, new TrafficWeight(random.nextInt(101)), new TrafficWeight(random.nextInt(101)));
  }

  private static Map<String, Object> rule(Random random) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("matches", List.of(Map.of("path", Map.of("value", "/" + random.nextInt(9)))));
    List<Map<String, Object>> backends = new ArrayList<>();
    for (int count = random.nextInt(7); count > 0; count--) {
      backends.add(backend(random));
    }
    if (random.nextInt(10) > 0) {
      rule.put("backendRefs", backends);
    }
    return rule;
  }

  private static Map<String, Object> backend(Random random) {
    Map<String, Object> backend = new LinkedHashMap<>();
    backend.put("name", random.nextBoolean() ? "chat" : "other-" + random.nextInt(3));
    if (random.nextInt(4) > 0) {
      backend.put("weight", weight(random));
    }
    if (random.nextInt(3) == 0) {
      backend.put("port", 8000 + random.nextInt(2));
    }
    if (random.nextInt(5) == 0) {
      backend.put("namespace", random.nextBoolean() ? "inference" : "staging");
    }
    if (random.nextInt(5) == 0) {
      backend.put("filters", List.of(Map.of("type", "RequestHeaderModifier")));
    }
    return backend;
  }

  private static int weight(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> random.nextInt(100);
      default -> random.nextInt(10_001);
    };
  }
}
