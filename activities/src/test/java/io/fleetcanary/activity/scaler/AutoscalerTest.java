package io.fleetcanary.activity.scaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fleetcanary.activity.cluster.Ledger.Floor;
import io.fleetcanary.core.fleet.ScalerRef;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoscalerTest {
  private static final ScalerRef HPA = new ScalerRef("HorizontalPodAutoscaler", "scaler");

  @ParameterizedTest
  @CsvSource({
    "1, 6, 4, 4", // up to stable's size
    "4, 6, 4, 4",
    "5, 6, 4, 5", // never down
    "0, 6, 1, 1", // nor to nothing
    "1, 3, 4, 3" // nor above the ceiling, where stable is too large for a moment
  })
  void raisesTheFloorToStablesSize(int min, int max, int replicas, int raised) {
    Autoscaler scaler = hpa(Map.of("minReplicas", min, "maxReplicas", max));

    assertThat(scaler.floor(replicas)).isEqualTo(new Floor(HPA, Optional.of(min), raised));
  }

  @Test
  void raisesAFloorThatIsNotSaid() {
    Autoscaler scaler = new Autoscaler(ScalerKind.SCALED_OBJECT, object(Map.of()));

    Floor floor = scaler.floor(3);

    assertThat(floor.before()).isEmpty();
    assertThat(spec(scaler.raised(floor))).containsEntry("minReplicaCount", 3);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 6, 4", // as it was recorded
    "4, 6, 4", // raised already
    "2, 6, 2", // somebody has moved it
    "1, 3, 1" // somebody has lowered the ceiling below it
  })
  void raisesOnlyWhatIsAsItWasRecorded(int min, int max, int raised) {
    Autoscaler scaler = hpa(Map.of("minReplicas", min, "maxReplicas", max));

    assertThat(spec(scaler.raised(floor(1, 4)))).containsEntry("minReplicas", raised);
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "3, 3", "1, 1", "6, 6"})
  void putsBackOnlyWhatIsWhereItWasPut(int now, int restored) {
    Autoscaler scaler = hpa(Map.of("minReplicas", now, "maxReplicas", 6));

    assertThat(spec(scaler.restored(floor(1, 4)))).containsEntry("minReplicas", restored);
  }

  @Test
  void saysWhatSomebodyElseHasMoved() {
    assertThat(hpa(Map.of("minReplicas", 3)).foreign(floor(1, 4)))
        .contains(
            "minReplicas of HorizontalPodAutoscaler scaler was changed by somebody else to 3 and"
                + " stays");
    assertThat(hpa(Map.of("minReplicas", 4)).foreign(floor(1, 4))).isEmpty();
    assertThat(hpa(Map.of("minReplicas", 1)).foreign(floor(1, 4))).isEmpty();
  }

  @Test
  void hasNothingToSayWhereNothingWasRaised() {
    assertThat(hpa(Map.of("minReplicas", 7)).foreign(floor(4, 4))).isEmpty();
  }

  @Test
  void keepsWhateverElseItSays() {
    Autoscaler scaler = hpa(Map.of("minReplicas", 1, "maxReplicas", 9, "metrics", "some"));

    assertThat(spec(scaler.raised(floor(1, 4))))
        .containsEntry("metrics", "some")
        .containsEntry("maxReplicas", 9);
    assertThat(scaler.raised(floor(1, 4)).getMetadata()).isEqualTo(scaler.object().getMetadata());
  }

  private static Floor floor(int before, int raised) {
    return new Floor(HPA, Optional.of(before), raised);
  }

  private static Autoscaler hpa(Map<String, Object> spec) {
    return new Autoscaler(ScalerKind.HPA, object(spec));
  }

  private static GenericKubernetesResource object(Map<String, Object> spec) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setMetadata(new ObjectMetaBuilder().withName("scaler").build());
    object.setAdditionalProperties(Map.of("spec", spec));
    return object;
  }

  private static Map<String, Object> spec(GenericKubernetesResource object) {
    return object.get("spec");
  }
}
