package io.fleetcanary.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A server run as a process of its own, in its own process group so that a Ctrl-C for us does not
 * reach it before we have used it for the last time. What it says goes to a log file. It never
 * outlives this JVM, unless that is killed outright.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int LAST_LINES = 8;
  private static final Set<ServerProcess> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> List.copyOf(RUNNING).forEach(ServerProcess::close)));
  }

  private final String name;
  private final Path log;
  private final Process process;

  private ServerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a server; its working folder is {@code folder}, its log {@code folder/<name>.log}.
   *
   * @param environment added to ours
   */
  public static ServerProcess start(
      String name, Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path log = Files.createDirectories(folder).resolve(name + ".log");
      ProcessBuilder builder = new ProcessBuilder(ownGroup(command));
      builder.environment().putAll(environment);
      builder
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      ServerProcess server = new ServerProcess(name, log, builder.start());
      RUNNING.add(server);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " must start, got " + e.getMessage(), e);
    }
  }

  /**
   * Waits until {@code ready}.
   *
   * @throws IllegalStateException with its last words if it ends before, or takes longer than
   *     {@code within}
   */
  public void awaitReady(BooleanSupplier ready, Duration within) {
    Instant deadline = Instant.now().plus(within);
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            name + " must keep running, got exit code " + process.exitValue() + lastWords());
      }
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(name + " must be ready within " + within + lastWords());
      }
      pause();
    }
  }

  public boolean alive() {
    return process.isAlive();
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  /** Stops it where it is, until it is thawed: whoever asks it waits. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  private void signal(String what) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + what, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException(name + " must take signal " + what);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server was signalled", e);
    }
  }

  /** Asks it to end, and kills it when it has not within this time. */
  public void end(Duration within) {
    process.destroy();
    process.onExit().completeOnTimeout(process, within.toMillis(), TimeUnit.MILLISECONDS).join();
    close();
  }

  /**
   * Kills it and waits until it is gone. Nothing that a bench's server holds is kept, so there is
   * nothing to let it finish.
   */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    RUNNING.remove(this);
  }

  /** What it has said so far, and servers of the same name in this folder before it. */
  public List<String> said() {
    try {
      return Files.readAllLines(log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<String> ownGroup(List<String> command) {
    List<String> whole = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      whole.add("/usr/bin/setsid");
    }
    whole.addAll(command);
    return whole;
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return "; the end of "
          + log
          + ":\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "; its log cannot be read: " + e.getMessage();
    }
  }

  /** A process tells nobody that it is ready: it has to be asked again. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server was starting", e);
    }
  }
}
