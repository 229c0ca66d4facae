package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** The line to one API server is bad for a while, on the embedded fleet. */
@Tag("long")
final class EmbeddedLineFaultsTest extends EmbeddedStage implements LineFaults, CutForGood {}
