package io.fleetcanary.activity.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fleetcanary.core.plan.Revision;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private static final Revision REVISION =
      new Revision(
          "2026.11.3",
          "server",
          List.of(
              new Revision.Image(Chat.NEW),
              new Revision.Env("MODEL_URI", "s3://models/chat/2026.11.3"),
              new Revision.Env("FLASH", "1"),
              new Revision.Args(List.of("--port", "8080"))));

  private final PodTemplateSpec original =
      edited(
          Chat.template(Chat.OLD),
          server ->
              server
                  .withEnv(
                      secret("MODEL_URI"),
                      new EnvVarBuilder().withName("PORT").withValue("8080").build())
                  .withArgs("--old"));
  private final PodTemplateSpec written = Templates.promoted(original, REVISION);

  @Test
  void changesImageArgsAndVariablesOnly() {
    assertThat(written)
        .isEqualTo(
            edited(
                original,
                server ->
                    server
                        .withImage(Chat.NEW)
                        .withArgs("--port", "8080")
                        .withEnv(
                            variable("MODEL_URI", "s3://models/chat/2026.11.3"),
                            variable("PORT", "8080"),
                            variable("FLASH", "1"))));
  }

  @Test
  void leavesTheOriginalAlone() {
    Templates.promoted(original, REVISION);

    assertThat(original.getSpec().getContainers().getFirst().getImage()).isEqualTo(Chat.OLD);
  }

  @Test
  void knowsWhetherATemplateCarriesTheRevision() {
    assertThat(Templates.carries(written, REVISION)).isTrue();
    assertThat(Templates.carries(original, REVISION)).isFalse();
    assertThat(Templates.carries(edited(written, server -> server.withArgs()), REVISION)).isFalse();
    assertThat(Templates.carries(edited(written, server -> server.withName("web")), REVISION))
        .isFalse();
  }

  @Test
  void refusesATemplateWithoutTheContainer() {
    PodTemplateSpec other = edited(original, server -> server.withName("web"));

    assertThatThrownBy(() -> Templates.promoted(other, REVISION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("container of the revision must exist in the pod template, got server");
  }

  @Test
  void restoresExactlyWhatWasThere() {
    assertThat(Templates.restored(written, original, written))
        .isEqualTo(new Restoration.Restored(original));
  }

  @Test
  void hasNothingToRestoreWhereNothingWasWritten() {
    assertThat(Templates.restored(original, original, written))
        .isEqualTo(new Restoration.Unchanged());
  }

  @Test
  void restoresInSpiteOfServerDefaultsAndOtherPeoplesFields() {
    PodTemplateSpec live =
        edited(
            written,
            server ->
                server
                    .withTerminationMessagePath("/dev/termination-log")
                    .withImagePullPolicy("IfNotPresent")
                    .addToEnv(variable("THEIRS", "1")));

    assertThat(Templates.restored(live, original, written))
        .isEqualTo(
            new Restoration.Restored(
                edited(
                    original,
                    server ->
                        server
                            .withTerminationMessagePath("/dev/termination-log")
                            .withImagePullPolicy("IfNotPresent")
                            .addToEnv(variable("THEIRS", "1")))));
  }

  @Test
  void finishesWhatSomebodyElseHasBegunToRestore() {
    PodTemplateSpec half = edited(written, server -> server.withImage(Chat.OLD));

    assertThat(Templates.restored(half, original, written))
        .isEqualTo(new Restoration.Restored(original));
  }

  @Test
  void handsOverWhenSomebodyPushedAnotherImage() {
    PodTemplateSpec pushed = edited(written, server -> server.withImage("vllm:hotfix"));

    assertThat(Templates.restored(pushed, original, written))
        .isEqualTo(
            new Restoration.Foreign(
                "image of container server is neither the rollout's nor the recorded one,"
                    + " got vllm:hotfix"));
  }

  @Test
  void tellsAnotherRevisionThanTheRecordedOne() {
    PodTemplateSpec pushed =
        edited(
            original,
            server -> server.withImage("vllm:hotfix").addToEnv(variable("TOKEN", "secret")));

    assertThat(Templates.others(original, original)).isEmpty();
    assertThat(Templates.others(pushed, original))
        .contains(
            "image of container server is not the recorded one, got vllm:hotfix, env TOKEN of"
                + " container server is not the recorded one, got another value");
    assertThat(Templates.others(edited(original, server -> server.withName("web")), original))
        .contains("container server is gone");
  }

  @Test
  void handsOverWithoutTellingValuesThatMayBeSecret() {
    PodTemplateSpec pushed =
        edited(
            written,
            server -> server.withEnv(variable("MODEL_URI", "token"), variable("PORT", "8080")));

    assertThat(Templates.restored(pushed, original, written))
        .isEqualTo(
            new Restoration.Foreign(
                "env MODEL_URI of container server is neither the rollout's nor the recorded one,"
                    + " got another value"));
  }

  @Test
  void handsOverWhenSomebodyRemovedTheContainer() {
    PodTemplateSpec pushed = edited(written, server -> server.withName("web"));

    assertThat(Templates.restored(pushed, original, written))
        .isEqualTo(new Restoration.Foreign("container server is gone"));
  }

  @Test
  void takesAnEmptyValueForAnAbsentOne() {
    Revision empty = new Revision("2", "server", List.of(new Revision.Env("FLASH", "")));
    PodTemplateSpec asReturned =
        edited(original, server -> server.addToEnv(variable("FLASH", null)));

    assertThat(Templates.carries(asReturned, empty)).isTrue();
    assertThat(Templates.restored(asReturned, original, Templates.promoted(original, empty)))
        .isEqualTo(new Restoration.Restored(original));
  }

  private static PodTemplateSpec edited(
      PodTemplateSpec template, Consumer<ContainerBuilder> change) {
    ContainerBuilder server = new ContainerBuilder(template.getSpec().getContainers().getFirst());
    change.accept(server);
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .withContainers(server.build())
        .endSpec()
        .build();
  }

  private static EnvVar variable(String name, @Nullable String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar secret(String name) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef("uri", "models", false)
        .endValueFrom()
        .build();
  }
}
