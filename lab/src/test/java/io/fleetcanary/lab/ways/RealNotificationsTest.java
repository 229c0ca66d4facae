package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.journal.JournalDatabase;
import io.fleetcanary.activity.journal.SqlJournal;
import io.fleetcanary.activity.notification.Notifications;
import io.fleetcanary.activity.notification.Target;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.TemporalServer;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.lab.story.Stories;
import io.fleetcanary.lab.story.StorySpec;
import io.fleetcanary.lab.story.StorySpec.Pace;
import io.fleetcanary.worker.FleetRegistration;
import io.fleetcanary.worker.Installation;
import io.fleetcanary.worker.Polling;
import io.fleetcanary.worker.WorkerRuntime;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.client.UiLink;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people are told, on a real Temporal server, over an embedded fleet. */
@Tag("real")
@Timeout(300)
class RealNotificationsTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "rollout/inference/chat";

  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> endings = new ArrayList<>();
  private EmbeddedFleet fleet;
  private WorkflowClient client;
  private Shell shell;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    TemporalServer temporal =
        ending(TemporalServer.start(Parts.installed().program("temporal"), folder));
    fleet = ending(EmbeddedFleet.start(temporal.address(), List.of("eu-1", "us-1", "ap-1")));
    TemporalConnection connection =
        TemporalConnection.plain(temporal.address(), TemporalConnection.DEFAULT_NAMESPACE);
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    ending(stubs::shutdownNow);
    client = connection.client(stubs);
    Clusters clusters = ending(new Clusters(fleet.inventory()));
    SqlJournal journal =
        new SqlJournal(new JournalDatabase("jdbc:h2:file:" + folder.resolve("journal"), "", ""));
    Installation<SqlJournal> installation =
        Installation.bare().with(journal).telling(people(new UiLink(connection, Optional.empty())));
    WorkerRuntime worker =
        new WorkerRuntime(
            client,
            FleetRegistration.of(fleet.inventory(), clusters, installation),
            Polling.everything(fleet.inventory()));
    ending(worker).start();
    shell = new Shell(folder.resolve("checkout"), temporal.address());
  }

  private <T extends AutoCloseable> T ending(T opened) {
    endings.add(opened);
    return opened;
  }

  private Notifications people(UiLink ui) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
    ending(() -> server.stop(0));
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    SortedMap<String, Target> targets = new TreeMap<>();
    targets.put(
        "oncall",
        new Target(Target.Way.CLOUDEVENTS, url, Target.Login.NONE, Target.Mail.NONE, List.of()));
    return new Notifications(targets, ui);
  }

  private void take(HttpExchange exchange) throws IOException {
    events.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable ending : endings.reversed()) {
      ending.close();
    }
  }

  @Test
  void saysTheSameSentenceEverywhere() {
    Stories stories = new Stories(fleet, client, Pace.BRISK);
    FleetOutcome outcome = stories.bad((rollout, status) -> {}).result().outcome();
    Eventually.within(SOON, () -> assertThat(ends()).hasSize(1));

    String sentence = outcome.reason();
    assertThat(outcome.ending()).isEqualTo(FleetPhase.ROLLED_BACK);
    assertThat(sentence).contains("us-1").contains("%");
    assertThat(failure()).isEqualTo(sentence);
    assertThat(StartedRollout.newest(client).status().reason()).isEqualTo(sentence);
    assertThat(details()).contains(sentence);
    assertThat(ends().getFirst().at("/data/reason").asText()).isEqualTo(sentence);
    assertThat(types()).startsWith("started", "wave.started").endsWith("returning", "rolledback");
    for (String command :
        List.of(
            "status inference/chat -o json",
            "status inference/chat",
            "why inference/chat",
            "history inference/chat",
            "report inference/chat -o md",
            "report inference/chat -o html",
            "report inference/chat -o junit",
            "report inference/chat -o json")) {
      assertThat(plain(shell.paste("./fleetcanary " + command).output()))
          .as(command)
          .contains(sentence);
    }
  }

  @Test
  void tellsOnceThatARunWasTerminated() {
    StorySpec spec = new StorySpec("2026.11.3", Stories.GOOD_IMAGE, fleet.clusters(), Pace.BRISK);
    StartedRollout.start(client, StorySpec.NAMESPACE, spec.json());
    Eventually.within(SOON, () -> assertThat(types()).contains("wave.started"));

    client.newUntypedWorkflowStub(ID).terminate("by force");

    Eventually.within(SOON, () -> assertThat(ends()).hasSize(1));
    assertThat(types()).last().isEqualTo("terminated");
    assertThat(ends().getFirst().at("/data/reason").asText())
        .startsWith("the run of this rollout was terminated or reset");
  }

  private List<JsonNode> ends() {
    return events.stream().filter(event -> event.at("/data/end").asBoolean()).toList();
  }

  private List<String> types() {
    return events.stream()
        .map(event -> event.path("type").asText())
        .map(type -> type.replace("io.fleetcanary.rollout.", "").replace(".v1", ""))
        .toList();
  }

  private String failure() {
    WorkflowStub stub = client.newUntypedWorkflowStub(ID);
    try {
      throw new AssertionError("promoted: " + stub.getResult(FleetOutcome.class));
    } catch (WorkflowFailedException failed) {
      return ((ApplicationFailure) failed.getCause()).getOriginalMessage();
    }
  }

  private String details() {
    return client
        .newUntypedWorkflowStub(ID)
        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
        .getCurrentDetails();
  }

  /** Without what a format writes for some characters, and on one line. */
  private static String plain(String text) {
    return text.replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ");
  }
}
