package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** The scenarios on real parts. */
@Tag("real")
final class RealScenesTest extends RealStage
    implements BadCanaries, SickPods, Aborts, UnreadyPods, BlindPrometheus, TwoAtOnce {}
