package io.fleetcanary.lab.scene;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.lab.LabFleet;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One fleet and one worker for all scenarios of a class. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class SharedStage implements OnStage {
  private final OnsetReport onsets =
      new OnsetReport(getClass().getSimpleName(), LabFleet.SCRAPE_INTERVAL);
  private final AtomicInteger others = new AtomicInteger();
  private Path folder;
  private Stage stage;

  /** Names of at least three clusters. */
  protected List<String> clusters() {
    return List.of("eu-1", "us-1", "ap-1");
  }

  /** Starts the clusters; this class closes them. */
  protected abstract LabFleet startFleet(Path in);

  /** How long its gateways need a bake to be. */
  protected abstract String bake();

  /** Starts another Temporal server, {@code host:port}; the subclass closes it. */
  protected abstract String startTemporal(Path in);

  @BeforeAll
  final void begin(@TempDir Path in) {
    folder = in;
    stage = Stage.on(startFleet(in.resolve("fleet")), bake(), in);
  }

  @AfterAll
  final void end() {
    onsets.write();
    stage.close();
  }

  @Override
  public final Stage stage() {
    return stage;
  }

  @Override
  public final OnsetReport onsets() {
    return onsets;
  }

  @Override
  public final Installation another(FleetInventory known) {
    Path in = folder.resolve("another-" + others.incrementAndGet());
    return new Installation(known, startTemporal(in), in);
  }
}
