package io.fleetcanary.lab.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.journal.JournalDatabase;
import io.fleetcanary.activity.journal.SqlJournal;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.process.InProcessTemporal;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.lab.story.Stories;
import io.fleetcanary.lab.story.StorySpec;
import io.fleetcanary.lab.story.StorySpec.Pace;
import io.fleetcanary.starter.server.Journals;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.worker.FleetRegistration;
import io.fleetcanary.worker.Installation;
import io.fleetcanary.worker.Polling;
import io.fleetcanary.worker.WorkerRuntime;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The journal in a real PostgreSQL, under a whole rollout over the embedded fleet. */
@Tag("real")
@Timeout(600)
class RealJournalTest {
  private static final Duration SOON = Duration.ofMinutes(4);
  private static final RolloutName CHAT = new RolloutName("inference", "chat");
  private static final String GATE =
      "\"approval\": {\"by\": [\"release-managers\"], \"within\": \"1h\"},";

  private final List<AutoCloseable> endings = new ArrayList<>();
  private Postgres postgres;
  private EmbeddedFleet fleet;
  private WorkflowClient client;
  private Rollouts rollouts;

  @BeforeEach
  void start() {
    postgres = ending(Postgres.start());
    InProcessTemporal temporal = ending(InProcessTemporal.preferring(17233));
    fleet = ending(EmbeddedFleet.start(temporal.address(), List.of("eu-1", "us-1", "ap-1")));
    TemporalConnection connection =
        TemporalConnection.plain(fleet.temporal(), TemporalConnection.DEFAULT_NAMESPACE);
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    ending(stubs::shutdownNow);
    client = connection.client(stubs);
    Clusters clusters = ending(new Clusters(fleet.inventory()));
    SqlJournal journal =
        new SqlJournal(new JournalDatabase(postgres.url(), Postgres.USER, Postgres.PASSWORD));
    ending(
            new WorkerRuntime(
                client,
                FleetRegistration.of(
                    fleet.inventory(), clusters, Installation.bare().with(journal)),
                Polling.everything(fleet.inventory())))
        .start();
    fleet
        .clusters()
        .forEach(name -> ending(Load.start(fleet.gateway(name), 100, Duration.ofHours(1))));
    rollouts = ending(Rollouts.connect(connection, Optional.empty()));
  }

  private <T extends AutoCloseable> T ending(T opened) {
    endings.add(opened);
    return opened;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable ending : endings.reversed()) {
      ending.close();
    }
  }

  @Test
  void goesOnWithoutTheJournalAndFillsTheGapWhenItIsBack() throws SQLException {
    StorySpec spec = new StorySpec("2026.11.3", Stories.GOOD_IMAGE, fleet.clusters(), Pace.BRISK);
    StartedRollout rollout = StartedRollout.start(client, StorySpec.NAMESPACE, spec.json(GATE));
    await(rollout, status -> status.phase() == FleetPhase.WAITING_FOR_APPROVAL);
    Eventually.within(SOON, () -> assertThat(acts()).contains(Act.PLANNED, Act.QUESTION));
    assertThat(past().ending()).isEmpty();
    int before = acts().size();

    postgres.kill();
    rollout.signal(
        "approve",
        Map.of(
            "gate", "first", "digest", rollout.status().digest(), "by", "ann", "reason", "fine"));
    await(rollout, status -> !status.notes().isEmpty());
    assertThat(rollout.status().notes().getFirst())
        .contains("the journal's database cannot be reached; the rollout goes on");
    await(rollout, status -> status.phase() == FleetPhase.PROMOTED);
    assertThat(rollout.await(60).ending()).isEqualTo(FleetPhase.PROMOTED);
    postgres.startAgain();

    Eventually.within(SOON, () -> assertThat(past().ending()).isEqualTo("PROMOTED"));
    assertThat(lines().size()).isGreaterThan(before);
    assertEverythingIsKept();
    Eventually.within(SOON, this::assertWhatWasMeasuredIsKept);
    assertNothingCanBeTakenBack();
    assertThat(client.fetchHistory("rollout/inference/chat").toJson(false))
        .doesNotContain(Postgres.PASSWORD, Postgres.USER, postgres.url());
  }

  private void assertEverythingIsKept() {
    assertThat(past())
        .returns("2026.11.3", PastRollout::revision)
        .returns(Stories.GOOD_IMAGE, PastRollout::image)
        .returns(3, PastRollout::promoted);
    assertThat(lines())
        .extracting(JournalEntry::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, lines().size()).boxed().toList());
    assertThat(lines())
        .filteredOn(line -> line.act() == Act.DECISION)
        .extracting(JournalEntry::by, JournalEntry::sentence)
        .containsExactly(tuple("ann", "first approved by ann (claimed): fine"));
  }

  /** Of every cluster, also of those that baked while the database was away. */
  private void assertWhatWasMeasuredIsKept() {
    List<WatchSeries> series = rollouts.journals().series(CHAT, past().rolloutId());
    assertThat(series).extracting(WatchSeries::cluster).containsAll(fleet.clusters());
    assertThat(series)
        .allSatisfy(
            watch ->
                assertThat(watch.metrics())
                    .allSatisfy(metric -> assertThat(metric.canary()).hasSizeBetween(1, 60)));
  }

  private void await(StartedRollout rollout, Predicate<FleetStatus> wanted) {
    Eventually.within(SOON, () -> assertThat(rollout.status()).matches(wanted));
  }

  private PastRollout past() {
    return rollouts.journals().past(CHAT, 1).getFirst();
  }

  /** Of the rollout's own run. */
  private List<JournalEntry> lines() {
    Journals journals = rollouts.journals();
    return journals.lines(CHAT, past(), false).stream()
        .filter(line -> line.act() != Act.SERIES)
        .toList();
  }

  private List<Act> acts() {
    return lines().stream().map(JournalEntry::act).toList();
  }

  private void assertNothingCanBeTakenBack() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(postgres.url(), Postgres.USER, Postgres.PASSWORD)) {
      for (String change :
          List.of(
              "update journal_entry set decided_by = 'eve'",
              "delete from journal_entry",
              "truncate journal_entry")) {
        assertThatThrownBy(() -> connection.createStatement().execute(change))
            .hasMessageContaining("the journal is only added to");
      }
    }
  }
}
