package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/**
 * The scenarios that CI plays with those on real parts; {@link EmbeddedLongScenesTest} has more.
 */
@Tag("real")
final class EmbeddedScenesTest extends EmbeddedStage implements BadCanaries, Aborts {}
