package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** What is lost and found again on the embedded fleet. */
@Tag("long")
final class EmbeddedLossesTest extends EmbeddedBesideTemporal implements Losses {}
