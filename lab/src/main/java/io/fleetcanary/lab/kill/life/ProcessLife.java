package io.fleetcanary.lab.kill.life;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.lab.kill.call.Doors;
import io.fleetcanary.lab.story.WorkerProcess;
import java.time.Duration;

/** A worker that is a process of its own. */
record ProcessLife(Doors doors, FleetInventory fleet, WorkerProcess worker) implements Life {
  private static final Duration ENDS = Duration.ofMinutes(2);

  @Override
  public void kill() {
    worker.kill();
    doors.close();
  }

  @Override
  public void close() {
    worker.end(ENDS);
    doors.close();
  }
}
