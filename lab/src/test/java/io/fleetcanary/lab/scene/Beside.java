package io.fleetcanary.lab.scene;

/** What is there beside a scene's service while it is played. */
interface Beside extends AutoCloseable {
  /** Puts it there; the service is there already. */
  void open();

  @Override
  void close();
}
