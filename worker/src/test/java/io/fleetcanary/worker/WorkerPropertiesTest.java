package io.fleetcanary.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.notification.Target.Way;
import io.fleetcanary.worker.Notifying.Somebody;
import io.fleetcanary.worker.WorkerProperties.Journaling;
import io.fleetcanary.worker.WorkerProperties.Limits;
import io.fleetcanary.worker.WorkerProperties.Sweeping;
import io.fleetcanary.worker.WorkerProperties.Temporal;
import io.fleetcanary.worker.WorkerProperties.Tls;
import io.fleetcanary.workflow.sweep.Sweep.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class WorkerPropertiesTest {
  private static final WorkerProperties DEFAULTS =
      new WorkerProperties(
          new Temporal("127.0.0.1:7233", "default", "", new Tls(false, "", "", "", ""), ""),
          Path.of("fleet.yaml"),
          List.of("fleetcanary"),
          new Limits(100, 1200, 1200, 2000),
          Duration.ofSeconds(20),
          new Sweeping(List.of(), Duration.ofMinutes(5), Duration.ofMinutes(10), Policy.TELL),
          null,
          new Journaling(
              true,
              "jdbc:h2:file:./fleetcanary-journal;DB_CLOSE_DELAY=10",
              "",
              "",
              "fleetcanary-reports"),
          new Notifying(Map.of()));

  private static final WorkerProperties EVERYTHING_SET =
      new WorkerProperties(
          new Temporal(
              "temporal:7233",
              "prod",
              "s3cret",
              new Tls(true, "/ca.pem", "/client.pem", "/client.key", "frontend"),
              "https://ui.example"),
          Path.of("/etc/fleetcanary/fleet.yaml"),
          List.of("fleetcanary", "eu-1"),
          new Limits(2, 3, 4, 5),
          Duration.ofMinutes(1),
          new Sweeping(
              List.of("inference", "search"),
              Duration.ofMinutes(3),
              Duration.ofMinutes(7),
              Policy.RESTORE),
          Path.of("/etc/fleetcanary/policy.yaml"),
          new Journaling(
              false, "jdbc:postgresql://db:5432/journal", "keeper", "s3cret too", "/reports"),
          new Notifying(
              Map.of(
                  "oncall",
                  new Somebody(
                      Way.EMAIL,
                      "smtp://mail.example.com:587",
                      "t0ken",
                      "s3cret",
                      "ann",
                      "pass",
                      "fleet@example.com",
                      List.of("ann@example.com", "bob@example.com"),
                      List.of("end", "approval.requested")))));

  private static final String[] EVERYTHING = {
    "fleetcanary.temporal.target=temporal:7233",
    "fleetcanary.temporal.namespace=prod",
    "fleetcanary.temporal.api-key=s3cret",
    "fleetcanary.journal.reports=/reports",
    "fleetcanary.temporal.ui=https://ui.example",
    "fleetcanary.notifications.targets.oncall.way=email",
    "fleetcanary.notifications.targets.oncall.url=smtp://mail.example.com:587",
    "fleetcanary.notifications.targets.oncall.token=t0ken",
    "fleetcanary.notifications.targets.oncall.secret=s3cret",
    "fleetcanary.notifications.targets.oncall.user=ann",
    "fleetcanary.notifications.targets.oncall.password=pass",
    "fleetcanary.notifications.targets.oncall.from=fleet@example.com",
    "fleetcanary.notifications.targets.oncall.to=ann@example.com, bob@example.com",
    "fleetcanary.notifications.targets.oncall.events=end, approval.requested",
    "fleetcanary.temporal.tls.enabled=true",
    "fleetcanary.temporal.tls.authority-file=/ca.pem",
    "fleetcanary.temporal.tls.certificate-file=/client.pem",
    "fleetcanary.temporal.tls.key-file=/client.key",
    "fleetcanary.temporal.tls.server-name=frontend",
    "fleetcanary.fleet=/etc/fleetcanary/fleet.yaml",
    "fleetcanary.queues=fleetcanary,eu-1",
    "fleetcanary.slots.workflow-tasks=2",
    "fleetcanary.slots.forward=3",
    "fleetcanary.slots.back=4",
    "fleetcanary.slots.cached-workflows=5",
    "fleetcanary.drain=1m",
    "fleetcanary.sweep.namespaces=inference,search",
    "fleetcanary.sweep.every=3m",
    "fleetcanary.sweep.grace=7m",
    "fleetcanary.sweep.policy=restore",
    "fleetcanary.policy=/etc/fleetcanary/policy.yaml",
    "fleetcanary.journal.enabled=false",
    "fleetcanary.journal.url=jdbc:postgresql://db:5432/journal",
    "fleetcanary.journal.user=keeper",
    "fleetcanary.journal.password=s3cret too"
  };

  private final ApplicationContextRunner spring =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
          .withUserConfiguration(Properties.class);

  @Test
  void hasADefaultForEverything() {
    spring.run(context -> assertThat(context.getBean(WorkerProperties.class)).isEqualTo(DEFAULTS));
  }

  @Test
  void hasTheSameDefaultsInApplicationYaml() {
    spring
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .run(context -> assertThat(context.getBean(WorkerProperties.class)).isEqualTo(DEFAULTS));
  }

  @Test
  void hasTheDefaultsOfARuntimeWithoutSpring() {
    assertThat(DEFAULTS.slots().slots()).isEqualTo(Slots.DEFAULT);
  }

  @Test
  void readsTheVariablesOfTemporalsOwnTools() {
    spring
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withPropertyValues(
            "TEMPORAL_ADDRESS=temporal:7233",
            "TEMPORAL_NAMESPACE=prod",
            "TEMPORAL_API_KEY=s3cret",
            "TEMPORAL_TLS=true",
            "TEMPORAL_TLS_SERVER_CA_CERT_PATH=/ca.pem",
            "TEMPORAL_TLS_CLIENT_CERT_PATH=/client.pem",
            "TEMPORAL_TLS_CLIENT_KEY_PATH=/client.key",
            "TEMPORAL_TLS_SERVER_NAME=frontend",
            "TEMPORAL_UI_URL=https://ui.example")
        .run(
            context ->
                assertThat(context.getBean(WorkerProperties.class).temporal())
                    .isEqualTo(EVERYTHING_SET.temporal()));
  }

  @Test
  void isNamedAsTheDocumentationSays() {
    spring
        .withPropertyValues(EVERYTHING)
        .run(
            context ->
                assertThat(context.getBean(WorkerProperties.class)).isEqualTo(EVERYTHING_SET));
  }

  @Test
  void refusesAPropertyThatDoesNotExist() {
    spring
        .withPropertyValues("fleetcanary.drian=1m")
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("drian"));
  }

  @Test
  void refusesValuesOutsideTheirRange() {
    spring
        .withPropertyValues(
            "fleetcanary.temporal.target=http://temporal:7233",
            "fleetcanary.queues=",
            "fleetcanary.slots.workflow-tasks=1",
            "fleetcanary.slots.back=0",
            "fleetcanary.drain=11m")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("temporal.target")
                    .hasMessageContaining("queues")
                    .hasMessageContaining("slots.workflowTasks")
                    .hasMessageContaining("slots.back")
                    .hasMessageContaining("drain"));
  }

  @Test
  void neverShowsTheApiKeyAndThePassword() {
    assertThat(EVERYTHING_SET.toString()).doesNotContain("s3cret");
  }

  @TestConfiguration(proxyBeanMethods = false)
  @EnableConfigurationProperties(WorkerProperties.class)
  static class Properties {}
}
