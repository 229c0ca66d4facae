package io.fleetcanary.lab.invariant.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.embedded.api.MockApi;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ByHandTest {
  @Test
  void coversWhatIsDoneMeanwhileAndNothingElse() {
    try (MockApi api = new MockApi();
        KubernetesClient client = api.client()) {
      Sink sink = new Sink("eu-1");
      KindWatch watch = new KindWatch(client, "inference", Kind.CONFIG_MAP, sink);
      watch.begin();
      ByHand byHand = new ByHand(any -> client, "inference");

      create(client, "before");
      byHand.in("eu-1", () -> create(client, "meanwhile"));
      create(client, "after");

      Eventually.within(Duration.ofSeconds(20), () -> assertThat(watch.caughtUp()).isTrue());
      assertThat(sink.entries().stream().filter(byHand::made).map(entry -> entry.object().name()))
          .containsExactly("meanwhile");
      watch.close();
    }
  }

  private static void create(KubernetesClient client, String name) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("inference")
            .endMetadata()
            .build();
    client.resource(map).create();
  }
}
