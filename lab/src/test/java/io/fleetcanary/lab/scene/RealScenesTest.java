package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** The scenarios on real parts. */
@Tag("long")
final class RealScenesTest extends RealStage
    implements BadCanaries,
        SickPods,
        Aborts,
        UnreadyPods,
        BlindPrometheus,
        TwoAtOnce,
        Undos,
        Again,
        HandOvers,
        StepByStep,
        Refusals,
        Joiners {}
