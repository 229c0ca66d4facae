package io.fleetcanary.lab.invariant;

import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a rollout does, act by act, so that a test can change one of them. Steps: 1 pods, 2 weight
 * 10, 4 pods, 5 weight 50, 7 promotion, 8 settling. Stable has two pods.
 */
final class Acts {
  static final String ROLLOUT = "chat-20261125120000-beef";
  static final Intent INTENT =
      new Intent(
          "chat",
          "chat",
          Optional.empty(),
          Optional.of("new"),
          List.of(wave("first", true, "a"), wave("rest", false, "b", "c")));

  private final Tale tale;
  private String rollout = ROLLOUT;

  Acts(Tale tale) {
    this.tale = tale;
  }

  private static Intent.Wave wave(String name, boolean approval, String... clusters) {
    List<Intent.Step> steps =
        List.of(
            new Intent.Step(10, Duration.ofSeconds(60)),
            new Intent.Step(50, Duration.ofSeconds(60)));
    return new Intent.Wave(name, List.of(clusters), 1, steps, approval);
  }

  Tale tale() {
    return tale;
  }

  /** Who writes from now on. */
  Acts as(String name) {
    rollout = name;
    return this;
  }

  /** The service as it is before. */
  Acts in(String cluster) {
    tale.in(cluster);
    tale.found(Tale.STABLE, deployment("chat", "", 2, "old"));
    tale.found(Tale.SERVICE, "{\"spec\": {\"selector\": {\"app\": \"chat\"}}}");
    tale.found(Tale.ROUTE, route("", backend("chat", 1) + "," + backend("other", 3)));
    pods("chat", "chat-1", "old", 2);
    return this;
  }

  /** An autoscaler that may leave one pod. */
  Acts scaled() {
    tale.found(Tale.SCALER, scaler("", 1));
    return this;
  }

  /** Writes how few pods the autoscaler leaves. */
  Acts floor(String mark, int pods) {
    tale.put(Tale.SCALER, scaler(mark, pods));
    return this;
  }

  Acts ledger(String phase) {
    return ledger(rollout, phase, "");
  }

  /** Writes whose the cluster is, and from whom that was taken over. */
  Acts ledger(String holder, String phase, String predecessor) {
    tale.put(
        Tale.LEDGER,
        """
        {"data": {"state": "%s", "rollout": "%s", "predecessors": "[\\"%s\\"]",
         "ended": "{\\"known\\":{},\\"floor\\":\\"\\"}",
         "scaler": "{\\"scaler\\":{\\"kind\\":\\"HorizontalPodAutoscaler\\",\\"name\\":\\"chat\\"},\\"before\\":1,\\"raised\\":2}",
         "template": "{\\"spec\\":{\\"containers\\":[{\\"image\\":\\"old\\"}]}}",
         "route.chat": "{\\"rules\\":[{\\"backendRefs\\":[%s]}]}"}}
        """
            .formatted(
                phase,
                holder,
                predecessor,
                (backend("chat", 1) + "," + backend("other", 3)).replace("\"", "\\\"")));
    return this;
  }

  Acts free() {
    tale.put(
        Tale.LEDGER,
        """
        {"data": {"state": "free", "ended": "{\\"known\\":{\\"%s\\":\\"KEPT\\"},\\"floor\\":\\"\\"}"}}
        """
            .formatted(rollout));
    return this;
  }

  /** Claims the cluster. */
  Acts claims() {
    ledger("forward");
    canary("forward/0", 0);
    tale.put(Tale.CANARY_SERVICE, "{\"metadata\": %s}".formatted(metadata("", "forward/0")));
    unshifted("forward/0");
    return stable("forward/0", "old");
  }

  Acts canary(String mark, int replicas) {
    tale.put(Tale.CANARY, deployment("chat-canary", mark, replicas, "new"));
    return this;
  }

  Acts stable(String mark, String image) {
    tale.put(Tale.STABLE, deployment("chat", mark, 2, image));
    return this;
  }

  /** Writes the canary's weight, percent. */
  Acts weight(String mark, int percent) {
    String backends =
        backend("chat", 100 - percent)
            + ","
            + backend("chat-canary", percent)
            + ","
            + backend("other", 300);
    tale.put(Tale.ROUTE, route(mark, backends));
    return this;
  }

  /** Writes the route without the canary. */
  Acts unshifted(String mark) {
    tale.put(Tale.ROUTE, route(mark, backend("chat", 1) + "," + backend("other", 3)));
    return this;
  }

  /** So many ready pods of a template. */
  Acts pods(String deployment, String set, String image, int ready) {
    tale.put(
        new ObjectKey(Kind.REPLICA_SET, set),
        """
        {"metadata": {"name": "%s", "ownerReferences": [{"name": "%s"}]}, "spec": {"template": %s}}
        """
            .formatted(set, deployment, template(image)));
    String track = deployment.equals("chat") ? "stable" : "canary";
    for (int pod = 1; pod <= ready; pod++) {
      tale.put(
          new ObjectKey(Kind.POD, set + "-" + pod),
          """
          {"metadata": {"labels": {"fleetcanary.io/track": "%s"},
                        "ownerReferences": [{"name": "%s"}]},
           "spec": %s, "status": {"conditions": [{"type": "Ready", "status": "True"}]}}
          """
              .formatted(track, set, spec(image)));
    }
    return this;
  }

  /** From the first pods to the second weight, a minute each. */
  Acts tries() {
    canary("forward/1", 1).pods("chat-canary", "canary-1", "new", 1).weight("forward/2", 10);
    tale.after(61);
    canary("forward/4", 1).weight("forward/5", 50);
    tale.after(61);
    return this;
  }

  Acts promotes() {
    stable("forward/7", "new").pods("chat", "chat-2", "new", 2);
    tale.after(5);
    weight("forward/8", 0);
    return canary("forward/8", 0);
  }

  Acts keeps() {
    ledger("closed").unshifted("");
    tale.gone(Tale.CANARY).gone(Tale.CANARY_SERVICE);
    return stable("", "new").free();
  }

  /** Goes back from a weight, with stable as it was. */
  Acts goesBack() {
    weight("back/0", 0).stable("back/0", "old").canary("back/0", 1);
    ledger("back").unshifted("").canary("back/0", 0);
    tale.gone(Tale.CANARY).gone(Tale.CANARY_SERVICE);
    return stable("", "old").free();
  }

  private String deployment(String name, String mark, int replicas, String image) {
    return "{\"metadata\": %s, \"spec\": {\"replicas\": %d, \"template\": %s}}"
        .formatted(metadata(name, mark), replicas, template(image));
  }

  private String scaler(String mark, int pods) {
    return "{\"metadata\": %s, \"spec\": {\"minReplicas\": %d, \"maxReplicas\": 8}}"
        .formatted(metadata("chat", mark), pods);
  }

  private String route(String mark, String backends) {
    return "{\"metadata\": %s, \"spec\": {\"rules\": [{\"backendRefs\": [%s]}]}}"
        .formatted(metadata("chat", mark), backends);
  }

  private String metadata(String name, String mark) {
    String annotations =
        mark.isEmpty()
            ? ""
            : ", \"annotations\": {\"claim.fleetcanary.io/chat\": \"%s/%s\"}"
                .formatted(rollout, mark);
    return "{\"name\": \"%s\"%s}".formatted(name, annotations);
  }

  private static String backend(String name, int weight) {
    return "{\"name\": \"%s\", \"weight\": %d}".formatted(name, weight);
  }

  private static String template(String image) {
    return "{\"spec\": %s}".formatted(spec(image));
  }

  private static String spec(String image) {
    return "{\"containers\": [{\"name\": \"server\", \"image\": \"%s\"}]}".formatted(image);
  }
}
