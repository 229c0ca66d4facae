package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** On real parts. */
@Tag("long")
final class RealRoutesTest extends RealStage implements SeveralRoutes, RoutedParts {}
