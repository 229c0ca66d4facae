package io.fleetcanary.lab.scene;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** One cluster of twelve is cut off, on real parts. */
@Tag("long")
final class RealCutOffsTest extends RealStage implements CutOffs {
  @Override
  protected List<String> clusters() {
    return CLUSTERS;
  }
}
