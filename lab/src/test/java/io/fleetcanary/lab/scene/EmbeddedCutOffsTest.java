package io.fleetcanary.lab.scene;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** One cluster of twelve is cut off, on the embedded fleet. */
@Tag("long")
final class EmbeddedCutOffsTest extends EmbeddedStage implements CutOffs {
  @Override
  protected List<String> clusters() {
    return CLUSTERS;
  }
}
