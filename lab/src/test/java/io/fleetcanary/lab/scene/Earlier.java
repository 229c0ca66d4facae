package io.fleetcanary.lab.scene;

/**
 * What happened to a service before its scene, while nobody called it.
 *
 * @param deeds all of it
 */
record Earlier(Runnable deeds) implements Beside {
  @Override
  public void open() {
    deeds.run();
  }

  @Override
  public void close() {}
}
