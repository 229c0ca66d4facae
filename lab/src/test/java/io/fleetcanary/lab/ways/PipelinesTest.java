package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
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
    assertThat(Schemas.refusals(schema, Pipelines.yaml(PAGE, name))).isEmpty();
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

    assertThat(Schemas.refusals(schema, spoilt)).isNotEmpty();
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
}
