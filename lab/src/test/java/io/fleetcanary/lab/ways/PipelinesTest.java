package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pipelines of {@code docs/start/ci.md} are what the tools that read them can read. */
class PipelinesTest {
  private static final Page PAGE = Page.of("ci");

  private static final String START =
      "./fleetcanary start docs/examples/rollout.json --wait --timeout 3h";

  @ParameterizedTest
  @CsvSource({
    "github, github-workflows",
    "gitlab, gitlab-ci",
    "tekton, tekton-task",
    "argo, argo-workflow"
  })
  void fitsTheSchema(String name, String schema) {
    assertThat(refusals(schema, Pipelines.yaml(PAGE, name))).isEmpty();
  }

  /** A schema that takes anything would say nothing. */
  @ParameterizedTest
  @CsvSource({
    "github, github-workflows, jobs, 5",
    "gitlab, gitlab-ci, stages, build",
    "tekton, tekton-task, spec, none",
    "argo, argo-workflow, spec, none"
  })
  void doesNotFitOnceItIsWrong(String name, String schema, String field, String wrong) {
    Map<Object, Object> spoilt = new HashMap<>(Pipelines.yaml(PAGE, name));

    spoilt.put(field, wrong);

    assertThat(refusals(schema, spoilt)).isNotEmpty();
  }

  @Test
  void isADeclarativePipelineOfJenkins() {
    DeclarativePipeline pipeline = DeclarativePipeline.parse(PAGE.block("jenkins"));

    assertThat(pipeline.problems()).isEmpty();
    assertThat(pipeline.stages()).containsExactly("release");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pipeline { stages { stage('a') { steps { sh 'x' } } } }",
        "pipeline { agent any }",
        "pipeline { agent any; stages { stage('a') { sh 'x' } } }",
        "pipeline { agent any; stages { stage('a') { steps { sh 'x' } } }; afterwards { } }",
        "node { sh 'x' }"
      })
  void seesWhatIsNoDeclarativePipeline(String text) {
    assertThat(DeclarativePipeline.parse(text).problems()).hasSize(1);
  }

  @Test
  void seesWhatIsNoGroovy() {
    assertThatThrownBy(() -> DeclarativePipeline.parse("pipeline { agent any"))
        .isInstanceOf(MultipleCompilationErrorsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"github", "gitlab", "jenkins", "tekton"})
  void startsAndWaitsInEveryPipeline(String name) {
    assertThat(PAGE.block(name)).containsOnlyOnce(START);
  }

  private static List<String> refusals(String schema, Map<?, ?> pipeline) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(resource(schema))
        .validate(json(pipeline), InputFormat.JSON)
        .stream()
        .map(Error::toString)
        .toList();
  }

  private static String json(Object value) {
    try {
      return new JsonMapper().writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String resource(String schema) {
    try (InputStream file = PipelinesTest.class.getResourceAsStream(schema + ".schema.json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
