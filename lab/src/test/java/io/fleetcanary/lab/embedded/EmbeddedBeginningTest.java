package io.fleetcanary.lab.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.recovery.BeginFromCluster;
import io.fleetcanary.starter.option.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init --from} at the API server of a cluster in which a service lives. */
class EmbeddedBeginningTest {
  @AutoClose
  private final EmbeddedFleet fleet = EmbeddedFleet.start("127.0.0.1:7233", List.of("eu-1"));

  @TempDir private Path folder;

  /** As the page about this way of starting says it. */
  @Test
  void writesASpecThatIsValid() throws IOException {
    String spec = folder.resolve("rollout.yaml").toString();

    type(Stream.concat(documented().stream(), Stream.of(spec)).toList());

    assertThat(Path.of(spec))
        .content()
        .contains("service: chat ", "  image: " + Chat.STABLE + "\n", "  use: [vllm]")
        .contains("# It runs on NVIDIA GPUs: add gpu to analysis.use")
        .doesNotContain("workload:", "traffic:", "No HTTPRoute");
    assertThat(type(List.of("validate", spec))).isEqualTo(spec + ": valid, chat change-me\n");
  }

  private ApiAccess.Kubeconfig access() {
    return (ApiAccess.Kubeconfig) fleet.inventory().clusters().getFirst().access();
  }

  private static List<String> documented() throws IOException {
    String page = Files.readString(Path.of("../docs/start/fleetcanary.md"));
    return Pattern.compile("```sh init-from\\n\\./fleetcanary (.*)\\n```")
        .matcher(page)
        .results()
        .flatMap(block -> Stream.of(block.group(1).split(" ")))
        .toList();
  }

  private String type(List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(out),
            new PrintWriter(err),
            new TreeMap<>(Map.of("KUBECONFIG", access().file())),
            Clock.systemUTC());
    int code = BeginFromCluster.run(surroundings, words.toArray(String[]::new));
    assertThat(code).as("%s%n%s", out, err).isZero();
    return out.toString();
  }
}
