package io.fleetcanary.lab.real;

import io.fleetcanary.lab.fault.Cable;
import io.fleetcanary.lab.fault.ProxiedCluster;
import io.fleetcanary.lab.fault.Reading;
import io.fleetcanary.lab.fault.Traps;
import io.fleetcanary.lab.real.Credentials.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The worker's line to one API server.
 *
 * @param traps where it reads what passes
 * @param kubeconfig the orchestrator's, by way of the cable
 */
record ApiLine(Cluster cluster, Cable cable, Optional<Traps> traps, Path kubeconfig)
    implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  /** Passes bytes on unread: what is encrypted is so from the worker to the API server. */
  static ApiLine relaying(Cluster cluster) {
    Site site = cluster.site();
    Cable cable =
        new Cable(new InetSocketAddress(InetAddress.getLoopbackAddress(), site.apiPort()));
    try {
      String text =
          Files.readString(direct(cluster))
              .replace(":" + site.apiPort() + "\"", ":" + cable.port() + "\"");
      return new ApiLine(cluster, cable, Optional.empty(), write(cluster, text));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Ends the encryption and reads every request; the worker's token goes through. */
  static ApiLine reading(Cluster cluster) {
    ProxiedCluster behind = new ProxiedCluster(direct(cluster), cluster.site().cluster(), LOOPBACK);
    Traps traps = new Traps();
    Cable cable = Cable.onLoopback(new Reading(traps, behind.door(), behind.upstream()));
    Path file = write(cluster, behind.kubeconfig(LOOPBACK, cable.port()));
    return new ApiLine(cluster, cable, Optional.of(traps), file);
  }

  @Override
  public void close() {
    cable.close();
  }

  private static Path direct(Cluster cluster) {
    return cluster.kubeconfig(User.ORCHESTRATOR);
  }

  private static Path write(Cluster cluster, String text) {
    try {
      return Files.writeString(direct(cluster).resolveSibling("cable.kubeconfig"), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
