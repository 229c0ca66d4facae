package io.fleetcanary.lab.kill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;

import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.core.plan.Planner;
import io.fleetcanary.report.ReportHtml;
import io.fleetcanary.worker.WorkerApplication;
import io.fleetcanary.workflow.FleetRollout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Which build of the product it is whose workers are killed. */
final class Build {
  /** One class of each part that a worker is made of. */
  private static final List<Class<?>> PARTS =
      List.of(
          Planner.class,
          FleetRollout.class,
          Clusters.class,
          ReportHtml.class,
          WorkerApplication.class);

  /** Enough to tell builds apart, and to be read. */
  private static final int CHARACTERS = 16;

  private Build() {}

  /** A digest of all that the product's own parts are made of; the same for the same files. */
  static String digest() {
    return digest(PARTS.stream().map(Build::place).toList());
  }

  /** Of folders and files: of what is in them, and how that is called there. */
  static String digest(List<Path> places) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path place : places) {
        for (Path file : files(place)) {
          digest.update(place.relativize(file).toString().getBytes(UTF_8));
          digest.update(Files.readAllBytes(file));
        }
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, CHARACTERS);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).sorted(comparing(Path::toString)).toList();
    }
  }

  private static Path place(Class<?> part) {
    try {
      return Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
