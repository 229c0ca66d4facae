package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.invariant.Invariant;
import io.fleetcanary.lab.invariant.Violation;
import io.fleetcanary.lab.scene.Mutant.Call;
import io.fleetcanary.lab.scene.Mutant.Wrong;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The monitor can fail: workers that do one thing wrong each, and it says which. Every rollout is
 * aborted once the wrong has been done.
 */
@Tag("real")
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
final class MutantsTest {
  /** Each takes 20 s on a machine of its own. */
  private static final Duration WITHIN = Duration.ofMinutes(3);

  /** More would be late for reasons of their own on two cores. */
  private final Semaphore atOnce = new Semaphore(3);

  private EmbeddedFleet fleet;
  private Mutations mutations;

  @BeforeAll
  void start() {
    fleet = EmbeddedFleet.start("none: each has its own", List.of("eu-1", "us-1", "ap-1"));
    mutations = new Mutations(fleet);
  }

  @AfterAll
  void stop() {
    fleet.close();
  }

  @Test
  void saysNothingOfAWorkerThatIsRight() throws InterruptedException {
    assertThat(violations(new Mutated("right", Call::right, baking()))).isEmpty();
  }

  @Test
  void saysNothingOfWhatAScenarioDeclaresToBeDoneByHand() throws InterruptedException {
    Mutated declared =
        new Mutated("by-hand", Call::right, Moments.always())
            .with(edited(scene -> scene.byHand("eu-1", () -> weigh(scene))));

    assertThat(violations(declared)).isEmpty();
  }

  @Test
  void takesForTheWorkersWhatNobodyDeclares() throws InterruptedException {
    Mutated undeclared =
        new Mutated("undeclared", Call::right, Moments.always()).with(edited(this::weigh));

    assertThat(violations(undeclared).stream().map(Violation::rule)).containsOnly(Invariant.I3);
  }

  private static Consumer<Scene> edited(Consumer<Scene> edit) {
    return scene -> scene.on("a person edits", baking(), (rollout, status) -> edit.accept(scene));
  }

  private void weigh(Scene scene) {
    mutations.weigh("eu-1", scene.namespace(), 40);
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void namesTheInvariantThatAWorkerBreaks(Invariant broken, Mutated mutant)
      throws InterruptedException {
    assertThat(violations(mutant))
        .isNotEmpty()
        .allSatisfy(violation -> assertThat(violation.rule()).isEqualTo(broken));
  }

  @Test
  void hasAMutantOfEveryInvariant() {
    assertThat(mutants().map(each -> each.get()[0])).contains((Object[]) Invariant.values());
  }

  Stream<Arguments> mutants() {
    return Stream.of(writers(), deciders(), waiters(), planners()).flatMap(each -> each);
  }

  /** They write what they should not. */
  private Stream<Arguments> writers() {
    return Stream.of(
        mutant(Invariant.I1, "i1-pod", mutations.takesAPodFromStable(), tookAPod("i1-pod")),
        mutant(Invariant.I2, "i2-sum", mutations.leavesStableMoreThanItsShare(), done()),
        mutant(Invariant.I6, "i6-mark", mutations.marksForAnother(), done()),
        mutant(Invariant.I10, "i10-step", mutations.goesAStepBack(), done()),
        mutant(Invariant.I11, "i11-first", mutations.marksBeforeTheLedger(), done()),
        mutant(Invariant.I12, "i12-label", mutations.labelsStable(), done()),
        mutant(
            Invariant.I12,
            new Mutated("i12-floor", mutations.raisesTheFloorTooFar(), done())
                .with(scene -> scene.beside(new Scaler(scene, ScalerKind.HPA)))),
        mutant(Invariant.I13, "i13-again", mutations.givesRequestsToTheCanaryAgain(), done()));
  }

  /** They write something else than what they were told. */
  private static Stream<Arguments> deciders() {
    String other = "registry.example/chat@sha256:" + "0".repeat(64);
    return Stream.of(
        mutant(Invariant.I3, "i3-more", Mutations.shiftsTenPercentMore(), done()),
        mutant(Invariant.I9, "i9-image", Mutations.triesAnotherImage(other), done()));
  }

  /** They do not wait. */
  private Stream<Arguments> waiters() {
    return Stream.of(
        mutant(
            Invariant.I2,
            new Mutated("i2-pods", mutations.waitsForNoPods(), done())
                .with(scene -> scene.canary(good -> good.withColdStart(Duration.ofSeconds(6))))),
        mutant(Invariant.I8, "i8-bake", Mutations.passesAtOnce(), probation()));
  }

  /** They plan something else than what was asked for. */
  private static Stream<Arguments> planners() {
    // longer than what is allowed for hearing late of two clusters
    Predicate<FleetStatus> second = Moments.bakesFor("us-1", Duration.ofSeconds(3));
    return Stream.of(
        mutant(Invariant.I4, "i4-waves", Planners.releasesAllAtOnce(), second),
        mutant(
            Invariant.I5,
            new Mutated("i5-parallel", Planners.takesOneClusterMoreAtOnce(), second)
                .with(waves("\"clusters\": [\"eu-1\", \"us-1\"]"))),
        mutant(
            Invariant.I7,
            new Mutated("i7-gate", Planners.needsNoApproval(), second)
                .with(
                    waves(
                        "\"clusters\": [\"eu-1\"],"
                            + " \"approval\": {\"by\": [\"sre\"], \"within\": \"1h\"}"))));
  }

  private List<Violation> violations(Mutated mutated) throws InterruptedException {
    atOnce.acquire();
    try (Mutant mutant = new Mutant(fleet, mutated.wrong())) {
      Scene scene = new Scene(fleet, mutant.client(), "7s", mutated.name()).within(WITHIN);
      mutated.scene().accept(scene);
      scene.abortOn("the wrong has been done", mutated.done());
      Played played = scene.playAnyhow();
      assertThat(played.missed()).as(played.result().outcome().reason()).isEmpty();
      assertThat(played.result().gaps()).isEmpty();
      return played.result().violations();
    } finally {
      atOnce.release();
    }
  }

  private static Consumer<Scene> waves(String first) {
    return scene ->
        scene.with(
            "waves",
            "[{\"name\": \"first\", %s}, {\"name\": \"rest\", \"select\": \"all\"}]"
                .formatted(first));
  }

  private static Predicate<FleetStatus> baking() {
    return Moments.in("eu-1", ClusterPhase.BAKING);
  }

  /**
   * What nobody planned is foreign to the watch, which may be first: the cluster goes back, and
   * asks.
   */
  private static Predicate<FleetStatus> done() {
    return baking().or(Moments.fleet(FleetPhase.HOLDING));
  }

  private Predicate<FleetStatus> tookAPod(String namespace) {
    return status -> mutations.stable("eu-1", namespace).get().getSpec().getReplicas() == 1;
  }

  private static Predicate<FleetStatus> probation() {
    return Moments.in("eu-1", ClusterPhase.PROBATION);
  }

  private static Arguments mutant(
      Invariant broken, String name, Wrong wrong, Predicate<FleetStatus> done) {
    return mutant(broken, new Mutated(name, wrong, done));
  }

  private static Arguments mutant(Invariant broken, Mutated mutated) {
    return Arguments.of(broken, mutated);
  }

  /**
   * A worker that is wrong.
   *
   * @param name of its namespace
   * @param done when it has done it
   * @param scene what else the scene needs
   */
  record Mutated(String name, Wrong wrong, Predicate<FleetStatus> done, Consumer<Scene> scene) {
    Mutated(String name, Wrong wrong, Predicate<FleetStatus> done) {
      this(name, wrong, done, any -> {});
    }

    Mutated with(Consumer<Scene> more) {
      return new Mutated(name, wrong, done, more);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
