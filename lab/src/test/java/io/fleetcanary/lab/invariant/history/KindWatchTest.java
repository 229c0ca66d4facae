package io.fleetcanary.lab.invariant.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.WatcherException;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.embedded.api.MockApi;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KindWatchTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final MockApi api = new MockApi();
  private final KubernetesClient client = api.client();
  private final Sink sink = new Sink("eu-1");
  private final KindWatch watch = new KindWatch(client, "inference", Kind.CONFIG_MAP, sink);

  @AfterEach
  void close() {
    watch.close();
    client.close();
    api.close();
  }

  @Test
  void writesEveryRevisionDownInItsOrder() {
    put("old", "1");
    watch.begin();

    put("a", "1");
    put("a", "2");
    put("b", "1");
    client.configMaps().inNamespace("inference").withName("a").delete();
    awaitCaughtUp();

    assertThat(told())
        .containsExactly("FOUND old 1", "ADDED a 1", "MODIFIED a 2", "ADDED b 1", "DELETED a 2");
    assertThat(sink.entries())
        .isSortedAccordingTo((one, other) -> Long.compare(one.version(), other.version()));
    assertThat(sink.gaps()).isEmpty();
  }

  @Test
  void tellsOfAGapAndGoesOnWithHowEverythingIs() {
    watch.begin();
    put("a", "1");
    put("b", "1");
    awaitCaughtUp();

    watch.onClose(new WatcherException("too old resource version"));
    Eventually.within(SOON, () -> assertThat(sink.gaps()).hasSize(1));
    put("c", "1");
    awaitCaughtUp();

    assertThat(sink.gaps().getFirst())
        .isEqualTo("ConfigMaps were not watched for a while: too old resource version");
    assertThat(told()).containsAnyOf("ADDED c 1", "FOUND c 1"); // after the gap, or at its end
  }

  @Test
  void findsWhatChangedAndMissesWhatWentWhileItDidNotLook() {
    put("a", "1");
    put("b", "1");
    watch.begin();
    watch.close();
    put("a", "2");
    client.configMaps().inNamespace("inference").withName("b").delete();

    new KindWatch(client, "inference", Kind.CONFIG_MAP, sink).begin();

    assertThat(told()).containsExactly("FOUND a 1", "FOUND b 1", "FOUND a 2", "MISSED b 1");
  }

  private void awaitCaughtUp() {
    Eventually.within(SOON, () -> assertThat(watch.caughtUp()).isTrue());
  }

  private List<String> told() {
    return sink.entries().stream()
        .map(
            entry ->
                entry.event()
                    + " "
                    + entry.object().name()
                    + " "
                    + entry.tree().path("data").path("v").asText())
        .toList();
  }

  private void put(String name, String value) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("inference")
            .endMetadata()
            .addToData("v", value)
            .build();
    client.resource(map).createOr(existing -> existing.update());
  }
}
