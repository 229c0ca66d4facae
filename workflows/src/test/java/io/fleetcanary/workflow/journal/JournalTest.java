package io.fleetcanary.workflow.journal;

import static io.fleetcanary.workflow.bench.FakeCluster.fail;
import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.FakeJournal.SlowWrite;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class JournalTest {
  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void keepsWhatWasDecidedByWhomAndWhy() {
    Run run = bench.startGated();

    run.update("approve", Bench.APPROVAL);
    run.promoted();

    assertThat(bench.journal().lines())
        .containsSubsequence(
            "ASKED : ",
            "PLANNED : plan " + Plans.DIGEST,
            "WAVE first : wave first begins, clusters: 1",
            "QUESTION first : wave first has baked, release-managers may approve",
            "DECISION first ann: first approved by ann (claimed): fine",
            "END : " + run.fleet().reason());
    assertThat(bench.journal().lines())
        .anyMatch(line -> line.startsWith("CLUSTER eu-1 : PROBATION"));
    assertThat(evidence(Act.ASKED)).isEqualTo(new Evidence.Asked("{\"service\":\"chat\"}"));
    assertThat(evidence(Act.DECISION)).isInstanceOf(Evidence.Said.class);
    assertThat(((Evidence.Outcome) evidence(Act.END)).outcome()).isEqualTo(run.promoted());
  }

  @Test
  void keepsWhyARolloutWentBackWithTheFiguresBehindIt() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1"), wave("rest", OPEN, "eu-2")));
    bench.cluster("eu-1").returns("bake 20m at 50 %", fail("errors 21 % > 2 %, cluster eu-1"));

    bench.startFleet().failed();

    assertThat(bench.journal().lines())
        .noneMatch(line -> line.startsWith("WAVE rest"))
        .contains("STOP : errors 21 % > 2 %, cluster eu-1", "END : errors 21 % > 2 %, cluster eu-1")
        .anyMatch(line -> line.startsWith("CLUSTER eu-1 : RETURNING"));
    assertThat(bench.journal().entries())
        .filteredOn(entry -> entry.act() == Act.CLUSTER)
        .extracting(entry -> ((Evidence.Measured) entry.evidence()).status().findings())
        .anySatisfy(findings -> assertThat(findings).isNotEmpty());
  }

  @Test
  void keepsARolloutThatWasRefused() {
    bench.fleet().refuses("service: must be a DNS label, got Chat; write chat");

    bench.startFleet().failed();

    assertThat(bench.journal().lines())
        .containsExactly(
            "ASKED : ",
            "STOP : service: must be a DNS label, got Chat; write chat",
            "END : service: must be a DNS label, got Chat; write chat");
  }

  @Test
  void keepsWhatWasNotTaken() {
    Run run = bench.startGated();

    run.signal("approve", Map.of("gate", "first", "digest", "another", "by", "eve"));
    run.update("approve", Bench.APPROVAL);
    run.promoted();

    assertThat(bench.journal().lines())
        .anyMatch(line -> line.startsWith("REFUSAL first eve: digest must be this plan's"));
  }

  @Test
  void losesNothingThatIsDecidedWhileItWrites() {
    Run run = bench.startGated();
    run.await(() -> bench.journal().lines().toString().contains("QUESTION first"), "a question");
    SlowWrite writing = bench.journal().writesSlowly();
    run.update("pause", "lunch");
    writing.awaitBegun();

    run.update("resume", "back");
    writing.letGo();
    run.update("approve", Bench.APPROVAL);
    run.promoted();

    assertThat(numbers()).containsExactlyElementsOf(upTo(numbers().size()));
    assertThat(bench.journal().lines())
        .containsSubsequence(
            "DECISION somebody: paused by somebody: lunch; watching goes on",
            "DECISION somebody: resumed by somebody: back",
            "DECISION first ann: first approved by ann (claimed): fine");
  }

  @Test
  void goesOnWithoutAJournalSaysSoAndLeavesTheRestToARunOfItsOwn() {
    bench.journal().breaks(true);
    Run run = bench.startGated();
    run.await(() -> !run.fleet().notes().isEmpty(), "a note");

    assertThat(run.fleet().notes().getFirst())
        .startsWith("the journal lacks what was decided last (")
        .endsWith(
            "its database cannot be reached; the rollout goes on, and they are written later");
    run.update("approve", Bench.APPROVAL);
    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(bench.journal().entries()).isEmpty();

    bench.journal().breaks(false);
    run.await(() -> !bench.journal().entries().isEmpty(), "the end of the other run");

    assertThat(bench.journal().lines())
        .startsWith("ASKED : ", "PLANNED : plan " + Plans.DIGEST)
        .endsWith("END : " + run.fleet().reason());
  }

  @Test
  void fillsTheGapAsSoonAsTheJournalIsBack() {
    bench.journal().breaks(true);
    Run run = bench.startGated();
    run.await(() -> !run.fleet().notes().isEmpty(), "a note");

    bench.journal().breaks(false);
    bench.passes(Duration.ofMinutes(2));
    run.await(() -> run.fleet().notes().isEmpty(), "no note");

    assertThat(numbers()).containsExactlyElementsOf(upTo(numbers().size()));
    assertThat(bench.journal().lines()).anyMatch(line -> line.startsWith("QUESTION first"));
    run.update("approve", Bench.APPROVAL);
    run.promoted();
    assertThat(numbers()).containsExactlyElementsOf(upTo(numbers().size()));
  }

  @Test
  void asksOnceWhereNoJournalIsKept() {
    bench.journal().isOff();
    Run run = bench.startGated();
    run.update("approve", Bench.APPROVAL);

    run.promoted();

    assertThat(bench.journal().calls()).isEqualTo(1);
  }

  private Evidence evidence(Act act) {
    return bench.journal().entries().stream()
        .filter(entry -> entry.act() == act)
        .map(JournalEntry::evidence)
        .findFirst()
        .orElseThrow();
  }

  private List<Integer> numbers() {
    return bench.journal().entries().stream().map(JournalEntry::number).toList();
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }
}
