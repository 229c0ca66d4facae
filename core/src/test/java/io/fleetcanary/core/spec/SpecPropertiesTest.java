package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpecPropertiesTest {
  /** Each breaks one field of its own in one way. */
  private static final List<Broken> BREAKABLE =
      List.of(
          new Broken("service", "'NO'", "service: must be"),
          new Broken("namespace", "", "namespace: must be given"),
          new Broken("revision", "{name: 'v2'}", "revision: must change"),
          new Broken("workload", "{kind: 'Job'}", "workload.kind: must be"),
          new Broken("traffic", "5", "traffic: must be"),
          new Broken("capacity", "'borrow'", "capacity: must be"),
          new Broken("promote", "'handOver'", "promote: must be"),
          new Broken("readyWithin", "1", "readyWithin: must be"),
          new Broken("drain", "'later'", "drain: must be"),
          new Broken("steps", "[{weight: 5, bake: '1m'}, {weight: 5, bake: '1m'}]", "steps[1].we"),
          new Broken("waves", "[{name: 'a'}]", "waves[0]: must have"),
          new Broken("analysis", "{every: '0s'}", "analysis.every: must be"),
          new Broken("failure", "{scope: 'none'}", "failure.scope: must be"),
          new Broken("stepz", "[]", "stepz: is not a field"));

  @Test
  void reportsEveryProblemAtOnceWhateverTheirCombination() {
    Random random = new Random(3);
    for (int run = 0; run < 200; run++) {
      Map<String, @Nullable Object> spec = Specs.minimal();
      List<String> expected = new ArrayList<>();
      for (Broken broken : BREAKABLE) {
        if (random.nextBoolean()) {
          broken.in(spec);
          expected.add(broken.problem());
        }
      }

      List<String> problems = Specs.problems(spec);

      assertThat(problems).hasSameSizeAs(expected);
      expected.forEach(
          start -> assertThat(problems).anyMatch(problem -> problem.startsWith(start)));
    }
  }

  @Test
  void neverThrowsWhateverIsWritten() {
    Random random = new Random(4);
    for (int run = 0; run < 1000; run++) {
      Object tree = Scribble.tree(random, 4);

      assertThatCode(() -> Specs.problems(tree)).doesNotThrowAnyException();
    }
  }

  /** A field, what to write there (nothing: leave it out), and how the problem begins. */
  private record Broken(String field, String json, String problem) {
    void in(Map<String, @Nullable Object> spec) {
      spec.put(field, json.isEmpty() ? null : Specs.tree(json));
    }
  }

  /** Trees made of words that mean something somewhere in a spec, in places where they do not. */
  private static final class Scribble {
    private static final List<String> NAMES =
        List.of(
            "service",
            "namespace",
            "revision",
            "name",
            "image",
            "env",
            "args",
            "steps",
            "weight",
            "bake",
            "waves",
            "clusters",
            "select",
            "parallel",
            "approval",
            "by",
            "within",
            "analysis",
            "metrics",
            "bad",
            "of",
            "query",
            "histogram",
            "above",
            "max",
            "min",
            "worse",
            "scope",
            "failure",
            "workload",
            "kind",
            "",
            "a.b",
            "\u0000");

    private static final List<Object> LEAVES =
        List.of(
            "chat",
            "all",
            "10m",
            "5%",
            "up{$track}",
            "cluster",
            "hold",
            "",
            "a-1",
            5,
            100,
            -1,
            0.5,
            Double.NaN,
            Long.MAX_VALUE,
            true,
            "\ud800");

    static @Nullable Object tree(Random random, int depth) {
      int kind = random.nextInt(depth == 0 ? 2 : 8);
      if (kind == 0) {
        return null;
      }
      if (kind == 1) {
        return LEAVES.get(random.nextInt(LEAVES.size()));
      }
      return kind < 4 ? list(random, depth - 1) : object(random, depth - 1);
    }

    private static List<@Nullable Object> list(Random random, int depth) {
      List<@Nullable Object> items = new ArrayList<>();
      for (int item = random.nextInt(4); item > 0; item--) {
        items.add(tree(random, depth));
      }
      return items;
    }

    private static Map<String, @Nullable Object> object(Random random, int depth) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      for (int field = random.nextInt(12); field > 0; field--) {
        fields.put(NAMES.get(random.nextInt(NAMES.size())), tree(random, depth));
      }
      return fields;
    }
  }
}
