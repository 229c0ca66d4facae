package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.form.Field;
import io.fleetcanary.core.form.Form;
import io.fleetcanary.core.form.JsonSchema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors and {@code explain} are told is what the reader does. */
class SpecFormTest {
  private static final List<Object> LEAVES =
      Arrays.asList(
          null,
          "",
          "chat",
          "all",
          "10m",
          "PT10M",
          "5%",
          "up{$track}",
          "up",
          "cluster",
          "wave",
          "hold",
          "vllm",
          "a-1",
          "A_1",
          0,
          1,
          5,
          100,
          -1,
          0.5,
          true,
          false,
          List.of(),
          List.of("eu-1"),
          List.of("a", "a"),
          Map.of(),
          Map.of("region", "eu"),
          Map.of("x", 1));

  /** What people write in place of a part of the record. */
  private static final Map<String, List<String>> WRITTEN =
      Map.of(
          "selector", List.of("clusters", "select"),
          "shape", List.of("bad", "of", "histogram", "above", "query"),
          "criteria", List.of("max", "min", "worse"),
          "low", List.of("within", "least"),
          "high", List.of("within"),
          "workload", List.of("workload"),
          "route", List.of("name"),
          "handOver", List.of("promote"),
          "countsUnreachable", List.of("unreachable"));

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldHasADescriptionAndAnExampleThatFits(String path, Field field) {
    assertThat(field.about()).as(path).matches("(?s).{10,}\\.");
    assertThat(SpecSchema.refusals(SpecSchema.of(JsonSchema.of(field.form())), field.example()))
        .as(path)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyDefaultFits(String path, Field field) {
    Object otherwise = Objects.requireNonNullElse(field.otherwise(), field.example());

    assertThat(SpecSchema.refusals(SpecSchema.of(JsonSchema.of(field.form())), otherwise))
        .as(path)
        .isEmpty();
  }

  @Test
  void hasAFieldForEveryPartOfTheRecords() {
    describes(RolloutSpec.class, SpecForm.ROLLOUT);
    describes(RolloutSpec.Revision.class, SpecForm.REVISION);
    describes(RolloutSpec.Traffic.class, SpecForm.TRAFFIC);
    describes(RolloutSpec.Failure.class, SpecForm.FAILURE);
    describes(RolloutSpec.Wave.class, WaveForm.WAVE);
    describes(RolloutSpec.Step.class, WaveForm.STEP);
    describes(RolloutSpec.Approval.class, WaveForm.APPROVAL);
    describes(RolloutSpec.Analysis.class, MetricForm.ANALYSIS);
    describes(RolloutSpec.Metric.class, MetricForm.METRIC);
    describes(Likeness.Label.class, MetricForm.ALIKE);
    describes(Likeness.Mean.class, MetricForm.ALIKE);
  }

  private static void describes(Class<? extends Record> type, Form.Shape shape) {
    assertThat(shape.names())
        .containsAll(
            Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .flatMap(name -> WRITTEN.getOrDefault(name, List.of(name)).stream())
                .toList());
  }

  /** Each part of a spec in turn written as something else. */
  @ParameterizedTest
  @ValueSource(strings = {Specs.MINIMAL, Specs.FULL})
  void agreesWithTheReaderWhateverIsWrittenInOnePlace(String json) {
    Object tree = Objects.requireNonNull(Specs.tree(json));

    List<Object> mutants = LEAVES.stream().<Object>flatMap(leaf -> mutants(tree, leaf)).toList();

    assertThat(mutants).hasSizeGreaterThan(200);
    assertThat(mutants).filteredOn(mutant -> Specs.problems(mutant).isEmpty()).isNotEmpty();
  }

  /** All trees that differ from one in a single part. */
  private static Stream<Object> mutants(@Nullable Object tree, @Nullable Object leaf) {
    return switch (tree) {
      case Map<?, ?> object ->
          object.entrySet().stream()
              .flatMap(
                  part ->
                      Stream.concat(Stream.of(leaf), mutants(part.getValue(), leaf))
                          .map(it -> with(object, part.getKey(), it)));
      case List<?> list ->
          IntStream.range(0, list.size())
              .boxed()
              .flatMap(
                  index ->
                      Stream.concat(Stream.of(leaf), mutants(list.get(index), leaf))
                          .map(it -> with(list, index, it)));
      case null -> Stream.empty();
      default -> Stream.empty();
    };
  }

  private static Object with(Map<?, ?> object, Object name, @Nullable Object value) {
    Map<Object, @Nullable Object> copy = new LinkedHashMap<>(object);
    copy.put(name, value);
    return copy;
  }

  private static Object with(List<?> list, int index, @Nullable Object value) {
    List<@Nullable Object> copy = new ArrayList<>(list);
    copy.set(index, value);
    return copy;
  }

  static Stream<Arguments> fields() {
    return fields("", SpecForm.ROLLOUT);
  }

  private static Stream<Arguments> fields(String place, Form.Shape shape) {
    return shape.fields().stream()
        .flatMap(
            field ->
                Stream.concat(
                    Stream.of(Arguments.of(place + field.name(), field)),
                    field.form().inside().stream()
                        .flatMap(inside -> fields(place + field.name() + ".", inside))));
  }
}
