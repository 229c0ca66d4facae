package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** Workers of two builds at one Temporal server, on the embedded fleet. */
@Tag("long")
final class EmbeddedUpgradesTest extends EmbeddedBesideTemporal implements Upgrades {}
