package io.fleetcanary.lab.invariant.history;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fleetcanary.lab.invariant.history.Entry.Event;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every revision of one kind, from a list on. The client goes on where it was when a
 * connection breaks; when the server does not remember that far, that is a gap, and told.
 */
final class KindWatch implements Watcher<GenericKubernetesResource>, AutoCloseable {
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final KubernetesClient client;
  private final String namespace;
  private final Kind kind;
  private final Sink sink;
  private volatile boolean closed;
  private volatile @Nullable Watch watch;

  KindWatch(KubernetesClient client, String namespace, Kind kind, Sink sink) {
    this.client = client;
    this.namespace = namespace;
    this.kind = kind;
    this.sink = sink;
  }

  /** Lists, and watches from there on. */
  void begin() {
    GenericKubernetesResourceList found = objects().list();
    String version = found.getMetadata().getResourceVersion();
    found.getItems().forEach(object -> sink.add(kind, Event.FOUND, object));
    Set<ObjectKey> there = keys(found);
    sink.present(kind).stream()
        .filter(object -> !there.contains(object))
        .forEach(object -> sink.miss(object, Long.parseLong(version)));
    watch = objects().watch(new ListOptionsBuilder().withResourceVersion(version).build(), this);
  }

  /** Whether everything that had happened when this was called has been heard. */
  boolean caughtUp() {
    GenericKubernetesResourceList now = objects().list();
    Set<ObjectKey> there = keys(now);
    return now.getItems().stream().allMatch(this::known)
        && there.containsAll(sink.present(kind).stream().toList());
  }

  private boolean known(GenericKubernetesResource object) {
    return sink.knows(key(object), Long.parseLong(object.getMetadata().getResourceVersion()));
  }

  @Override
  public void eventReceived(Action action, GenericKubernetesResource object) {
    switch (action) {
      case ADDED -> sink.add(kind, Event.ADDED, object);
      case MODIFIED -> sink.add(kind, Event.MODIFIED, object);
      case DELETED -> sink.add(kind, Event.DELETED, object);
      case ERROR -> sink.gap(kind + "s: the server told of an error, " + object);
      case BOOKMARK -> {
        // nothing has happened
      }
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    if (!closed) {
      sink.gap("%ss were not watched for a while: %s".formatted(kind, cause.getMessage()));
      Thread.ofVirtual().start(this::beginAgain);
    }
  }

  private void beginAgain() {
    while (!closed) {
      try {
        begin();
        return;
      } catch (KubernetesClientException away) {
        rest();
      }
    }
  }

  /** An API server that is away is not asked in a hot loop; the gap has been told already. */
  private static void rest() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<ObjectKey> keys(GenericKubernetesResourceList list) {
    return list.getItems().stream().map(this::key).collect(Collectors.toSet());
  }

  private ObjectKey key(GenericKubernetesResource object) {
    return new ObjectKey(kind, object.getMetadata().getName());
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      objects() {
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        all = client.genericKubernetesResources(kind.context());
    return all.inNamespace(namespace);
  }

  @Override
  public void close() {
    closed = true;
    Watch open = watch;
    if (open != null) {
      open.close();
    }
  }
}
