package io.fleetcanary.lab.scene;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** On real parts. */
@Tag("long")
final class RealPooledEvidenceTest extends RealStage implements PooledEvidence {
  @Override
  protected List<String> clusters() {
    return CLUSTERS;
  }
}
