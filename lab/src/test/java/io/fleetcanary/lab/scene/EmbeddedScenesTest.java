package io.fleetcanary.lab.scene;

/** The scenarios that need only a JDK and little time; {@link EmbeddedLongScenesTest} has more. */
final class EmbeddedScenesTest extends EmbeddedStage implements BadCanaries, Aborts {}
