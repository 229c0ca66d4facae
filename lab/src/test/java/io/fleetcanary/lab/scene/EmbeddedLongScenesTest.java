package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** The scenarios that take too long for every build: they run with those on real parts. */
@Tag("long")
final class EmbeddedLongScenesTest extends EmbeddedStage
    implements SickPods,
        UnreadyPods,
        BlindPrometheus,
        TwoAtOnce,
        Undos,
        Again,
        HandOvers,
        StepByStep,
        Refusals,
        Joiners {}
