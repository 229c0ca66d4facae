package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** On the embedded fleet, whose gateways know neither filters nor headers. */
@Tag("long")
final class EmbeddedRoutesTest extends EmbeddedStage implements SeveralRoutes {
  @Override
  public String secondRoute() {
    return "second-route.yaml";
  }
}
