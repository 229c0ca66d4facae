package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** On real parts. */
@Tag("long")
final class RealUnlikeTest extends RealStage implements Unlike {}
