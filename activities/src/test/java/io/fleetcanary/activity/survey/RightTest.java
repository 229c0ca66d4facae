package io.fleetcanary.activity.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.workload.MockCluster;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RightTest {
  private static final Right PATCH_ROUTES =
      new Right("gateway.networking.k8s.io", "httproutes", "patch");

  private final MockCluster cluster = new MockCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void isMissingWhereTheServerSaysNo() {
    cluster.deny("patch", "httproutes");

    assertThat(PATCH_ROUTES.granted(cluster.client(), "inference")).isFalse();
  }

  @Test
  void isTakenForGrantedWhereTheServerCannotSay() {
    cluster.lack("selfsubjectaccessreviews");

    assertThat(PATCH_ROUTES.granted(cluster.client(), "inference")).isTrue();
  }

  @Test
  void isMissingInOneSentenceForEachResource() {
    List<Right> missing =
        List.of(
            new Right("", "pods", "list"),
            PATCH_ROUTES,
            new Right("gateway.networking.k8s.io", "httproutes", "get"));

    assertThat(Right.sentences(missing, "inference"))
        .containsExactly(
            "the worker must be allowed to list pods in namespace inference; grant it",
            "the worker must be allowed to patch, get httproutes.gateway.networking.k8s.io"
                + " in namespace inference; grant it");
  }

  @Test
  void isNeverNeededTwice() {
    assertThat(Right.needed()).doesNotHaveDuplicates();
  }
}
