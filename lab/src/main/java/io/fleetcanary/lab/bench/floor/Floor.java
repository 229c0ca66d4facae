package io.fleetcanary.lab.bench.floor;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The floor program. Reads orders from its standard input, {@code <steps> <image>
 * <kubeconfig>=<namespace> …}, releases to all of them at once, and answers {@code done}, or why
 * not.
 */
public final class Floor {
  private static final Map<String, KubernetesClient> CLIENTS = new TreeMap<>();

  private Floor() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      System.out.println(answer(order));
    }
  }

  private static String answer(String order) {
    List<String> words = List.of(order.split(" ", -1));
    int steps = Integer.parseInt(words.get(0));
    String image = words.get(1);
    List<FloorRelease> releases = words.stream().skip(2).map(Floor::release).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Stream<CompletableFuture<Void>> running =
          releases.stream()
              .map(one -> CompletableFuture.runAsync(() -> one.run(image, steps), threads));
      CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new)).join();
      return "done";
    } catch (RuntimeException e) {
      return String.valueOf(e).lines().findFirst().orElse("failed");
    }
  }

  private static FloorRelease release(String target) {
    List<String> parts = List.of(target.split("=", 2));
    return new FloorRelease(CLIENTS.computeIfAbsent(parts.get(0), Floor::connect), parts.get(1));
  }

  private static KubernetesClient connect(String kubeconfig) {
    Config config = Config.fromKubeconfig(Path.of(kubeconfig).toFile());
    config.setRequestRetryBackoffLimit(0);
    config.setRequestTimeout(60_000);
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
