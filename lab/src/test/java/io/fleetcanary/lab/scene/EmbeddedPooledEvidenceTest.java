package io.fleetcanary.lab.scene;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** On the embedded fleet. */
@Tag("long")
final class EmbeddedPooledEvidenceTest extends EmbeddedStage implements PooledEvidence {
  @Override
  protected List<String> clusters() {
    return CLUSTERS;
  }
}
