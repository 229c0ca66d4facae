package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** On real parts, with filters, and rules that only some requests match. */
@Tag("long")
final class RealRoutesTest extends RealStage implements SeveralRoutes {
  @Override
  public String secondRoute() {
    return "second-route-with-headers.yaml";
  }
}
