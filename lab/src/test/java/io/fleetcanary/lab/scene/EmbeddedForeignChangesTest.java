package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** What others change, on the embedded fleet, whose API servers do not know who writes. */
@Tag("long")
final class EmbeddedForeignChangesTest extends EmbeddedStage
    implements ForeignChanges, ForeignDeletions {
  @Override
  public boolean tellsWho() {
    return false;
  }
}
