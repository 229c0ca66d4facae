package io.fleetcanary.lab.embedded.control;

/** Brings one kind of object closer to what is wanted, as far as it sees. */
public interface Controller {
  /**
   * Compares and acts. Called again after every change of anything, so it must do nothing when
   * nothing is to be done.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if what was seen is not what is
   *     there any more; it is called again
   */
  void reconcile(Snapshot seen);
}
