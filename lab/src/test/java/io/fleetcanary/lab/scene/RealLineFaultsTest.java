package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** The line to one API server is bad for a while, on real parts, encrypted from end to end. */
@Tag("long")
final class RealLineFaultsTest extends RealStage implements LineFaults, CutForGood {}
