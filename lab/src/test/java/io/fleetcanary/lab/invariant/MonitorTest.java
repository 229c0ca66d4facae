package io.fleetcanary.lab.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.ObjectKey;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each invariant keeps quiet about what is right, and notices what is not. */
class MonitorTest {
  @ParameterizedTest
  @MethodSource("good")
  void keepsQuietAboutWhatIsRight(String tale, Consumer<Acts> told) {
    assertThat(violations(told)).as(tale).isEmpty();
  }

  static Stream<Arguments> good() {
    return Stream.of(
        good("promoted", acts -> acts.in("a").claims().tries().promotes().keeps()),
        good("gone back", acts -> acts.in("a").claims().tries().goesBack()),
        good("gone back from promotion", MonitorTest::goesBackFromPromotion),
        good("two waves", acts -> second(first(acts)).tries().promotes()),
        good(
            "one after the other in a wave", acts -> third(second(first(acts)).tries().goesBack())),
        good("tried again", MonitorTest::triesAgain),
        good("taken over", MonitorTest::takesOver),
        good("edited by hand", MonitorTest::isEditedByHand),
        good("stable keeps what a person has pushed", MonitorTest::keepsWhatWasPushed),
        good("gone back without a ledger", MonitorTest::goesBackWithoutALedger),
        good("a pod fails", MonitorTest::losesAPod),
        good("a pod of the rollout before goes", MonitorTest::leavesAPodBehind),
        good("the canary follows stable's size while it bakes", MonitorTest::followsStable),
        good("a person ends the bake where stable is ahead", MonitorTest::servesItAlready),
        good("an autoscaler is held, and let go", MonitorTest::holdsAnAutoscaler),
        good("an autoscaler is changed by hand", MonitorTest::leavesAnAutoscaler),
        good("a ReplicaSet keeps a copy of the mark", MonitorTest::leavesACopy));
  }

  @ParameterizedTest
  @MethodSource("io.fleetcanary.lab.invariant.Breaches#all")
  void noticesTheOneThatIsBroken(String tale, Invariant broken, Consumer<Acts> told) {
    assertThat(violations(told).stream().map(Violation::rule)).as(tale).containsOnly(broken);
  }

  @Test
  void hasABreachOfEveryInvariant() {
    assertThat(Breaches.all().map(breach -> breach.get()[1]))
        .contains((Object[]) Invariant.values());
  }

  @Test
  void saysWhichRevisionBrokeWhatAndHow() {
    List<Violation> violations = violations(MonitorTest::goesOnePercentTooFar);

    assertThat(violations.stream().map(Violation::toString))
        .containsExactly(
            "I3 (no more weight than the step has): a, HTTPRoute chat at version 15: the canary's"
                + " weight must be at most 10 % at step 3, got 11.00 %");
  }

  @Test
  void saysWhereNothingWasSeenThoughSomethingWasWritten() {
    Acts acts = new Acts(new Tale());
    acts.in("a").claims().in("b");

    List<String> gaps = Monitor.gaps(acts.tale().history(), Acts.INTENT, List.of("a", "b"));

    assertThat(gaps).containsExactly("b: no claim was seen");
  }

  static Acts first(Acts acts) {
    return approve(acts.in("a").claims().tries().promotes());
  }

  static Acts approve(Acts acts) {
    acts.tale().after(9).approved("first").after(9);
    return acts;
  }

  static Acts second(Acts acts) {
    return acts.in("b").claims();
  }

  static Acts third(Acts acts) {
    acts.tale().after(9);
    return acts.in("c").claims();
  }

  private static void goesBackFromPromotion(Acts acts) {
    acts.in("a").claims().tries().stable("forward/7", "new").goesBack();
  }

  private static void triesAgain(Acts acts) {
    acts.in("a").claims().tries().goesBack().as(Acts.ROLLOUT + ".2").claims().tries();
  }

  private static void takesOver(Acts acts) {
    acts.in("a").claims().tries().ledger(Breaches.OTHER, "forward", Acts.ROLLOUT);
    acts.as(Breaches.OTHER).weight("back/0", 0);
  }

  private static void isEditedByHand(Acts acts) {
    acts.in("a").claims().tries();
    acts.tale().byHand(true).change(Tale.ROUTE, "\"weight\":50", "\"weight\":90").byHand(false);
    acts.weight("back/0", 0);
  }

  private static void followsStable(Acts acts) {
    acts.in("a").claims().canary("forward/1", 1);
    acts.pods("chat-canary", "canary-1", "new", 1).weight("forward/2", 10);
    acts.tale().after(1);
    acts.canary("forward/3", 2).tale().after(60);
    acts.canary("forward/4", 2);
  }

  private static void servesItAlready(Acts acts) {
    acts.in("a").claims().stable("forward/0", "new").canary("forward/1", 1);
    acts.pods("chat-canary", "canary-1", "new", 1).weight("forward/2", 10);
    acts.tale().after(1);
    acts.canary("forward/4", 1);
  }

  private static void holdsAnAutoscaler(Acts acts) {
    acts.in("a").scaled().claims().floor("forward/0", 1).floor("forward/0", 2).tries();
    acts.floor("back/0", 2).floor("", 1).goesBack();
  }

  private static void leavesAnAutoscaler(Acts acts) {
    acts.in("a").scaled().claims().floor("forward/0", 1).floor("forward/0", 2).tries();
    acts.tale().byHand(true).change(Tale.SCALER, "\"minReplicas\":2", "\"minReplicas\":4");
    acts.tale().byHand(false);
    acts.floor("back/0", 4).floor("", 4).goesBack();
  }

  private static void keepsWhatWasPushed(Acts acts) {
    acts.in("a").claims().tries();
    acts.tale().byHand(true);
    acts.stable("forward/0", "pushed").tale().byHand(false);
    acts.weight("back/0", 0).stable("back/0", "pushed");
  }

  private static void goesBackWithoutALedger(Acts acts) {
    acts.in("a").claims().tries();
    acts.tale().byHand(true).gone(Tale.LEDGER).byHand(false);
    acts.weight("back/0", 0).stable("back/0", "old").unshifted("");
    acts.tale().gone(Tale.CANARY).gone(Tale.CANARY_SERVICE);
    acts.stable("", "old");
  }

  private static void goesOnePercentTooFar(Acts acts) {
    acts.in("a").claims().canary("forward/1", 1);
    acts.pods("chat-canary", "canary-1", "new", 1).weight("forward/3", 11);
  }

  private static void leavesACopy(Acts acts) {
    String mark = "\"annotations\":{\"claim.fleetcanary.io/chat\":\"" + Acts.ROLLOUT + "/back/0\"}";
    acts.in("a").claims().tries();
    acts.tale()
        .change(
            new ObjectKey(Kind.REPLICA_SET, "chat-1"),
            "{\"name\":\"chat-1\"",
            "{" + mark + ",\"name\":\"chat-1\"");
    acts.goesBack();
  }

  private static void leavesAPodBehind(Acts acts) {
    acts.in("a").claims().pods("chat-canary", "canary-0", "older", 0);
    acts.tale()
        .put(
            new ObjectKey(Kind.POD, "canary-0-1"),
            """
            {"metadata": {"labels": {"fleetcanary.io/track": "canary"}, "name": "canary-0-1",
                          "ownerReferences": [{"name": "canary-0"}], "deletionTimestamp": "2026-11-26T04:00:00Z"},
             "spec": {"containers": [{"image": "older"}]}}
            """);
    acts.tries().promotes().keeps();
  }

  private static void losesAPod(Acts acts) {
    acts.in("a").claims().tries().tale().gone(Tale.pod("chat-1", 1));
  }

  private static List<Violation> violations(Consumer<Acts> told) {
    Acts acts = new Acts(new Tale());
    told.accept(acts);
    return Monitor.violations(acts.tale().history(), Acts.INTENT);
  }

  private static Arguments good(String tale, Consumer<Acts> told) {
    return Arguments.of(tale, told);
  }
}
