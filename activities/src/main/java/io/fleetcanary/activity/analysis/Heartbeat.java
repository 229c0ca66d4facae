package io.fleetcanary.activity.analysis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import io.fleetcanary.activity.metric.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What a watch knows, as it travels: each cluster sends it every few seconds, and Temporal stores
 * it each time, so it stays far below the 256 KiB from which Temporal warns. Few pods are written
 * out, for people to read; many are packed, at some twenty bytes each.
 *
 * <p>What is still too large is left out. Metrics that are too many go first: they can be counted
 * again from Prometheus' samples. Else pods that do not fit beside the metrics go: the next attempt
 * then takes them for ready since when Kubernetes says so.
 *
 * @param metrics in the template's order; none where they are left out
 * @param ready when pods became ready, by name; none where they are packed, or left out
 * @param packed the same of many pods: lines of name, start and readiness, deflated, in base64;
 *     older workers neither write nor read it
 */
record Heartbeat(
    List<Progress> metrics,
    SortedMap<String, Readiness> ready,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String packed) {
  static final int MOST_BYTES = 32_768;

  private static final int MOST_WRITTEN = 20;
  private static final int METRIC_BYTES = 300;
  private static final int COMPARISON_BYTES = 445;

  /** Besides its name. */
  private static final int POD_BYTES = 110;

  Heartbeat {
    metrics = List.copyOf(metrics);
    // Older workers do not write them.
    ready = ready == null ? Collections.emptySortedMap() : new TreeMap<>(ready);
    packed = Objects.requireNonNullElse(packed, "");
  }

  static Heartbeat of(WatchState state) {
    SortedMap<String, Readiness> ready = state.ready();
    boolean many = ready.size() > MOST_WRITTEN;
    String packed = many ? packed(ready) : "";
    int metrics = state.metrics().stream().mapToInt(Heartbeat::bytes).sum();
    boolean fit = metrics <= MOST_BYTES;
    int left = fit ? MOST_BYTES - metrics : MOST_BYTES;
    boolean podsFit = (many ? packed.length() : written(ready)) <= left;
    return new Heartbeat(
        fit ? state.metrics() : List.of(),
        podsFit && !many ? ready : Collections.emptySortedMap(),
        podsFit ? packed : "");
  }

  WatchState state() {
    SortedMap<String, Readiness> all = new TreeMap<>(ready);
    all.putAll(unpacked(packed));
    return new WatchState(metrics, all);
  }

  private static int bytes(Progress progress) {
    return METRIC_BYTES + progress.comparisons() * COMPARISON_BYTES;
  }

  private static int written(SortedMap<String, Readiness> ready) {
    return ready.keySet().stream().mapToInt(pod -> pod.length() + POD_BYTES).sum();
  }

  private static String packed(SortedMap<String, Readiness> ready) {
    String lines =
        ready.entrySet().stream()
            .map(pod -> line(pod.getKey(), pod.getValue()))
            .collect(Collectors.joining("\n"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes)) {
      deflated.write(lines.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String line(String pod, Readiness ready) {
    return pod + " " + ready.started() + " " + ready.since();
  }

  private static SortedMap<String, Readiness> unpacked(String packed) {
    SortedMap<String, Readiness> ready = new TreeMap<>();
    byte[] deflated = Base64.getDecoder().decode(packed);
    if (deflated.length == 0) {
      return ready;
    }
    try (InflaterInputStream bytes = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      for (String line : new String(bytes.readAllBytes(), UTF_8).lines().toList()) {
        String[] words = line.split(" ", -1);
        ready.put(words[0], new Readiness(Instant.parse(words[1]), Instant.parse(words[2])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ready;
  }
}
