package io.fleetcanary.lab;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How each image behaves in each cluster. Changes act on running pods at once. */
public final class Behaviours {
  private final ConcurrentMap<Key, Behaviour> known = new ConcurrentHashMap<>();

  /** Sets how {@code image} behaves in {@code cluster} from now on. */
  public void set(String cluster, String image, Behaviour behaviour) {
    known.put(new Key(cluster, image), behaviour);
  }

  /** Sets how one pod behaves from now on, whatever its image does. */
  public void setPod(String cluster, String pod, Behaviour behaviour) {
    known.put(new Key(cluster, pod), behaviour);
  }

  /** How a pod of this image behaves. */
  public Behaviour of(String cluster, String image, String pod) {
    Behaviour own = known.get(new Key(cluster, pod));
    return own == null ? of(cluster, image) : own;
  }

  /** How it behaves; {@link Behaviour#GOOD} unless something else was set. */
  public Behaviour of(String cluster, String image) {
    return known.getOrDefault(new Key(cluster, image), Behaviour.GOOD);
  }

  private record Key(String cluster, String imageOrPod) {}
}
