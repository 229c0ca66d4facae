package io.fleetcanary.starter;

import io.fleetcanary.starter.journal.FakeShowJournal;
import io.fleetcanary.starter.journal.FakeShowPast;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.client.WorkflowClient;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Temporal server with a worker that plays rollouts, and commands that are typed at it. */
public final class CommandLineFixture implements AfterAllCallback {
  private static final Pattern RUN =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

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
        FakeTakeOver.class);
    workers.start();
  }

  public WorkflowClient client() {
    return connection.client(stubs);
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

  /** Types a command with variables of its own. */
  public static Typed typeIn(Map<String, String> variables, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    TreeMap<String, String> environment = new TreeMap<>(variables);
    environment.put("USER", "ann");
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out),
            new PrintWriter(err),
            environment,
            Clock.fixed(Samples.NOW, ZoneOffset.UTC));
    int code = FleetCanary.run(surroundings, args);
    return new Typed(code, stable(out.toString()), stable(err.toString()));
  }

  /** Types a command into a process of its own, which ends as a process does. */
  Typed typeInAShell(String... args) throws IOException, InterruptedException {
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
    Path err = Files.createTempFile("fleetcanary-", ".err");
    Process process = shell.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return new Typed(code, stable(out), stable(Files.readString(err)));
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

  /** What came back. */
  public record Typed(int code, String out, String err) {}
}
