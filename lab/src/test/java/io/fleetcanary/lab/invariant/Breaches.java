package io.fleetcanary.lab.invariant;

import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.ObjectKey;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tales in which one invariant is broken, at least one of each. */
final class Breaches {
  static final String OTHER = "chat-20261125120500-cafe";

  private Breaches() {}

  static Stream<Arguments> all() {
    return Stream.of(
            capacity(),
            sums(),
            shares(),
            turned(),
            order(),
            ownership(),
            steps(),
            ended(),
            evidence(),
            images(),
            fields(),
            objects(),
            scalers())
        .flatMap(each -> each);
  }

  private static Stream<Arguments> capacity() {
    return Stream.of(
        bad(
            "stable loses a pod",
            Invariant.I1,
            acts -> touch(acts, Tale.STABLE, "\"replicas\":2", "\"replicas\":1")),
        bad(
            "requests return before stable's pods are there",
            Invariant.I1,
            acts -> {
              acts.in("a").claims().tries();
              acts.tale().gone(Tale.pod("chat-1", 1)).gone(Tale.pod("chat-1", 2));
              acts.stable("forward/7", "old").weight("forward/5", 20);
            }));
  }

  private static Stream<Arguments> sums() {
    return Stream.of(
        bad(
            "the canary's weight comes on top",
            Invariant.I2,
            acts -> {
              acts.in("a").claims().tries();
              String name = "\"name\":\"chat\",\"weight\":";
              acts.tale().change(Tale.ROUTE, name + 50, name + 60);
            }),
        bad(
            "another backend keeps its weight unscaled",
            Invariant.I2,
            acts -> {
              acts.in("a").claims().tries();
              acts.tale().change(Tale.ROUTE, "\"weight\":300", "\"weight\":3");
            }),
        bad(
            "requests come before the pods",
            Invariant.I2,
            acts -> acts.in("a").claims().canary("forward/1", 1).weight("forward/2", 10)));
  }

  private static Stream<Arguments> shares() {
    return Stream.of(
        bad(
            "more weight than the step has",
            Invariant.I3,
            acts -> {
              acts.in("a").claims().canary("forward/1", 1);
              acts.pods("chat-canary", "canary-1", "new", 1).weight("forward/2", 11);
            }),
        bad(
            "weight without a mark",
            Invariant.I3,
            acts -> acts.in("a").claims().tries().weight("", 50)));
  }

  private static Stream<Arguments> turned() {
    return Stream.of(
        bad(
            "weight after going back",
            Invariant.I13,
            acts -> acts.in("a").claims().tries().weight("back/0", 0).weight("back/0", 10)),
        bad(
            "pods after going back",
            Invariant.I13,
            acts -> acts.in("a").claims().tries().canary("back/0", 1).canary("back/0", 2)));
  }

  private static Stream<Arguments> order() {
    return Stream.of(
        bad(
            "the second wave too early",
            Invariant.I4,
            acts -> MonitorTest.second(MonitorTest.approve(acts.in("a").claims()))),
        bad("a cluster nobody asked for", Invariant.I4, acts -> acts.in("z").claims()),
        bad(
            "two at once",
            Invariant.I5,
            acts -> MonitorTest.third(MonitorTest.second(MonitorTest.first(acts)))),
        bad(
            "no approval",
            Invariant.I7,
            acts -> acts.in("a").claims().tries().promotes().in("b").claims()));
  }

  private static Stream<Arguments> ownership() {
    return Stream.of(
        bad("no ledger", Invariant.I11, acts -> acts.in("a").unshifted("forward/0")),
        bad("on without a ledger", Invariant.I11, Breaches::goesOnWithoutALedger),
        bad(
            "the ledger is freed too early",
            Invariant.I11,
            acts -> acts.in("a").claims().tries().promotes().ledger("closed").free()),
        bad(
            "another rollout's mark",
            Invariant.I6,
            acts -> acts.in("a").claims().as(OTHER).canary("forward/0", 0)),
        bad(
            "another rollout's ledger",
            Invariant.I6,
            acts -> acts.in("a").claims().as(OTHER).ledger("forward")));
  }

  private static Stream<Arguments> steps() {
    return Stream.of(
        bad(
            "a step falls",
            Invariant.I10,
            acts -> acts.in("a").claims().tries().canary("forward/3", 1)),
        bad(
            "forward after back",
            Invariant.I10,
            acts -> acts.in("a").claims().tries().weight("back/0", 0).weight("forward/5", 0)),
        bad(
            "forward after back in the ledger",
            Invariant.I10,
            acts -> acts.in("a").claims().ledger("back").ledger("forward")));
  }

  private static Stream<Arguments> ended() {
    return Stream.of(
        bad(
            "a mark of one that has ended",
            Invariant.I10,
            acts -> acts.in("a").claims().tries().goesBack().unshifted("forward/0")),
        bad(
            "a claim of one that has ended",
            Invariant.I10,
            acts -> acts.in("a").claims().tries().goesBack().ledger("forward")));
  }

  private static Stream<Arguments> evidence() {
    return Stream.of(
        bad(
            "a bake too short",
            Invariant.I8,
            acts -> {
              acts.in("a").claims().canary("forward/1", 1);
              acts.pods("chat-canary", "canary-1", "new", 1).weight("forward/2", 10);
              acts.tale().after(50);
              acts.canary("forward/4", 1);
            }),
        bad(
            "requests return before stable has the revision",
            Invariant.I8,
            acts ->
                acts.in("a").claims().tries().stable("forward/7", "new").weight("forward/8", 0)));
  }

  private static Stream<Arguments> images() {
    return Stream.of(
        bad(
            "another image in the canary",
            Invariant.I9,
            acts -> touch(acts, Tale.CANARY, "\"new\"", "\"newer\"")),
        bad(
            "another image in the canary's pods",
            Invariant.I9,
            acts -> acts.in("a").claims().pods("chat-canary", "canary-1", "newer", 1)),
        bad(
            "another image in stable",
            Invariant.I9,
            acts -> acts.in("a").claims().tries().stable("forward/7", "newer")));
  }

  private static Stream<Arguments> fields() {
    return Stream.of(
        bad(
            "a match of the route",
            Invariant.I12,
            acts -> touch(acts, Tale.ROUTE, "\"backendRefs\"", "\"matches\":[],\"backendRefs\"")),
        bad(
            "another backend of the route",
            Invariant.I12,
            acts -> touch(acts, Tale.ROUTE, "\"other\"", "\"another\"")),
        bad(
            "a container's name",
            Invariant.I12,
            acts -> touch(acts, Tale.STABLE, "\"server\"", "\"sidecar\"")),
        bad(
            "a label of stable",
            Invariant.I12,
            acts -> touch(acts, Tale.STABLE, "\"chat\"", "\"chat\",\"labels\":{\"a\":\"b\"}")));
  }

  private static Stream<Arguments> objects() {
    ObjectKey notes = new ObjectKey(Kind.CONFIG_MAP, "notes");
    return Stream.of(
        bad(
            "the user's Service",
            Invariant.I12,
            acts -> touch(acts, Tale.SERVICE, "\"app\"", "\"track\"")),
        bad(
            "an object that nobody knows",
            Invariant.I12,
            acts -> acts.in("a").claims().tale().put(notes, "{}")),
        bad(
            "the route is removed",
            Invariant.I12,
            acts -> acts.in("a").claims().tale().gone(Tale.ROUTE)),
        bad(
            "a pod that nobody owns",
            Invariant.I12,
            acts -> acts.in("a").claims().tale().put(Tale.pod("stray", 1), "{}")));
  }

  private static Stream<Arguments> scalers() {
    return Stream.of(
        bad(
            "an autoscaler must leave more pods than stable had",
            Invariant.I12,
            acts -> acts.in("a").scaled().claims().floor("forward/0", 3)),
        bad(
            "an autoscaler may leave fewer pods while requests go to the canary",
            Invariant.I12,
            acts -> raised(acts).floor("forward/0", 1)),
        bad(
            "the ceiling of an autoscaler",
            Invariant.I12,
            acts -> raised(acts).tale().change(Tale.SCALER, "\"maxReplicas\":8", "\"a\":1")),
        bad("the mark of an autoscaler is left", Invariant.I11, acts -> raised(acts).goesBack()),
        bad(
            "the floor of an autoscaler is left",
            Invariant.I11,
            acts -> raised(acts).floor("", 2).goesBack()),
        bad(
            "an autoscaler is marked before the ledger",
            Invariant.I11,
            acts -> acts.in("a").scaled().floor("forward/0", 1)));
  }

  private static Acts raised(Acts acts) {
    return acts.in("a").scaled().claims().floor("forward/0", 2).tries();
  }

  private static void touch(Acts acts, ObjectKey object, String text, String other) {
    acts.in("a").claims().tale().change(object, text, other);
  }

  private static void goesOnWithoutALedger(Acts acts) {
    acts.in("a").claims().tries();
    acts.tale().byHand(true).gone(Tale.LEDGER).byHand(false);
    acts.canary("forward/6", 1);
  }

  private static Arguments bad(String tale, Invariant broken, Consumer<Acts> told) {
    return Arguments.of(tale, broken, told);
  }
}
