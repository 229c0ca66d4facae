package io.fleetcanary.starter;

import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.starter.journal.FakeShowJournal;
import io.fleetcanary.starter.journal.FakeShowPast;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.option.Terminal;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.pool.EvidencePool;
import io.fleetcanary.workflow.pool.EvidencePoolWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Temporal server with a worker that plays rollouts, and commands that are typed at it. */
public final class CommandLineFixture implements AfterAllCallback, AfterEachCallback {
  private static final Pattern RUN =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final String CHAT = "rollout/inference/chat";

  public static final String SPEC = resource("rollout.yaml").toString();

  private final int port = freePort();
  private final TemporalConnection connection =
      TemporalConnection.plain("127.0.0.1:" + port, "default");
  private final PortBoundTestServer server = TestServer.createPortBoundServer(port);
  private final WorkflowServiceStubs stubs =
      WorkflowServiceStubs.newServiceStubs(connection.options().build());
  private final WorkerFactory workers = WorkerFactory.newInstance(client());

  public CommandLineFixture() {
    Worker worker = workers.newWorker(TaskQueues.CENTRAL);
    worker.registerWorkflowImplementationTypes(
        FakeFleetRollout.class,
        FakePreview.class,
        FakeShowFleet.class,
        FakeTryNotifications.class,
        FakeShowPast.class,
        FakeShowJournal.class,
        FakeTakeOver.class,
        FakeBake.Played.class,
        EvidencePoolWorkflow.class);
    worker.registerActivitiesImplementations(new FakeBake.Watcher());
    workers.start();
  }

  public WorkflowClient client() {
    return connection.client(stubs);
  }

  /** Starts what pools the evidence of {@code inference/chat}, which begins with this. */
  public EvidencePool pooling(Pool known) {
    EvidencePool pool =
        client()
            .newWorkflowStub(
                EvidencePool.class,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.CENTRAL)
                    .setWorkflowId(EvidencePool.workflowId("inference", "chat"))
                    .build());
    WorkflowClient.start(pool::run, known);
    return pool;
  }

  /** Waits until the last run is closed, however it closes. */
  public void awaitClosed(String workflowId) {
    try {
      client().newUntypedWorkflowStub(workflowId).getResult(Object.class);
    } catch (WorkflowFailedException otherwise) {
      // closed as well
    }
  }

  /** What commands ask. */
  public Rollouts rollouts() {
    return Rollouts.connect(connection, Optional.empty());
  }

  /** Types a command. */
  public Typed type(String... args) {
    return typeAt(connection.target(), args);
  }

  /** Types a command with more variables. */
  public Typed typeWith(Map<String, String> variables, String... args) {
    Map<String, String> all = new TreeMap<>(variables);
    all.put("TEMPORAL_ADDRESS", connection.target());
    return typeIn(all, args);
  }

  /** Types a command where Temporal is somewhere else. */
  public static Typed typeAt(String address, String... args) {
    return typeIn(Map.of("TEMPORAL_ADDRESS", address), args);
  }

  /** Types a command at a terminal, and always the same answer to what it asks. */
  public Typed typeAndAnswer(String answer, String... args) {
    return typed(
        Map.of("TEMPORAL_ADDRESS", connection.target()),
        err -> Optional.of(new Answering(answer, err)),
        args);
  }

  /** Types a command with variables of its own. */
  public static Typed typeIn(Map<String, String> variables, String... args) {
    return typed(variables, err -> Optional.empty(), args);
  }

  private static Typed typed(
      Map<String, String> variables,
      Function<PrintWriter, Optional<Terminal>> terminal,
      String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    TreeMap<String, String> environment = new TreeMap<>(variables);
    environment.put("USER", "ann");
    PrintWriter problems = new PrintWriter(err);
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out),
            problems,
            environment,
            Clock.fixed(Samples.NOW, ZoneOffset.UTC),
            terminal.apply(problems));
    int code = FleetCanary.run(surroundings, args);
    return new Typed(code, stable(out.toString()), stable(err.toString()));
  }

  /** Types a command into a process of its own, which ends as a process does. */
  Typed typeInAShell(String... args) throws IOException, InterruptedException {
    Path err = Files.createTempFile("fleetcanary-", ".err");
    Process process = shell(args).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return new Typed(code, stable(out), stable(Files.readString(err)));
  }

  /** The process that it would be. */
  ProcessBuilder shell(String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FleetCanary.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder shell = new ProcessBuilder(command);
    shell.environment().put("TEMPORAL_ADDRESS", connection.target());
    shell.environment().put("USER", "ann");
    return shell;
  }

  /** What differs from run to run, by name. */
  private static String stable(String text) {
    return RUN.matcher(text)
        .replaceAll("<run>")
        .replaceAll("127\\.0\\.0\\.1:(?!7233)[0-9]+", "<host>");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    workers.shutdownNow();
    stubs.shutdownNow();
    server.close();
  }

  /**
   * Nothing is in the way of the next test's start: what runs is cut off, and so is the last run.
   */
  @Override
  public void afterEach(ExtensionContext context) {
    WorkflowStub before = client().newUntypedWorkflowStub(CHAT);
    try {
      before.describe();
    } catch (WorkflowNotFoundException never) {
      return;
    }
    try {
      before.terminate("the test is over");
    } catch (WorkflowNotFoundException closed) {
      // it has ended by itself
    }
    WorkflowStub last = client().newUntypedWorkflowStub("FleetRollout", chat());
    last.start(Map.of());
    last.terminate("the next test begins");
  }

  private static WorkflowOptions chat() {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(TaskQueues.CENTRAL)
        .setWorkflowId(CHAT)
        .build();
  }

  /** How an answer must look. */
  public static String golden(String name) {
    try {
      return Files.readString(resource("golden/" + name));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  /** The same; {@code -Dgolden.write=true} writes it where it is missing. */
  public static String golden(String name, String actual) {
    Path file = Path.of("src/test/resources/golden", name);
    try {
      if (Boolean.getBoolean("golden.write") && Files.notExists(file)) {
        Files.writeString(file, actual);
      }
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(CommandLineFixture.class.getResource("/" + name)).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException full) {
      throw new IllegalStateException(full);
    }
  }

  /** Somebody at a terminal; what is asked stands among the problems. */
  private record Answering(String answer, PrintWriter screen) implements Terminal {
    @Override
    public Optional<String> line(String question) {
      screen.println(question + answer);
      return Optional.of(answer);
    }

    @Override
    public Optional<String> secret(String question) {
      screen.println(question);
      return Optional.of(answer);
    }
  }

  /** What came back. */
  public record Typed(int code, String out, String err) {}
}
