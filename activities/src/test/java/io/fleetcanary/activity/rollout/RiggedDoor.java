package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A door that can stop letting anything through after any write, or let something else happen just
 * before one.
 */
final class RiggedDoor extends Door {
  private static final Pattern OBJECT = Pattern.compile(".*/namespaces/([^/?]+)/(\\w+)/?([^?]*).*");

  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<String> reads = new CopyOnWriteArrayList<>();
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicInteger fuse = new AtomicInteger(-1);
  private final Controllers controllers;
  private volatile String locked = "";
  private volatile String jammed = "";
  private volatile boolean barren;
  private volatile Runnable surprise = () -> {};

  RiggedDoor(KubernetesCrudDispatcher server, Controllers controllers) throws IOException {
    super(server);
    this.controllers = controllers;
  }

  /** Every write so far, as {@code PATCH httproutes chat}. */
  List<String> writes() {
    return List.copyOf(writes);
  }

  /** Every read so far, as {@code configmaps fleetcanary-chat}. */
  List<String> reads() {
    return List.copyOf(reads);
  }

  void forget() {
    writes.clear();
    reads.clear();
  }

  /** Lets nothing through any more once so many writes have been made. */
  void closeAfter(int count) {
    left.set(count);
  }

  /** Forbids to see objects of this kind, and to write them. */
  void lock(String plural) {
    locked = plural;
  }

  /** Refuses to write this object, as {@code httproutes chat}. */
  void jam(String object) {
    jammed = object;
  }

  /** As in a namespace that is gone: nothing can be created there. */
  void createNothing() {
    barren = true;
  }

  void open() {
    barren = false;
    locked = "";
    jammed = "";
    left.set(Integer.MAX_VALUE);
  }

  /** Just before the write after so many others: its attempt has looked and decided already. */
  void surprise(int count, Runnable what) {
    surprise = what;
    fuse.set(count);
  }

  @Override
  MockResponse let(String method, String path, String body) {
    if (left.get() <= 0) {
      return new MockResponse().setResponseCode(500).setBody("{}");
    }
    Matcher object = OBJECT.matcher(path);
    if (!object.matches()) {
      throw new IllegalArgumentException("a request must be about a namespace, got " + path);
    }
    if (object.group(2).equals(locked)) {
      return new MockResponse().setResponseCode(403).setBody("{}");
    }
    String what = (object.group(2) + " " + object.group(3)).strip();
    if (method.equals("GET")) {
      reads.add(what);
      return super.let(method, path, body);
    }
    if (barren && method.equals("POST")) {
      return new MockResponse().setResponseCode(404).setBody("{}");
    }
    return what.equals(jammed)
        ? new MockResponse().setResponseCode(500).setBody("{}")
        : written(method, path, body, what);
  }

  private MockResponse written(String method, String path, String body, String what) {
    if (fuse.getAndDecrement() == 0) {
      surprise.run();
    }
    MockResponse response = super.let(method, path, body);
    if (response.code() < 300) {
      writes.add(method + " " + what);
      left.decrementAndGet();
      controllers.settle(namespace(path), what);
    }
    return response;
  }

  private static String namespace(String path) {
    Matcher object = OBJECT.matcher(path);
    return object.matches() ? object.group(1) : "";
  }
}
