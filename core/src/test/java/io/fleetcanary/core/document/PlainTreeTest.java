package io.fleetcanary.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTreeTest {
  @Test
  void takesTreesAsDeepAsAllowed() {
    assertThat(PlainTree.excess(nested(20))).isEmpty();
  }

  @Test
  void refusesDeeperTrees() {
    assertThat(PlainTree.excess(nested(21)))
        .map(Problem::toString)
        .contains("spec: must be nested at most 20 deep; flatten it");
  }

  @Test
  void refusesALoop() {
    List<Object> loop = new ArrayList<>();
    loop.add(loop);

    assertThat(PlainTree.excess(loop)).isPresent();
  }

  @Test
  void refusesASmallTextThatAliasesMadeAHugeTree() {
    List<?> bomb = List.of("boom");
    for (int level = 0; level < 12; level++) {
      bomb = Collections.nCopies(9, bomb);
    }

    assertThat(PlainTree.excess(bomb))
        .map(Problem::toString)
        .contains("spec: must have at most 150000 values, aliases counted; shorten it");
  }

  private static Object nested(int depth) {
    return depth == 0 ? "bottom" : List.of(nested(depth - 1));
  }
}
