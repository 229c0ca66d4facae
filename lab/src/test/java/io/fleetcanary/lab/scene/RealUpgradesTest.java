package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** Workers of two builds at one Temporal server, on real parts. */
@Tag("long")
final class RealUpgradesTest extends RealStage implements Upgrades {}
