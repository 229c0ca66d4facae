package io.fleetcanary.lab.scene;

import org.junit.jupiter.api.Tag;

/** Backups of Temporal restored over the embedded fleet. */
@Tag("long")
final class EmbeddedBackupsTest extends EmbeddedBesideTemporal implements Backups {}
