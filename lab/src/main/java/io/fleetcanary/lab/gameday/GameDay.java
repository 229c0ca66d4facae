package io.fleetcanary.lab.gameday;

import io.fleetcanary.lab.fault.Cable;
import io.fleetcanary.lab.fault.Door;
import io.fleetcanary.lab.fault.Passage;
import io.fleetcanary.lab.fault.ProxiedCluster;
import io.fleetcanary.lab.fault.Reading;
import io.fleetcanary.lab.fault.Relay;
import io.fleetcanary.lab.fault.Traps;
import io.fleetcanary.lab.fault.Upstream;
import io.fleetcanary.lab.process.LabLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stands between a worker and one cluster, and spoils what passes as people say. */
@Command(
    name = "lab/gameday",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "stands between a worker and one cluster, and spoils what passes; more faults can be typed"
            + " while it runs, see help there")
public final class GameDay implements Callable<Integer> {
  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:7443",
      description = "default: ${DEFAULT-VALUE}")
  private String listen = "";

  @ArgGroup(multiplicity = "1")
  private Where where = new Where();

  @Option(
      names = "--write",
      paramLabel = "FILE",
      defaultValue = "gameday.kubeconfig",
      description =
          "where the kubeconfig for the worker goes, with --kubeconfig; default: ${DEFAULT-VALUE}")
  private Path write = Path.of("");

  @Option(
      names = "--fault",
      paramLabel = "WORDS",
      description = "a fault to begin with, e.g. \"reply-lost on PATCH path httproutes times 1\"")
  private List<String> faults = List.of();

  /** Where requests go. */
  static final class Where {
    @Option(
        names = "--to",
        paramLabel = "URL",
        required = true,
        description = "http://...: any fault; https://...: faults of the line only")
    private @Nullable URI to;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private @Nullable Known known;
  }

  /** A cluster that we have the key to. */
  static final class Known {
    @Option(names = "--kubeconfig", paramLabel = "FILE", required = true)
    private Path kubeconfig = Path.of("");

    @Option(names = "--context", required = true, description = "of the kubeconfig: any fault")
    private String context = "";
  }

  public static void main(String... arguments) {
    LabLog.choose();
    System.exit(
        new CommandLine(new GameDay())
            .setExecutionExceptionHandler(
                (failure, line, parsed) -> {
                  line.getErr().println(failure.getMessage());
                  return 1;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String host = listen.substring(0, listen.lastIndexOf(':'));
    int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    InetSocketAddress near = new InetSocketAddress(host, port);
    if (where.known != null) {
      ProxiedCluster cluster =
          new ProxiedCluster(where.known.kubeconfig, where.known.context, host);
      Traps traps = new Traps(GameDay::tell);
      try (Cable cable = new Cable(near, new Reading(traps, cluster.door(), cluster.upstream()))) {
        write(cluster.kubeconfig(host, cable.port()));
        System.out.println("kubeconfig of the worker: " + write);
        return obey(new Orders(cable, Optional.of(traps)));
      }
    }
    URI to = where.to == null ? URI.create("") : where.to;
    return "http".equals(to.getScheme()) ? plain(near, to) : relayed(near, to);
  }

  private int plain(InetSocketAddress near, URI to) throws IOException, InterruptedException {
    Traps traps = new Traps(GameDay::tell);
    Upstream upstream = Upstream.plain(to.getHost(), to.getPort() > 0 ? to.getPort() : 80);
    try (Cable cable = new Cable(near, new Reading(traps, Door.PLAIN, upstream))) {
      return obey(new Orders(cable, Optional.of(traps)));
    }
  }

  private int relayed(InetSocketAddress near, URI to) throws IOException, InterruptedException {
    int port = to.getPort() > 0 ? to.getPort() : 443;
    try (Cable cable = new Cable(near, new Relay(new InetSocketAddress(to.getHost(), port)))) {
      return obey(new Orders(cable, Optional.empty()));
    }
  }

  private int obey(Orders orders) throws IOException, InterruptedException {
    System.out.println("listening on " + listen);
    for (String fault : faults) {
      System.out.println(orders.obey(fault));
    }
    BufferedReader typed =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = typed.readLine(); line != null; line = typed.readLine()) {
      if (line.strip().equals("end")) {
        return 0;
      }
      System.out.println(said(orders, line));
    }
    new CountDownLatch(1).await(); // nobody types any more: until it is killed
    return 0;
  }

  private static String said(Orders orders, String line) {
    try {
      return orders.obey(line);
    } catch (IllegalArgumentException wrong) {
      return String.valueOf(wrong.getMessage());
    }
  }

  private static void tell(Passage passage) {
    passage
        .fault()
        .ifPresent(
            fault ->
                System.out.printf(
                    "%s %s: %s, %d%n", passage.at(), passage.what(), fault, passage.status()));
  }

  /** For its owner only: there is a token in it. */
  private void write(String text) throws IOException {
    Files.deleteIfExists(write);
    Files.createFile(
        write, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(write, text);
  }
}
