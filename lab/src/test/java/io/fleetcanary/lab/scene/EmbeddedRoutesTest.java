package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** On the embedded fleet. */
@Tag("long")
final class EmbeddedRoutesTest extends EmbeddedStage implements SeveralRoutes, RoutedParts {}
